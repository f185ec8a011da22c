"""Drawing the letters whose criteria a reviewer judges before the machine's answers are shown."""

from collections.abc import Sequence
from uuid import UUID

from apps.core.crypto.blind import blind_index
from apps.drafting.selectors import criteria_of_drafts
from apps.review.domain import own
from apps.review.models import OwnJudgement, ReviewItem
from apps.review.selectors.rules import rules_of


def judgements_draw(*, organization_id: UUID, draft_ids: Sequence[UUID]) -> int:
    """Draw from drafts whose items were just opened those to be judged first; return how many. Idempotent.

    The lot is a keyed hash of the draft's id: it cannot be foreseen, and comes out the same whoever opens the desk.
    One statement where the organization asks for none. Call inside a transaction.
    """
    percent = rules_of(organization_id).independent_percent
    drawn = [pk for pk in draft_ids if percent and own.is_drawn(blind_index("review.own", pk), percent)]
    asked = {pk: _asked(pk, node_ids) for pk, node_ids in criteria_of_drafts(drawn).items()} if drawn else {}
    items = ReviewItem.objects.filter(draft__in=asked).values_list("pk", "draft_id")
    rows = [OwnJudgement(item_id=item_id, criteria=asked[draft_id]) for item_id, draft_id in items]
    OwnJudgement.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _asked(draft_id: UUID, node_ids: list[str]) -> list[str]:
    lots = {node_id: blind_index("review.own", draft_id, node_id) for node_id in node_ids}
    return list(own.asked_of(node_ids, lots))
