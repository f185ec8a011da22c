"""The forms of the control room."""

from typing import Any
from uuid import UUID

from django import forms

from apps.access.selectors import reason_refusal
from apps.governance.domain.agreements import DATA_CLASSES, REDACTED_NOTES
from apps.governance.domain.scopes import scope_from
from apps.governance.services import LONGEST_REASON

LONGEST_PART = 300
WHY = "Say why: the reason is shown to everyone whose drafts it concerns."


class ScopeField(forms.CharField):
    """A scope under its key; becomes a Scope."""

    def to_python(self, value: object) -> Any:
        """Return the scope, or refuse a word that names none."""
        try:
            return scope_from(str(value or ""))
        except ValueError:
            raise forms.ValidationError("This page is out of date. Open it again.") from None


class SwitchForm(forms.Form):
    """Which switch an administrator turns, why, and whether they have seen what it does."""

    scope = ScopeField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": WHY},
    )  # fmt: skip
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organization_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._organization_id = organization_id

    def clean_reason(self) -> str:
        """Return the reason; refuse one that names somebody before anybody is asked whether they are sure."""
        reason: str = self.cleaned_data["reason"]
        if sentence := reason_refusal(None, reason, organization_id=self._organization_id):
            raise forms.ValidationError(sentence)
        return reason


class ReasonForm(forms.Form):
    """Why. The audit log and the page show it, so it names no patient."""

    reason = forms.CharField(label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))


class PartForm(forms.Form):
    """What somebody knows of a part whose drafts they look for: a hash, a version, a name."""

    part = forms.CharField(
        required=False, max_length=LONGEST_PART,
        error_messages={
            "max_length": f"Shorten the part to {LONGEST_PART} characters.",
            "null_characters_not_allowed": "No part is called this: it holds a character that cannot be written.",
        },
    )  # fmt: skip

    @property
    def asked(self) -> str:
        """Return the part, empty where what came is none."""
        return str(self.cleaned_data["part"]) if self.is_valid() else ""


class FeedbackForm(forms.Form):
    """What somebody found while working with a release."""

    text = forms.CharField(
        label="What did you find?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what you found."},
    )  # fmt: skip


class HoldForm(ReasonForm):
    """What must stay as it is: one patient, one draft, or, with neither, everything of the organization."""

    patient_id = forms.UUIDField(label="Patient id", required=False)
    draft_id = forms.UUIDField(label="Draft id", required=False)


class ShredAskForm(ReasonForm):
    """Whose record is to be destroyed."""

    patient_id = forms.UUIDField(label="Patient id")


class PasswordForm(forms.Form):
    """Who confirms proves again that it is them."""

    password = forms.CharField(
        label="Your password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class ShredConfirmForm(PasswordForm):
    """Who confirms has looked which record it is, and proves again that it is them."""

    record_end = forms.CharField(
        label="Last four characters of the record id",
        max_length=4,
        error_messages={"required": "Type the last four characters of the record id, as it stands beside the request."},
    )
    field_order = ("record_end", "password")


class AgreementForm(forms.Form):
    """A signed agreement with whoever runs a host outside. The document itself is read once, for its sha256."""

    host = forms.CharField(
        label="Host", max_length=253, widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"})
    )
    counterparty = forms.CharField(label="Other party, as it signed", max_length=200)
    signed_on = forms.DateField(label="Signed on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    expires_on = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    data_classes = forms.MultipleChoiceField(
        label="What it covers",
        choices=[(name, words[:1].upper() + words[1:]) for name, words in DATA_CLASSES.items()],
        initial=[REDACTED_NOTES],
        widget=forms.CheckboxSelectMultiple,
    )
    document = forms.FileField(label="The signed document", max_length=200)
