"""What people type to correct what was recorded of a payer: why, and what it should say."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from apps.review.authorization_forms import MINUTE, USED, AnswerForm, moment_field, text_field
from apps.review.domain.authorizations import Answer, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apps.review.models import PayerReceipt
    from apps.review.selectors.authorizations import AnswerView

NOTHING = "NOTHING"
NOTHING_WORDS = "Nothing: the payer did not answer this"
WHY = "Why it is corrected"


def _slip_field() -> forms.CharField:
    return text_field(WHY, 2, needed="Say in words why it is corrected.")


class AnswerCorrectionForm(AnswerForm):
    """What the payer answered, in the place of what was recorded by a slip."""

    slip = _slip_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["stage"]
        choice.choices = [*choice.choices, (NOTHING, NOTHING_WORDS)]

    @property
    def is_nothing(self) -> bool:
        return bool(self.cleaned_data.get("stage") == NOTHING)

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_nothing else super().clean()

    def instead(self) -> Answer | None:
        """Return what the payer answered, or None for nothing."""
        return None if self.is_nothing else self.answer()

    @staticmethod
    def of(view: "AnswerView") -> "Mapping[str, Any]":
        """Return what a recorded answer says, as the form shows it."""
        row = view.row
        fields = {name for names in USED.values() for name in names} - {"asked", "authorization"}
        said = {name: getattr(row, name) for name in fields} | {"words": view.words, "allowed": view.allowed}
        said |= {"authorization": view.authorization, "asked": "\n".join(view.asked)}
        talk_at = f"{timezone.localtime(row.talk_at):{MINUTE}}" if row.talk_at else None
        return said | {"stage": Stage(row.stage).value, "answered_on": row.answered_on, "talk_at": talk_at}


class ReceiptCorrectionForm(forms.Form):
    """When the payer confirmed receipt, in the place of what was recorded by a slip."""

    slip = _slip_field()
    received_at = moment_field("Receipt confirmed on", required=False)
    nothing = forms.BooleanField(label="Receipt was not confirmed", required=False)

    @staticmethod
    def of(receipt: "PayerReceipt") -> "Mapping[str, Any]":
        """Return what a recorded receipt says, as the form shows it."""
        return {"received_at": f"{timezone.localtime(receipt.received_at):{MINUTE}}"}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("nothing"):
            data["received_at"] = None
        elif not data.get("received_at") and "received_at" not in self.errors:
            self.add_error("received_at", "Give the day and the time, or say that receipt was not confirmed.")
        return data
