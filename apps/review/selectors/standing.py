"""What stands of a payer's answers and receipts, and what hangs on one that was corrected."""

from typing import TYPE_CHECKING, Any, TypeVar

from apps.review.domain.authorizations import ANSWERS, STAGE_WORDS, Stage
from apps.review.domain.standing import corrected_stages, standing, why_not_follow
from apps.review.models import Appeal, PayerAnswer, PayerLetter, Submission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.review.models import PayerReceipt

Kept = TypeVar("Kept", "PayerAnswer", "PayerReceipt")


def answers_standing(sent: Submission) -> list[PayerAnswer]:
    """Return the answers that count, in their order."""
    return standing(list(sent.answers.all()))


def receipt_standing(sent: Submission) -> "PayerReceipt | None":
    """Return the receipt that counts, or None."""
    found: PayerReceipt | None = sent.receipts.filter(corrected_by=None, received_at__isnull=False).last()
    return found


def corrected_before(answer: Kept) -> list[Kept]:
    """Return an act and those it takes the place of, the newest first."""
    found, older = [answer], answer.corrects
    while older is not None:
        found.append(older)
        older = older.corrects
    return found


def standing_instead(answer: Kept) -> Kept:
    """Return the act at the end of the corrections of one: itself where nobody corrected it."""
    while (newer := getattr(answer, "corrected_by", None)) is not None:
        answer = newer
    return answer


def letter_of(answer: PayerAnswer) -> PayerLetter | None:
    """Return the payer's letter about a refusal: it stays with it when the refusal is corrected."""
    while (letter := getattr(answer, "letter", None)) is None and answer.corrects is not None:
        answer = answer.corrects
    return letter


def appeals_of(answer: PayerAnswer) -> "QuerySet[Appeal, Any]":
    """Return the appeals of a refusal, also those asked for before it was corrected."""
    found: QuerySet[Appeal, Any] = Appeal.objects.filter(answer__in=corrected_before(answer))
    return found


def stages_instead(sent: Submission, answer: PayerAnswer) -> list[tuple[str, str]]:
    """Return what an answer that stands may be corrected to, as values and words of a choice."""
    acts = list(sent.answers.all())
    possible = (stage for stage in ANSWERS if not why_not_follow(corrected_stages(acts, answer, stage)))
    return [(stage.value, STAGE_WORDS[Stage(stage)]) for stage in possible]
