"""The period a report covers and what it is narrowed to, from the address."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms

from apps.core import clock
from apps.quality.domain.dimensions import ASPECTS, KIND_NAMES, Dimension, may_be
from apps.quality.domain.learning import PURPOSES

PERIODS = (("30", "30 days"), ("90", "90 days"), ("365", "12 months"))
DEFAULT_PERIOD = "90"
NO_DAY = "Write a day as 2026-03-31."
EARLIEST = date(2000, 1, 1)
ONE_DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)


def _day(label: str) -> forms.DateField:
    """Return a day that has to be given, in which a browser offers a calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"invalid": NO_DAY, "required": NO_DAY})


def why_no_period(first: date, last: date) -> str:
    """Return why two days are no period of decisions, in a sentence, or an empty text."""
    if first > last:
        return "The period ends before it begins. Turn the two days round."
    if first > clock.today():
        return "That period has not begun yet. Choose days that are over."
    return "" if first >= EARLIEST else f"Choose days from {EARLIEST} on: before it there was no workbench."


class LearningForm(forms.Form):
    """What a file of signed edits is for."""

    purpose = forms.ChoiceField(
        label="What it is for",
        choices=list(PURPOSES.items()),
        error_messages={"required": "Choose what the file is for.", "invalid_choice": "Choose what the file is for."},
    )


class PeriodForm(forms.Form):
    """``?days=``, or ``?first=&last=``: whole days. What is no period falls back to the default one, and says so."""

    days = forms.ChoiceField(choices=PERIODS, required=False)
    first = forms.DateField(label="From", required=False, error_messages={"invalid": NO_DAY})
    last = forms.DateField(label="To", required=False, error_messages={"invalid": NO_DAY})

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        first, last = told.get("first"), told.get("last")
        if first and last and (sentence := why_no_period(first, last)):
            raise forms.ValidationError(sentence)
        if bool(self.data.get("first")) != bool(self.data.get("last")):
            raise forms.ValidationError("A period of your own needs its first and its last day.")
        return told

    @property
    def own(self) -> tuple[date, date] | None:
        """Return the days that were chosen one by one; None where a period we offer is shown."""
        if not self.is_valid() or not self.cleaned_data.get("first"):
            return None
        return self.cleaned_data["first"], self.cleaned_data["last"]

    @property
    def chosen(self) -> str:
        """Return which of the periods we offer is shown; empty for days that were chosen one by one."""
        if self.own:
            return ""
        return self.cleaned_data.get("days") or DEFAULT_PERIOD if self.is_valid() else DEFAULT_PERIOD

    def period(self) -> tuple[datetime, datetime]:
        """Return the first moment of the period, and its last, or now where it is not over."""
        if self.own:
            first, last = self.own
            over = last < clock.today()
            return clock.start_of(first), clock.start_of(last + ONE_DAY) - MOMENT if over else clock.now()
        first = clock.today() - timedelta(days=int(self.chosen) - 1)
        return clock.start_of(first), clock.now()

    @property
    def in_address(self) -> dict[str, str]:
        """Return the period as it stands in an address."""
        if self.own:
            first, last = self.own
            return {"first": first.isoformat(), "last": last.isoformat()}
        return {"days": self.chosen}


class BaselineForm(forms.Form):
    """Which whole weeks are frozen, of which work, and why these."""

    kind = forms.ChoiceField(label="Work", choices=[("", "All work"), *KIND_NAMES.items()], required=False)
    first = _day("From")
    last = _day("To")
    note = forms.CharField(
        label="Why these weeks", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and (sentence := why_no_period(first, last)):
            raise forms.ValidationError(sentence)
        return self.cleaned_data


class FiltersForm(PeriodForm):
    """A period, and the values that decisions are narrowed to: ``?payer=Cedar+Mutual&site=``. Empty: not on record."""

    @property
    def filters(self) -> dict[Dimension, str]:
        """Return what decisions are narrowed to; a value that cannot be one of its dimension is left out."""
        given = {dimension: self.data[dimension] for dimension in ASPECTS if dimension in self.data}
        return {dimension: value for dimension, value in given.items() if may_be(dimension, value)}

    def address(self, *, plus: Mapping[str, str] | None = None, without: str = "") -> str:
        """Return what stands behind the question mark for the same period and filters, with some more or one less."""
        filters = {key.value: value for key, value in self.filters.items() if key != without}
        told: dict[str, str] = {**self.in_address, **filters, **(plus or {})}
        return urlencode(told)
