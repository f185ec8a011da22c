"""What an administrator sets of the desk: each rule within its bounds, and the rules that were on the page."""

from dataclasses import asdict
from typing import Any

from django import forms

from apps.access.domain.factors import FACTOR_WORDS
from apps.review.domain.rules import (
    HIGH_RISK_WORDS,
    MOST_INDEPENDENT_PERCENT,
    MOST_NEW_RELEASE_DRAFTS,
    MOST_SEEDED_PERCENT,
    HighRisk,
    ReviewRules,
    StepUpFactor,
)


def _number(label: str, most: int) -> forms.IntegerField:
    wrong = {"invalid": "Give a whole number.", "required": "Give a number; 0 is one."}
    return forms.IntegerField(label=label, min_value=0, max_value=most, error_messages=wrong)


class RulesForm(forms.Form):
    """The rules of the desk. With the prefix ``seen``, hidden: those that were on the page."""

    step_up = forms.MultipleChoiceField(
        label="How a signer shows who signs",
        choices=list(FACTOR_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one way to show who signs: without one nothing could be signed."},
    )
    second_signature = forms.MultipleChoiceField(
        label="What a second physician signs, too",
        choices=list(HIGH_RISK_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    new_release_drafts = _number("Drafts for which a release counts as new", MOST_NEW_RELEASE_DRAFTS)
    tempo_check = forms.BooleanField(
        label="Ask for one claim to be looked at again where a draft is decided faster than it can be read",
        required=False,
    )
    pause_after_decisions = _number("Suggest a pause after so many decisions", 500)
    pause_after_minutes = _number("Suggest a pause after so many minutes at the desk", 480)
    independent_percent = _number("Own judgement before the machine's, per cent of letters", MOST_INDEPENDENT_PERCENT)
    seeded_percent = _number("Drafts known to be wrong, per cent of drafts", MOST_SEEDED_PERCENT)
    learning_export = forms.BooleanField(
        label="Quality leads may take out edits, de-identified, to train a model", required=False
    )

    def rules(self) -> ReviewRules:
        chosen: dict[str, Any] = {
            "step_up": tuple(map(StepUpFactor, self.cleaned_data["step_up"])),
            "second_signature": tuple(map(HighRisk, self.cleaned_data["second_signature"])),
        }
        return ReviewRules(**{**self.cleaned_data, **chosen})

    @staticmethod
    def of(rules: ReviewRules) -> dict[str, Any]:
        """Return the rules as the form shows them."""
        return asdict(rules)
