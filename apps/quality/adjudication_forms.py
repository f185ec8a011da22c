"""What an analyst draws, and what a second reader answers."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from apps.core import clock
from apps.quality.domain.adjudication import MOST_CASES, SEVERITY_WORDS, VERDICT_WORDS, Stratum
from apps.quality.services.adjudication import LONGEST_COMMENT, Answer

A_MONTH = timedelta(days=30)
HOW_MANY = {"min_value": f"Draw at least none, at most {MOST_CASES}.", "max_value": f"Draw at most {MOST_CASES}."}


class RoundForm(forms.Form):
    """The days whose decisions are sampled, and how many of each half."""

    start = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))
    overrides = forms.IntegerField(
        label="Overrides to draw", min_value=0, max_value=MOST_CASES, error_messages=HOW_MANY
    )
    accepts = forms.IntegerField(label="Accepts to draw", min_value=0, max_value=MOST_CASES, error_messages=HOW_MANY)

    @staticmethod
    def proposed() -> dict[str, date | int]:
        yesterday = clock.today() - timedelta(days=1)
        return {"start": yesterday - A_MONTH, "end": yesterday, "overrides": 40, "accepts": 80}

    def sizes(self) -> Mapping[Stratum, int]:
        return {Stratum.OVERRIDE: self.cleaned_data["overrides"], Stratum.ACCEPT: self.cleaned_data["accepts"]}


class ReadingForm(forms.Form):
    """One answer. What is chosen beside a verdict that needs it not is left out by the service."""

    verdict = forms.ChoiceField(
        label="The draft, as it is written",
        choices=[(key.value, words) for key, (words, _) in VERDICT_WORDS.items()],
        error_messages={"required": "Choose what the draft is, as it is written."},
    )
    claims = forms.TypedMultipleChoiceField(label="Which sentences are wrong", coerce=int, required=False)
    severity = forms.ChoiceField(
        label="What could have come of it",
        choices=[(key.value, words) for key, words in SEVERITY_WORDS.items()],
        required=False,
    )
    comment = forms.CharField(
        label="What is wrong, or why it cannot be told", required=False, max_length=LONGEST_COMMENT, strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_COMMENT}),
    )  # fmt: skip

    def __init__(self, *args: Any, sentences: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sentences = sentences
        wrong: Any = self.fields["claims"]
        wrong.choices = [(str(number), f"Sentence {number}") for number in sentences]

    def answer(self) -> Answer:
        return Answer(**self.cleaned_data)

    @property
    def ticked(self) -> set[int]:
        """Return the sentences that were ticked, also where the form was refused."""
        given = {str(one) for one in self["claims"].value() or []}
        return {number for number in self.sentences if str(number) in given}
