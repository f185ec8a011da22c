"""The one form of the control room."""

from django import forms

from apps.governance.services import LONGEST_REASON

WHY = "Say why: the reason is shown to everyone whose drafts it concerns."


class KillSwitchForm(forms.Form):
    """What an administrator decides, why, and whether they have seen what it does."""

    stopped = forms.TypedChoiceField(
        choices=[("yes", "Stop"), ("no", "Resume")], coerce=lambda value: value == "yes", widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "aria-describedby": "reason-hint"}),
        error_messages={"required": WHY},
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
