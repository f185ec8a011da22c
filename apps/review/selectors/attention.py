"""How long a person was at a draft: what pages reported, and the requests beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib.postgres.expressions import ArraySubquery
from django.core import signing
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from apps.access.domain.roles import PatientPermission
from apps.audit.domain.actions import Action
from apps.audit.selectors import events_for
from apps.core import clock
from apps.drafting.selectors import drafts_visible_to
from apps.review.domain.attention import LONGEST_PAGE, Attention, Seen, Spell, attention
from apps.review.domain.status import ReviewStatus
from apps.review.models import AttentionClock, AttentionSpell, EvidenceOpening
from apps.review.selectors.items import granted

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import ReviewItem

SALT = "review.attention"
TO_MS = 1000


def attention_token(draft_id: UUID, person: "Person") -> str:
    """Return what a page shows when it reports: which page it is, and when it was given to whom. No statement."""
    given = {"page": str(uuid4()), "at": round(clock.now().timestamp() * TO_MS)}
    return signing.dumps(given, salt=_salt(draft_id, person))


def _salt(draft_id: UUID, person: "Person") -> str:
    return f"{SALT}:{draft_id}:{person.pk}"


def page_of_token(token: str, draft_id: UUID, person: "Person") -> tuple[UUID, datetime] | None:
    """Return which page was given when, or None for a token of another draft or person, a forged and an old one."""
    try:
        given = signing.loads(token, salt=_salt(draft_id, person))
    except signing.BadSignature:
        return None
    given_at = datetime.fromtimestamp(given["at"] / TO_MS, UTC)
    return (UUID(given["page"]), given_at) if clock.now() - given_at < LONGEST_PAGE else None


@dataclass(frozen=True, slots=True)
class Reporting:
    """What is known when a page reports: where its time goes, how far it was counted, which sources were opened."""

    item_id: UUID | None  # None where this person reviews nothing here: their time is nobody's business
    spell: Spell | None
    counted_until: datetime | None
    citations: Mapping[str, str]  # ids of the citations whose sources this person opened, by number


def access_reporting(person: "Person", draft_id: UUID, page: UUID) -> Reporting:
    """Return what a report on a draft is held against; Http404 for a stranger. One statement."""
    spell = JSONObject(
        started_at="started_at", ended_at="ended_at", claimed_ms="claimed_ms", active_ms="active_ms", dwell="dwell"
    )
    opened = EvidenceOpening.objects.filter(item__draft=OuterRef("pk"), person=person)
    row: Mapping[str, Any] | None = (
        drafts_visible_to(person)
        .filter(pk=draft_id)
        .values("review_item__id", "review_item__status", "review_item__claimed_by")
        .annotate(
            may_review=granted(person, PatientPermission.REVIEW_DRAFT),
            spell=Subquery(AttentionSpell.objects.filter(pk=page, person=person).values_list(spell)),
            until=Subquery(AttentionClock.objects.filter(person=person).values("counted_until")),
            opened=ArraySubquery(
                opened.values_list(JSONObject(number=F("citation__ordinal"), id=F("citation_id"))),
            ),
        )
        .first()
    )
    if row is None:
        raise Http404("No such draft.")
    return Reporting(
        item_id=row["review_item__id"] if _reviews(row, person) else None,
        spell=_spell(row["spell"]) if row["spell"] else None,
        counted_until=row["until"],
        citations={str(one["number"]): str(one["id"]) for one in row["opened"]},
    )


def _reviews(row: Mapping[str, Any], person: "Person") -> bool:
    free_for = {ReviewStatus.OPEN.value: None, ReviewStatus.CLAIMED.value: person.pk}
    status = row["review_item__status"]
    return bool(row["may_review"] and status in free_for and row["review_item__claimed_by"] == free_for[status])


def _spell(row: Mapping[str, Any]) -> Spell:
    started, ended = (datetime.fromisoformat(row[name]) for name in ("started_at", "ended_at"))
    return Spell(started, ended, row["claimed_ms"], row["active_ms"], row["dwell"])


def attention_of(draft: "Draft", item: "ReviewItem", person: "Person") -> Attention:
    """Return how long a person was at a draft until now. Two statements."""
    rows = AttentionSpell.objects.filter(item=item, person=person).order_by("started_at")
    spells = [Spell(row.started_at, row.ended_at, row.claimed_ms, row.active_ms, row.dwell) for row in rows]
    return attention(spells, _seen(draft, person), clock.now())


def _seen(draft: "Draft", person: "Person") -> list[Seen]:
    """Return what a person did at a draft since there was something to read: having asked for it is no review."""
    events = events_for(organization_id=draft.organization_id, actor_id=person.pk, draft_id=draft.pk)
    since = events.filter(recorded_at__gte=draft.ready_at).order_by("sequence")
    asked = since.values_list("recorded_at", "action", "object_id")
    return [Seen(at, cited if action == Action.EVIDENCE_OPENED else "") for at, action, cited in asked]


def dwell_of(draft: "Draft") -> dict[tuple[str, str], int]:
    """Return how many milliseconds each person had each citation's source before them, by (person, citation)."""
    found: dict[tuple[str, str], int] = {}
    for row in AttentionSpell.objects.filter(item__draft=draft):
        for citation, ms in row.dwell.items():
            key = (str(row.person_id), citation)
            found[key] = found.get(key, 0) + ms
    return found
