"""Words that a person typed about a patient, on their way into the database: readable, concealed, not too long."""

from typing import TYPE_CHECKING

from apps.core.actors import Actor
from apps.redaction.services import text_conceal
from apps.review.domain import typed
from apps.review.errors import ReviewError

if TYPE_CHECKING:
    from apps.drafting.models import Draft


def words_concealed(*, draft: "Draft", text: str, longest: int, named: str, actor: Actor) -> str:
    """Return what was typed about a draft's patient with tokens for its identifiers; empty for what shows nothing.

    Raises ReviewError, which calls the words ``named``, for characters nobody sees and for more than ``longest``.
    """
    if typed.is_blank(text):
        return ""
    if sentence := typed.why_not_typed(text):
        raise ReviewError(sentence)
    concealed: str = text_conceal(patient_id=draft.patient_id, text=text.strip(), actor=actor)
    if len(concealed) > longest:
        raise ReviewError(f"{named} is longer than {longest} characters. Shorten it.")
    return concealed


def plain_checked(*, text: str, named: str) -> str:
    """Return a number or a quantity on one line. Raises ReviewError for characters that nobody sees."""
    if sentence := typed.why_not_typed(text):
        raise ReviewError(f"{named}: {sentence}")
    return " ".join(text.split())
