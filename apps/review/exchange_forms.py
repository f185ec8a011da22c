"""What staff type for a payer's system. A form checks shape; the builder says what is still missing."""

import json
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from apps.core import clock
from apps.core.canonical import canonical_json
from apps.core.domain.days import is_far
from apps.review.authorization_forms import DAY, OTHERWISE, text_field
from apps.review.exchange.preparing import Asked
from apps.review.selectors.authorizations import PAYERS
from apps.review.services.exchange import Terms

LARGEST_ANSWER = 10 * 2**20  # bytes
FARTHEST = 10  # years
NOT_JSON = "Choose the file that the payer's system gave: JSON of at most 10 MB."
NO_NUMBER = "The file holds NaN, Infinity or another sign that JSON cannot carry. Nothing was recorded."
UNIT = r"^[A-Za-z0-9./%{}\[\]]{1,20}$"  # the characters of UCUM that a unit of a request needs
SERVICE_TYPE = r"^(?:[1-9][0-9]?|[A-Z][A-Z0-9])$"  # X12 data element 1365: 1 to 99, or a letter and one more character


def _quantity() -> forms.FloatField:
    return forms.FloatField(
        label="Quantity", min_value=0.001, max_value=999_999,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        error_messages={"required": "Give the quantity."},
    )  # fmt: skip


def _code(label: str, pattern: str, wrong: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, validators=[RegexValidator(pattern, wrong)],
        widget=forms.TextInput(attrs={"class": "short", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": wrong},
    )  # fmt: skip


def _check_near(day: date) -> None:
    if is_far(day, clock.today(), years=FARTHEST):
        raise forms.ValidationError("This day is more than ten years away. Check its year.")


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=DAY, required=False, validators=[_check_near])


class PrepareForm(forms.Form):
    """What a request says beside the letter and the record."""

    prefix = "fhir"  # its page holds other forms with fields of these names

    service_type = _code(
        "Service type", SERVICE_TYPE, "A number from 1 to 99, or a letter and one more character, such as BY."
    )
    facility = _code("Place of service", r"^\d{2}$", "Two digits, such as 11 for an office.")
    quantity = _quantity()
    unit = _code("Unit", UNIT, "A unit without spaces, such as UN, mg or mL/h: at most 20 characters.", required=False)
    start = _day("From")
    end = _day("To")
    accident = _code("Accident", r"^[A-Z0-9]{1,3}$", "The payer's code for the cause.", required=False)
    accident_on = _day("Day of the accident")
    payer_class = forms.ChoiceField(
        label="Kind of payer",
        choices=[("", "Choose the kind of payer"), *PAYERS],
        error_messages={"required": "Choose the kind of payer."},
    )
    is_drug = forms.BooleanField(label="A drug", required=False)
    class_reason = text_field(OTHERWISE, 2)
    replaces = forms.BooleanField(label="It takes the place of the prepared request", required=False)

    def asked(self) -> Asked:
        """Return what was typed, of a form that is valid."""
        given = dict(self.cleaned_data)
        others = {"payer_class", "is_drug", "class_reason", "replaces"}
        return Asked(**{name: value for name, value in given.items() if name not in others})

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(data["payer_class"], data["is_drug"], data["class_reason"])


class UpdateForm(forms.Form):
    """What changes about a request that the payer has."""

    prefix = "update"

    quantity = _quantity()
    take_back = forms.BooleanField(label="Take the request back", required=False)


class ReadForm(forms.Form):
    """A file with a payer's answer."""

    prefix = "reply"

    file = forms.FileField(label="The payer's answer", error_messages={"required": NOT_JSON})
    overturns = forms.BooleanField(label="It takes the place of the decision on record", required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_ANSWER:
            raise forms.ValidationError(NOT_JSON)
        try:
            body = json.loads(file.read())
        except (ValueError, RecursionError):
            raise forms.ValidationError(NOT_JSON) from None
        try:
            canonical_json(body)
        except (ValueError, RecursionError):
            raise forms.ValidationError(NO_NUMBER) from None
        return body
