"""The one look more that is asked of who would sign faster than anybody reads."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

from apps.review.domain import gate, tempo
from apps.review.domain.gate import ClaimFacts
from apps.review.domain.status import ClaimState
from apps.review.models import SpotCheck
from apps.review.selectors.attention import attention_of
from apps.review.selectors.rights import item_of
from apps.review.selectors.rules import rules_of

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import ReviewItem
    from apps.review.selectors.accessed import AccessedDraft
    from apps.review.selectors.final_text import FinalText


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands between a draft and its signature: a look at this claim. ``row`` is None until it was asked."""

    item: "ReviewItem"
    attempt: int
    ordinal: int
    row: SpotCheck | None

    @property
    def sentence(self) -> str:
        return tempo.look_again_words(self.ordinal)


def words_to_read(text: "FinalText") -> int:
    """Return how many words of a draft there are to read before it is signed; its sources come on top, uncounted."""
    return sum(len(str(claim["text"]).split()) for claim in text.body["claims"])


def spot_check_of(item: "ReviewItem", person: "Person", attempt: int) -> SpotCheck | None:
    """Return what this person was asked before that decision, or None. One statement."""
    return SpotCheck.objects.filter(item=item, person=person, attempt=attempt).select_related("claim").first()


def spot_check_due(draft: "AccessedDraft", text: "FinalText", person: "Person") -> Asked | None:
    """Return what must be looked at once more before this person signs, or None: at most once per decision.

    What was asked stays until it is answered or the claim is confirmed no more; waiting does not make it go away.
    """
    item = item_of(draft)
    if item is None or item.claimed_by_id not in {None, person.pk} or gate.why_not_decide(text.facts):
        return None
    attempt = item.decisions.count() + 1
    if row := spot_check_of(item, person, attempt):
        stands = any(fact.ordinal == row.claim.ordinal and _stands(fact) for fact in text.facts)
        return Asked(item, attempt, row.claim.ordinal, row) if stands and not row.answer else None
    if not rules_of(draft.organization_id).tempo_check:
        return None
    spent, words = attention_of(draft, item, person), words_to_read(text)
    ordinal = tempo.asked_about(text.facts, spent, words, _chance(draft, attempt))
    return Asked(item, attempt, ordinal, None) if ordinal else None


def _stands(fact: ClaimFacts) -> bool:
    return fact.state is ClaimState.CONFIRMED or fact.reworded


def _chance(draft: "Draft", attempt: int) -> int:
    """Return a number that is the same for the same decision, and that nobody without the secret can foresee."""
    return int(salted_hmac("review.spot_check", f"{draft.pk}:{attempt}", algorithm="sha256").hexdigest(), 16)
