"""What people type into the reading room. Searches travel by POST: a name or a symptom never stands in an address."""

from typing import cast

from django import forms
from django.http import QueryDict

from apps.redaction.domain.contract import Action, Contract, Format


class ChartsForm(forms.Form):
    """Find a patient by a part of the name or the MRN."""

    words = forms.CharField(label="Find a patient", max_length=100, required=False, strip=True)


class SearchForm(forms.Form):
    """Find places inside one chart."""

    words = forms.CharField(
        label="Search this chart",
        max_length=300,
        strip=True,
        error_messages={"required": "Type what you are looking for, for example: methotrexate stopped."},
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
