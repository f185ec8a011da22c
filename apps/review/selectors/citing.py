"""The sentence that somebody cites the chart for, as the source pane names it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from apps.review.selectors.page import ClaimView, ReviewPage
from apps.review.selectors.statements import StatementView, statements_shown

if TYPE_CHECKING:
    from apps.access.models import Person


@dataclass(frozen=True, slots=True)
class Citing:
    """A sentence that is cited for, in words its reader may read; ``why_not`` says why it cannot be for now."""

    sentence_id: UUID
    words: str  # "claim 3", "your sentence"
    anchor: str
    text: str
    token: str
    why_not: str


def citing_of(page: ReviewPage, person: "Person", sentence_id: UUID | None) -> Citing | None:
    """Return the sentence of a page that is cited for; None where there is none, or it takes no citation. No SQL."""
    if sentence_id is None:
        return None
    if (claim := page.claim(sentence_id)) is not None:
        return _of_claim(page, claim)
    added = statements_shown(page, person)
    return next((_of_statement(page, one) for one in added if str(one.id) == str(sentence_id)), None)


def _of_claim(page: ReviewPage, claim: ClaimView) -> Citing | None:
    if not claim.may_cite:
        return None
    number = claim.ordinal
    return Citing(claim.id, f"claim {number}", f"claim-{number}", claim.text, claim.token, page.why_not_act)


def _of_statement(page: ReviewPage, one: StatementView) -> Citing:
    return Citing(UUID(str(one.id)), "this sentence", "own-words", one.text, "", page.why_not_act)
