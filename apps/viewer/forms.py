"""What people type into the reading room. Searches travel by POST: a name or a symptom never stands in an address."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from apps.chart.domain.identity.settling import SettlingReason, SettlingRefused
from apps.redaction.domain.contract import Action, Contract, Format
from apps.redaction.domain.corrections import Act, LiftReason, Scope
from apps.redaction.domain.errors import CorrectionRefused
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.retrieval.domain.asking import says_nothing
from apps.retrieval.domain.language import ONLY_ENGLISH, is_not_english

LONGEST_QUESTION = 300  # characters


class QuestionField(forms.CharField):
    """Words that are asked of an index; one that has too many says so in our words."""

    def __init__(self, *, label: str, empty: str) -> None:
        super().__init__(label=label, strip=True, error_messages={"required": empty})

    def validate(self, value: str) -> None:
        """Refuse nothing and too much. Raises ValidationError with the sentence to show."""
        super().validate(value)
        if len(value) > LONGEST_QUESTION:
            raise forms.ValidationError(f"Ask in at most {LONGEST_QUESTION} characters; this has {len(value):,}.")


class ChartsForm(forms.Form):
    """Find a patient by a part of the name or the MRN."""

    words = forms.CharField(label="Find a patient", max_length=100, required=False, strip=True)


class SearchForm(forms.Form):
    """A question to one chart, or words to find places in it."""

    words = QuestionField(
        label="Ask or search this chart",
        empty="Type what you are looking for, for example: Why was methotrexate stopped?",
    )


NOTHING_ASKED = (
    "That holds no word that can be looked for. Name a condition, a medicine, a test or an event, for example: Why was "
    "methotrexate stopped?"
)


class QuestionForm(SearchForm):
    """A question that a chart can be asked: in English, with a word that can be looked for."""

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if is_not_english(words):
            raise forms.ValidationError(ONLY_ENGLISH)
        if says_nothing(words):
            raise forms.ValidationError(NOTHING_ASKED)
        return words


class HandOverForm(forms.Form):
    """Which refused question is handed over."""

    query = forms.UUIDField()


class ReferenceForm(forms.Form):
    """A question to the policies and protocols."""

    words = QuestionField(
        label="Search policies and protocols",
        empty="Type what you are looking for, for example: step therapy before adalimumab",
    )


class SpanForm(forms.Form):
    """[start, end) to mark in a document; anything that is not a span marks nothing."""

    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)

    def span(self, length: int) -> tuple[int, int] | None:
        if not self.is_valid():
            return None
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return (start, end) if start < end <= length else None


class SettleForm(forms.Form):
    """Why a page whose header names another person belongs to this patient, or does not after all."""

    reason_code = forms.ChoiceField(choices=[(reason.value, reason.label) for reason in SettlingReason])

    def reason(self) -> SettlingReason:
        """Return the chosen reason. Raises SettlingRefused for none."""
        if not self.is_valid():
            raise SettlingRefused("Choose a reason. Nothing was changed.")
        return SettlingReason(self.cleaned_data["reason_code"])


class ContractForm(forms.Form):
    """Narrow the data contract down. It names fields and classes, never a patient, so it may travel in the address."""

    format = forms.ChoiceField(label="Format", required=False)
    part = forms.ChoiceField(label="Resource or segment", required=False)
    action = forms.ChoiceField(label="At the wall", required=False)
    words = forms.CharField(label="Field, class or reason", max_length=60, required=False, strip=True)

    def __init__(self, data: QueryDict, *, contract: Contract) -> None:
        super().__init__(data)
        formats = [(format_.value, format_.label) for format_ in Format]
        actions = [(action.value, action.value.capitalize()) for action in Action]
        parts = [
            (label, [(part.name, part.name) for part in contract.parts if part.format == value])
            for value, label in formats
        ]
        for name, choices in (("format", formats), ("part", parts), ("action", actions)):
            cast("forms.ChoiceField", self.fields[name]).choices = [("", "All"), *choices]
        self.fields["words"].widget.attrs["autocomplete"] = "off"


class RedactionQueryForm(forms.Form):
    """What of a redaction is shown: a filter, a chosen mark or line. What makes no sense is not asked for."""

    layer = forms.ChoiceField(choices=[(layer.value, layer.value) for layer in Layer], required=False)
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in IdentifierKind], required=False)
    view = forms.ChoiceField(choices=[("index", "index")], required=False)
    mark = forms.IntegerField(min_value=1, required=False)
    line = forms.IntegerField(min_value=1, required=False)

    def asked(self) -> dict[str, Any]:
        """Return each field, empty where it was not given or makes no sense."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or ("" if name in {"layer", "kind", "view"} else None)
                for name in self.fields}  # fmt: skip


class CorrectionForm(forms.Form):
    """One correction: a span (or the words of a line that were ticked), and what is wrong with it."""

    act = forms.ChoiceField(choices=[(act.value, act.value) for act in Act])
    scope = forms.ChoiceField(choices=[(scope.value, scope.value) for scope in Scope])
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in IdentifierKind], required=False)
    reason = forms.ChoiceField(choices=[(reason.value, reason.label) for reason in LiftReason], required=False)
    start = forms.IntegerField(min_value=0, required=False)
    end = forms.IntegerField(min_value=1, required=False)
    word = forms.TypedMultipleChoiceField(coerce=str, required=False)

    def correction(self) -> dict[str, Any]:
        """Return what the services take. Raises CorrectionRefused with the sentence to show."""
        self.fields["word"].choices = [(word, word) for word in self.data.getlist("word")]  # type: ignore[attr-defined]
        if not self.is_valid():
            raise CorrectionRefused("Choose the words, their class and how far the correction reaches.")
        data = self.cleaned_data
        start, end = _span(data)
        kind, reason = data["kind"], data["reason"]
        return {
            "act": Act(data["act"]),
            "scope": Scope(data["scope"]),
            "kind": IdentifierKind(kind) if kind else None,
            "reason": LiftReason(reason) if reason else None,
            "start": start,
            "end": end,
        }


def _span(data: dict[str, Any]) -> tuple[int, int]:
    """Return [start, end): from the first ticked word to the last, or as given."""
    edges = [edge for word in data["word"] for edge in word.split("-")]
    if edges and all(edge.isdecimal() and len(edge) < len("10000000") for edge in edges):
        return min(map(int, edges)), max(map(int, edges))
    if data["start"] is None or data["end"] is None:
        raise CorrectionRefused("No word is chosen. Choose the words that should have been taken out.")
    return data["start"], data["end"]


class CaseForm(forms.Form):
    """The case as the person read it."""

    text = forms.CharField(max_length=2000, strip=False)

    def seen(self) -> str:
        """Return the words; empty when none came."""
        return str(self.cleaned_data["text"]) if self.is_valid() else ""
