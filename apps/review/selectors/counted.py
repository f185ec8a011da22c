"""Decisions as the gauges take them over: what stands in no column of a decision is found out here, once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from apps.chart.domain.columns import language_of
from apps.core.crypto.errors import DAMAGED
from apps.review.domain.attention import Basis
from apps.review.domain.edit_kinds import EditKind, class_of
from apps.review.domain.status import EditClass
from apps.review.models import ClaimEdit, ReviewDecision

if TYPE_CHECKING:
    from datetime import date

    from apps.chart.models import Patient
    from apps.drafting.models import Claim


@dataclass(frozen=True, slots=True)
class Spent:
    """What is known of the attention behind a decision; times in milliseconds."""

    is_measured: bool
    active_ms: int
    high_ms: int
    high_severity: int
    glanced: int
    spot_check: str


class ClaimGroup(NamedTuple):
    """What claims may be counted by."""

    section: str
    type: str
    severity: str


@dataclass(frozen=True, slots=True)
class CountedDecision:
    """One decision with what it may be broken down by. No name, no words; the birth date never leaves the counting."""

    id: UUID
    item_id: UUID
    is_last: bool
    decided_at: datetime
    ready_at: datetime | None
    kind: str
    outcome: str
    edit_class: str
    reason_code: str
    harm: str
    opened: int
    person_id: UUID
    role: str
    specialty: str
    site: str
    release: str
    policy: str
    payer: str
    born: "date | None"
    sex: str
    language: str  # ISO 639 code of the language the patient is spoken to in; empty: not on record
    kinds: tuple[str, ...]
    corrected: tuple[str, ...]
    claims: Mapping[ClaimGroup, int]
    changed: Mapping[ClaimGroup, int]  # of these: removed, or changed in substance
    spent: Spent | None


def decisions_from(organization_id: UUID, since: datetime | None) -> "QuerySet[ReviewDecision]":
    """Return an organization's decisions since a moment, oldest first, without drafts known to be wrong."""
    made = ReviewDecision.objects.filter(item__organization=organization_id, item__draft__is_seeded=False)
    return (made.filter(created_at__gte=since) if since else made).order_by("created_at", "pk")


def counted_decisions(item_ids: Sequence[UUID]) -> Iterator[CountedDecision]:
    """Yield every decision of these review items, the last of each marked. Three statements."""
    rows = (
        ReviewDecision.objects.filter(item__in=item_ids)
        .select_related("item__draft__patient", "item__draft__policy", "item__draft__release", "person", "attention")
        .prefetch_related(
            Prefetch("edits", ClaimEdit.objects.only("decision", "claim", "proposed", "kinds")),
            "item__draft__claims",
        )
        .defer("final", "comment")
        .order_by("item", "-ordinal")
    )
    before: UUID | None = None
    for row in rows:
        yield _told(row, is_last=row.item_id != before)
        before = row.item_id


def _told(row: ReviewDecision, *, is_last: bool) -> CountedDecision:
    draft = row.item.draft
    edits = list(row.edits.all())
    claims = {claim.pk: claim for claim in draft.claims.all()}
    return CountedDecision(
        id=row.pk,
        item_id=row.item_id,
        is_last=is_last,
        decided_at=row.created_at,
        ready_at=draft.ready_at,
        kind=draft.kind,
        outcome=row.outcome,
        edit_class=row.edit_class,
        reason_code=row.reason_code,
        harm=row.harm,
        opened=row.evidence_opened,
        person_id=row.person_id,
        role=row.person.role,
        specialty=row.person.specialty,
        site=row.person.site,
        release=draft.release.digest if draft.release else "",
        policy=f"{draft.policy.policy_id} version {draft.policy.version}" if draft.policy else "",
        payer=draft.policy.payer if draft.policy else "",
        born=_born(draft.patient),
        sex=draft.patient.sex,
        language=_language(draft.patient),
        kinds=tuple(sorted({kind for edit in edits for kind in edit.kinds})),
        corrected=tuple(sorted({kind for edit in edits if edit.proposed != edit.kinds for kind in edit.kinds})),
        claims=Counter(map(_group, claims.values())),
        changed=Counter(_group(claims[one]) for one in _changed(edits) if one in claims),
        spent=_spent(row),
    )


def _group(claim: "Claim") -> ClaimGroup:
    return ClaimGroup(claim.section, claim.type, claim.severity)


def _changed(edits: Sequence[ClaimEdit]) -> set[UUID]:
    """Return the claims that were removed or changed in substance."""
    return {
        edit.claim_id
        for edit in edits
        if edit.claim_id and class_of(map(EditKind, edit.kinds)) is EditClass.SUBSTANTIVE
    }


def _language(patient: "Patient") -> str:
    try:
        return language_of(patient.body)
    except DAMAGED:
        return ""


def _born(patient: "Patient") -> "date | None":
    try:
        return patient.birth_date
    except DAMAGED:
        return None


def _spent(row: ReviewDecision) -> Spent | None:
    if not hasattr(row, "attention"):
        return None
    kept = row.attention
    return Spent(
        kept.basis == Basis.MEASURED, kept.active_ms, kept.high_ms, kept.high_severity, kept.glanced, kept.spot_check
    )
