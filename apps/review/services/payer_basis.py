"""A kind of payer or a service that is said to be another than the record tells: with a reason, or not at all."""

from typing import TYPE_CHECKING

from apps.core.actors import Actor
from apps.review.domain import typed
from apps.review.errors import ReviewError
from apps.review.selectors.payer_basis import payer_basis
from apps.review.services.words import words_concealed

if TYPE_CHECKING:
    from apps.drafting.models import Draft

LONGEST_REASON = 4000
SAY_WHY = "Choose what the record tells, or say why it is otherwise: the payer's time depends on it."


def class_checked(
    draft: "Draft", payer_class: str, reason: str, *, is_drug: bool, actor: Actor
) -> tuple[list[str], str]:
    """Return where a choice is against what the record tells, and why it was made none the less, concealed.

    Raises ReviewError where it is and no reason is given.
    """
    doubts = list(payer_basis(draft).against(payer_class, is_drug=is_drug))
    if not doubts:
        return [], ""
    if not typed.has_letter(reason):
        raise ReviewError(f"{' '.join(doubts)} {SAY_WHY}")
    return doubts, words_concealed(draft=draft, text=reason, longest=LONGEST_REASON, named="The reason", actor=actor)
