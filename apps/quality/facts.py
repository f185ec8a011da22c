"""Taking decisions over as facts, and adding the days up. What is here is derived: it may be made anew at any time."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from apps.core import clock
from apps.quality.domain.balancing import is_hasty, tenths_of
from apps.quality.domain.facts import CountsAs, age_band, counts_as, wait_band
from apps.quality.models import ClaimFact, ClaimTally, DayTally, DecisionFact
from apps.quality.tallying import days_add_up
from apps.review.domain.status import SIGNABLE
from apps.review.selectors import CountedDecision, counted_decisions, decisions_from

AT_ONCE = 500
LOOKED_BACK = timedelta(days=1)  # a decision may be written down long after the moment it bears
KEY = 0x9A7E


@transaction.atomic
def facts_bring_up(*, organization_id: UUID) -> int:
    """Take over every decision that is not yet a fact; return how many drafts were looked at. One at a time.

    A decision that another took the place of is counted anew with it, and so are the days of both.
    """
    _only_one(organization_id)
    items = _items_behind(organization_id)
    days: set[date] = set()
    for start in range(0, len(items), AT_ONCE):
        days |= _replace(organization_id, items[start : start + AT_ONCE])
    if days:
        days_add_up(organization_id, sorted(days))
    return len(items)


@transaction.atomic
def facts_make_anew(*, organization_id: UUID) -> int:
    """Throw every fact of an organization away and take its decisions over again; return how many there are."""
    _only_one(organization_id)
    DecisionFact.objects.filter(organization=organization_id).delete()
    for derived in (DayTally, ClaimFact, ClaimTally):
        derived.objects.filter(organization=organization_id).delete()
    facts_bring_up(organization_id=organization_id)
    return DecisionFact.objects.filter(organization=organization_id).count()


def _only_one(organization_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [KEY, str(organization_id)])


def _items_behind(organization_id: UUID) -> list[UUID]:
    kept = DecisionFact.objects.filter(organization=organization_id)
    newest: datetime | None = kept.aggregate(newest=Max("decided_at"))["newest"]
    since = newest - LOOKED_BACK if newest else None
    known = kept.filter(decided_at__gte=since) if since else kept
    made = decisions_from(organization_id, since).exclude(pk__in=known.values("pk"))
    return list(dict.fromkeys(made.values_list("item_id", flat=True)))


def _replace(organization_id: UUID, items: Sequence[UUID]) -> set[date]:
    """Write the facts of these review items anew; return the days that they are and were of."""
    before = DecisionFact.objects.filter(item__in=items)
    days = set(before.values_list("day", flat=True))
    ClaimFact.objects.filter(decision__in=before.values("pk")).delete()
    before.delete()
    told = [(_fact(organization_id, one), one) for one in counted_decisions(items)]
    DecisionFact.objects.bulk_create(fact for fact, _ in told)
    ClaimFact.objects.bulk_create(claims for fact, one in told if _is_counted(fact) for claims in _claims(fact, one))
    return days | {fact.day for fact, _ in told}


def _is_counted(fact: DecisionFact) -> bool:
    """Return whether the claims of a decision count: of a signed draft, by the decision that stands."""
    return fact.is_signed and fact.counts_as != CountsAs.REOPENED


def _claims(fact: DecisionFact, one: CountedDecision) -> Iterator[ClaimFact]:
    for group, number in one.claims.items():
        yield ClaimFact(
            decision=one.id, organization_id=fact.organization_id, day=fact.day, kind=fact.kind, section=group.section,
            claim_type=group.type, severity=group.severity, claims=number, changed=one.changed.get(group, 0),
        )  # fmt: skip


def _fact(organization_id: UUID, one: CountedDecision) -> DecisionFact:
    spent = one.spent
    local = clock.local(one.decided_at)
    is_signed = one.outcome in SIGNABLE
    return DecisionFact(
        decision_id=one.id, item_id=one.item_id, organization_id=organization_id, person_id=one.person_id,
        decided_at=one.decided_at, day=local.date(), hour=local.hour,
        counts_as=counts_as(outcome=one.outcome, edit_class=one.edit_class, is_last=one.is_last),
        kind=one.kind, reason_code=one.reason_code, harm=one.harm, role=one.role, specialty=one.specialty,
        site=one.site, release=one.release, policy=one.policy, payer=one.payer,
        waited=wait_band(one.ready_at, one.decided_at), age_band=age_band(one.born, local.date()), sex=one.sex,
        language=one.language, edit_kinds=one.kinds, corrected_kinds=one.corrected,
        opened=one.opened > 0, attention=spent is not None, is_signed=is_signed,
        active_tenths=tenths_of(spent.active_ms) if spent and spent.is_measured else None,
        was_partly_measured=bool(spent and not spent.is_measured and spent.active_ms),
        is_hasty=bool(spent and is_signed and is_hasty(spent.high_ms, one.opened)),
        high_severity=spent.high_severity if spent else 0, glanced=spent.glanced if spent else 0,
        spot_check=spent.spot_check if spent else "",
    )  # fmt: skip
