"""Which period a report is about, and who asked for it."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from apps.audit.domain.disclosures import LONGEST_SAID
from apps.core import clock
from apps.viewer.emergency_forms import A_DATE, DATES
from apps.viewer.looks import FIRST_SHOWN, PURPOSES, six_years_before

A_DAY = "Type a day such as 2026-03-12."


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, input_formats=DATES, required=False, error_messages={"invalid": A_DAY},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


class PeriodForm(forms.Form):
    """From one day to another; where nothing is chosen, the last ninety days."""

    start = day_field("From")
    end = day_field("To")

    def __init__(self, data: QueryDict) -> None:
        given: Any = data if data.get("start") or data.get("end") else None
        end = clock.today()
        super().__init__(given, initial={"start": end - FIRST_SHOWN, "end": end})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            data["end"] = data.get("end") or clock.today()
            data["start"] = data.get("start") or data["end"] - FIRST_SHOWN
            if data["start"] > data["end"]:
                self.add_error("start", "The period ends before it begins.")
            elif data["start"] < six_years_before(clock.today()):
                self.add_error("start", "The log answers for six years.")
        return data

    def period(self) -> tuple[date, date] | None:
        """Return the days, or None where they cannot be read: then nothing is shown."""
        if not self.is_bound:
            return self.initial["start"], self.initial["end"]
        return (self.cleaned_data["start"], self.cleaned_data["end"]) if self.is_valid() else None


class PatientForm(forms.Form):
    """Who asks, by both; it travels by POST."""

    mrn = forms.CharField(
        label="Record number (MRN)", max_length=60, strip=True, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Type the whole record number."},
    )  # fmt: skip
    born = forms.DateField(
        label="Date of birth", input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        error_messages={"required": A_DATE, "invalid": A_DATE},
    )  # fmt: skip


class DisclosureForm(forms.Form):
    """A disclosure that was made outside the workbench."""

    disclosed_on = forms.DateField(
        label="Day", input_formats=DATES, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": A_DAY, "invalid": A_DAY},
    )  # fmt: skip
    recipient = forms.CharField(
        label="Recipient", max_length=LONGEST_SAID, error_messages={"required": "Say to whom it was disclosed."}
    )
    what = forms.CharField(
        label="What was disclosed", max_length=LONGEST_SAID, error_messages={"required": "Say what was disclosed."}
    )
    purpose = forms.ChoiceField(
        label="Purpose", choices=[("", "Choose"), *PURPOSES], error_messages={"required": "Choose the purpose."}
    )
