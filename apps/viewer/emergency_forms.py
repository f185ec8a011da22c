"""What somebody fills in who declares an emergency. It travels by POST: no number stands in an address."""

from datetime import date
from typing import Any

from django import forms

from apps.access.domain.break_glass import LONGEST_REASON, MINUTES, EmergencyReason
from apps.access.domain.factors import Factor, Shown
from apps.core import clock
from apps.viewer.emergencies import Declared

DATES = ("%Y-%m-%d", "%m/%d/%Y", "%d %b %Y")
REASONS = [(reason.value, reason.label) for reason in EmergencyReason]
LASTS = [(str(minutes), f"{minutes} minutes") for minutes in MINUTES]
A_DATE = "Type the date of birth as on the wristband, such as 1961-05-04."


class EmergencyForm(forms.Form):
    """Who it is about, why, for how long, and what shows who declares it."""

    mrn = forms.CharField(
        label="Record number (MRN)", max_length=60, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type the whole record number."},
    )  # fmt: skip
    born = forms.DateField(
        label="Date of birth", input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        error_messages={"required": A_DATE, "invalid": A_DATE},
    )  # fmt: skip
    reason_code = forms.ChoiceField(
        label="Reason", choices=REASONS, error_messages={"required": "Choose one of the reasons."}
    )
    reason = forms.CharField(
        label="In your words", strip=True, widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_REASON}),
        error_messages={"required": "Say why, without naming the patient."},
    )  # fmt: skip
    minutes = forms.TypedChoiceField(label="For how long", choices=LASTS, coerce=int, initial="30")
    which = forms.CharField(max_length=36, required=False)
    password = forms.CharField(max_length=200, required=False, strip=False)
    code = forms.CharField(max_length=20, required=False)
    assertion = forms.CharField(max_length=20_000, required=False)
    way = forms.CharField(max_length=10, required=False)

    def clean_born(self) -> date:
        born: date = self.cleaned_data["born"]
        if born > clock.today():
            raise forms.ValidationError("Nobody is born in the future. Check the year.")
        return born

    def shown(self) -> Shown:
        """Return what was put in to show who it is; of a form that does not hold together, too."""
        data: dict[str, Any] = {name: self.data.get(name, "") for name in ("password", "code", "assertion")}
        return Shown(**data, away=self.data.get("way") == Factor.OIDC)

    def declared(self) -> Declared:
        """Return what was declared."""
        names = ("mrn", "born", "reason_code", "reason", "minutes", "which")
        return Declared(**{name: self.cleaned_data[name] for name in names})
