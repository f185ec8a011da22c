"""Reading decided drafts for what went wrong, and adding passages up by day. Derived: it may be made anew."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from apps.drafting.domain.claims import Support
from apps.quality.domain.broken import complaints_in
from apps.quality.domain.causes import CAUSE_RULES_VERSION, OVERRIDES, CauseFacts, cause_of, rule_of
from apps.quality.domain.facts import RATED, CountsAs
from apps.quality.domain.passages import Dimension, Fates, as_counts
from apps.quality.domain.values import passage_holds, token_replaced, values_put_in
from apps.quality.models import DecisionFact, DecisionSignal, PassageTally
from apps.retrieval.selectors import PlacedPassage
from apps.review.domain.status import ClaimState
from apps.review.selectors import SignalClaim, SignalDecision, SignalSpan, signal_decisions

AT_ONCE = 200
LOOKED_BACK = timedelta(days=1)  # as facts are: a decision may be written down after the moment it bears
KEY = 0x519A
CHANGED = frozenset({ClaimState.EDITED, ClaimState.CITED, ClaimState.REMOVED})
OBJECTED = frozenset({Support.CONTRADICTED, Support.NOT_FOUND})
Groups = defaultdict[Dimension, dict[str, Fates]]


@transaction.atomic
def signals_bring_up(*, organization_id: UUID) -> int:
    """Read every decision that is a fact and no signal yet; return how many drafts were looked at. One at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [KEY, str(organization_id)])
    items = _items_behind(organization_id)
    days: set[date] = set()
    for start in range(0, len(items), AT_ONCE):
        days |= _replace(organization_id, items[start : start + AT_ONCE])
    for day in sorted(days):
        _add_up(organization_id, day)
    return len(items)


def _items_behind(organization_id: UUID) -> list[UUID]:
    kept = DecisionSignal.objects.filter(organization=organization_id)
    newest: datetime | None = kept.aggregate(newest=Max("decided_at"))["newest"]
    facts = DecisionFact.objects.filter(organization=organization_id)
    if newest:
        since = newest - LOOKED_BACK
        facts, kept = facts.filter(decided_at__gte=since), kept.filter(decided_at__gte=since)
    behind = facts.exclude(pk__in=kept.values("pk")).order_by("decided_at", "pk")
    return list(dict.fromkeys(behind.values_list("item_id", flat=True)))


def _replace(organization_id: UUID, items: Sequence[UUID]) -> set[date]:
    before = DecisionSignal.objects.filter(item__in=items)
    days = set(before.values_list("day", flat=True))
    before.delete()
    facts = {fact.pk: fact for fact in DecisionFact.objects.filter(item__in=items)}
    signals = [_signal(facts[one.id], one) for one in signal_decisions(items) if one.id in facts]
    DecisionSignal.objects.bulk_create(signals)
    return days | {signal.day for signal in signals}


def _signal(fact: DecisionFact, told: SignalDecision) -> DecisionSignal:
    counts_as = CountsAs(fact.counts_as)
    rule = rule_of(_facts(told)) if counts_as in OVERRIDES else None
    return DecisionSignal(
        decision_id=fact.pk, item_id=fact.item_id, draft_id=told.draft_id, organization_id=fact.organization_id,
        decided_at=fact.decided_at, day=fact.day, reason_code=fact.reason_code, counts_as=counts_as, kind=fact.kind,
        rule=rule or "", cause=cause_of(rule) if rule else "", rules_version=CAUSE_RULES_VERSION,
        complaints=list(complaints_in(told.remarks)), remarked=any(map(str.strip, told.remarks)),
        counts=as_counts(_fates(told)) if counts_as in RATED else {},
    )  # fmt: skip


def _facts(told: SignalDecision) -> CauseFacts:
    """Return what the rules ask of an override. Where a draft was rejected as it stood, all its claims are meant."""
    changed = [one for one in told.claims if one.state in CHANGED] or list(told.claims)
    edited = [one for one in changed if one.state is ClaimState.EDITED]
    found = [any(_holds(place, span) for place in told.given.values()) for span in told.chosen]
    return CauseFacts(
        reason_code=told.reason_code,
        kinds=told.kinds,
        token_replaced=any(token_replaced(one.before, one.after) for one in edited),
        chose_unfound=told.given_whole and not all(found),
        chose_found=bool(found) and all(found),
        newer_unfound=told.newer.unfound,
        newer_found=told.newer.found,
        value_was_cited=any(passage_holds(one.cited_text, values_put_in(one.before, one.after)) for one in edited),
        stood_supported=any(one.support not in OBJECTED and one.citations for one in changed),
        was_objected=any(one.support in OBJECTED for one in changed),
        search_doubted=told.search_doubted,
    )


def _holds(place: PlacedPassage, span: SignalSpan) -> bool:
    return place.document_id == span.document_id and place.start <= span.start and span.end <= place.end


def _fates(told: SignalDecision) -> Groups:
    """Count what became of each citation of a draft, and of each passage it was given, under all of their groups."""
    groups: Groups = defaultdict(dict)
    for claim in told.claims:
        for section, document, opened in _citations(claim):
            fates = Fates(cited=1, opened=opened, removed=claim.state is ClaimState.REMOVED, recited=bool(claim.chosen))
            _put(groups, _keys(claim, section, document), fates)
    cited = {(one.passage.document_id, one.passage.start) for it in told.claims for one in it.citations if one.passage}
    for place in told.given.values():
        unused = (place.document_id, place.start) not in cited
        keys = {Dimension.SECTION: place.section_kind, Dimension.DOCUMENT: place.document_kind}
        _put(groups, keys.items(), Fates(retrieved=1, unused=unused))
    return groups


def _citations(claim: SignalClaim) -> Iterator[tuple[str, str, bool]]:
    for one in claim.citations:
        yield one.passage.section_kind if one.passage else "", one.document_kind, one.opened


def _keys(claim: SignalClaim, section: str, document: str) -> Iterable[tuple[Dimension, str]]:
    basis = claim.basis or ("removed" if claim.state is ClaimState.REMOVED else "not_signed")
    return (
        (Dimension.SECTION, section), (Dimension.DOCUMENT, document), (Dimension.CLAIM_TYPE, claim.type),
        (Dimension.SEVERITY, claim.severity), (Dimension.BASIS, basis),
    )  # fmt: skip


def _put(groups: Groups, keys: Iterable[tuple[Dimension, str]], fates: Fates) -> None:
    for dimension, key in keys:
        groups[dimension][key] = groups[dimension].get(key, Fates()) + fates


def _add_up(organization_id: UUID, day: date) -> None:
    """Write the sums of a day anew out of the signals of its decisions."""
    PassageTally.objects.filter(organization=organization_id, day=day).delete()
    sums: Groups = defaultdict(dict)
    kept = DecisionSignal.objects.filter(organization=organization_id, day=day).exclude(counts={})
    for counts in kept.values_list("counts", flat=True):
        for dimension, rows in counts.items():
            for key, numbers in rows.items():
                _put(sums, [(Dimension(dimension), key)], Fates(*numbers))
    PassageTally.objects.bulk_create(
        PassageTally(organization_id=organization_id, day=day, dimension=dimension, key=key, **asdict(fates))
        for dimension, of in sums.items()
        for key, fates in of.items()
    )
