"""What an open page reports, and what a reviewer answers who was asked to look once more."""

from typing import Any

from django import forms

from apps.review.domain.attention import LONGEST_PAGE, Report
from apps.review.domain.tempo import Answer

MOST_MS = int(LONGEST_PAGE.total_seconds() * 1000)
MOST_SOURCES = 500


class ReportForm(forms.Form):
    """A page's own count. What makes no sense says nothing: a machine sends it, and nobody reads an answer."""

    page = forms.CharField(max_length=400)
    active = forms.IntegerField(min_value=0, max_value=MOST_MS)
    dwell = forms.JSONField(required=False)

    @property
    def token(self) -> str:
        return str(self.cleaned_data["page"]) if self.is_valid() else ""

    def report(self) -> Report:
        """Return what the page says: nothing where it cannot be read."""
        if not self.is_valid():
            return Report(0)
        return Report(self.cleaned_data["active"], self.cleaned_data["dwell"])

    def clean_dwell(self) -> dict[str, int]:
        """Keep what is a number of milliseconds for a number of a citation."""
        said: Any = self.cleaned_data["dwell"]
        if not isinstance(said, dict) or len(said) > MOST_SOURCES:
            return {}
        return {
            number: ms for number, ms in said.items() if number.isdecimal() and type(ms) is int and 0 < ms <= MOST_MS
        }


class LookedForm(forms.Form):
    """What a reviewer says of a claim after looking at it once more."""

    answer = forms.ChoiceField(
        choices=[(answer.value, answer.value) for answer in Answer],
        error_messages={
            "required": "Say whether the claim is still right.",
            "invalid_choice": "Choose one of the two.",
        },
    )
