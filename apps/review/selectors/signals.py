"""Decided drafts as the gauges look for what went wrong: what was given, cited, opened, changed. For no page."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from apps.chart.selectors import documents_of
from apps.drafting.selectors import queries_asked_for
from apps.retrieval.selectors import PlacedPassage, passages_placed, queries_without_words
from apps.review.domain.status import ClaimState, Outcome
from apps.review.models import ChosenCitation, ClaimReview, EvidenceOpening, ReviewDecision

if TYPE_CHECKING:
    from apps.drafting.models import Citation, Claim, Draft

NOT_ENOUGH = "not_enough"
OUTDATED, SHOULD_ABSTAIN = "outdated", "should_abstain"


class SignalSpan(NamedTuple):
    """[start, end) of a redacted document."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SignalCitation:
    """One citation of the machine's: where it stands, and whether the decider opened it before deciding."""

    span: SignalSpan
    passage: PlacedPassage | None  # None: the passage is gone, or there was none
    document_kind: str
    opened: bool


@dataclass(frozen=True, slots=True)
class SignalClaim:
    """One claim with what became of it. ``before`` and ``after`` are redacted, and read for values alone."""

    type: str
    severity: str
    support: str
    state: ClaimState | None
    basis: str  # in the final text; empty where it is not in it
    before: str
    after: str
    citations: tuple[SignalCitation, ...]
    cited_text: str  # redacted words of the passages that an edited claim cites; empty for others
    chosen: tuple[SignalSpan, ...]  # what a person cites for it instead


@dataclass(frozen=True, slots=True)
class Newer:
    """Of a draft called outdated: newer documents of a cited kind that were in the chart when it was made."""

    found: bool = False
    unfound: bool = False


@dataclass(frozen=True, slots=True)
class SignalDecision:
    """One decision with all that is kept about how its draft came about."""

    id: UUID
    item_id: UUID
    draft_id: UUID
    is_last: bool
    outcome: Outcome
    reason_code: str
    kinds: frozenset[str]
    claims: tuple[SignalClaim, ...]
    given: Mapping[str, PlacedPassage]  # what the machine got, as far as it is still there
    given_whole: bool  # whether all of it is, and there was any
    chosen: tuple[SignalSpan, ...]  # by people, for any sentence
    newer: Newer
    search_doubted: bool
    remarks: tuple[str, ...]  # redacted: what the decider wrote of the draft and of its claims


NOTHING: Mapping[str, Any] = {
    "is_last": False, "claims": (), "given": {}, "given_whole": False, "chosen": (), "newer": Newer(),
    "search_doubted": False, "remarks": (),
}  # fmt: skip


def signal_decisions(item_ids: Sequence[UUID]) -> Iterator[SignalDecision]:
    """Yield every decision of these review items, the last of each marked; only the last with its claims.

    One draft at a time: memory stays flat.
    """
    rows = ReviewDecision.objects.filter(item__in=item_ids).select_related("item__draft__patient")
    rows = rows.prefetch_related("edits").order_by("item", "-ordinal")
    before: UUID | None = None
    for row in rows.iterator(chunk_size=50):
        yield _told(row, is_last=row.item_id != before)
        before = row.item_id


def _told(row: ReviewDecision, *, is_last: bool) -> SignalDecision:
    draft: Draft = row.item.draft
    common: dict[str, Any] = {
        "id": row.pk, "item_id": row.item_id, "draft_id": draft.pk, "outcome": Outcome(row.outcome),
        "reason_code": row.reason_code, "kinds": frozenset(kind for edit in row.edits.all() for kind in edit.kinds),
    }  # fmt: skip
    if not is_last:
        return SignalDecision(**common, **NOTHING)
    reviews = {one.claim_id: one for one in ClaimReview.objects.filter(item=row.item_id)}
    chosen = list(ChosenCitation.objects.filter(evidence__item=row.item_id).select_related("evidence"))
    claims, got = _claims(draft), _ids_given(draft)
    places = passages_placed(got | _ids_cited(claims))
    return SignalDecision(
        **common,
        is_last=True,
        claims=tuple(_claim_rows(row, claims, reviews, chosen, places)),
        given={passage: place for passage, place in places.items() if passage in got},
        given_whole=bool(got) and got <= places.keys(),
        chosen=tuple(_span(one) for one in chosen),
        newer=_newer(draft, claims, got, places) if row.reason_code == OUTDATED else Newer(),
        search_doubted=row.reason_code == SHOULD_ABSTAIN and _doubted(draft),
        remarks=(row.comment, *(one.reason for one in reviews.values())),
    )


def _claims(draft: "Draft") -> "list[Claim]":
    return list(draft.claims.order_by("ordinal").prefetch_related("citations__redacted_document__document"))


def _ids_given(draft: "Draft") -> frozenset[str]:
    run = draft.runs.filter(broken_off="").order_by("-created_at").values_list("passage_ids", flat=True).first()
    return frozenset(map(str, run or ()))


def _ids_cited(claims: "Iterable[Claim]") -> frozenset[str]:
    return frozenset(str(one.passage_id) for claim in claims for one in claim.citations.all() if one.passage_id)


def _claim_rows(
    row: ReviewDecision, claims: "Iterable[Claim]", reviews: Mapping[Any, ClaimReview],
    chosen: Iterable[ChosenCitation], places: Mapping[str, PlacedPassage],
) -> Iterator[SignalClaim]:  # fmt: skip
    openings = EvidenceOpening.objects.filter(item=row.item_id, person=row.person_id, created_at__lte=row.created_at)
    opened = set(openings.values_list("citation_id", flat=True))
    basis = {one["claim_id"]: one["basis"] for one in row.final.get("claims", ())}
    for claim in claims:
        review = reviews.get(claim.pk)
        citations = list(claim.citations.all())
        edited = review is not None and review.state == ClaimState.EDITED
        yield SignalClaim(
            type=claim.type, severity=claim.severity, support=claim.support,
            state=ClaimState(review.state) if review else None,
            basis=basis.get(str(claim.pk), ""),
            before=claim.text,
            after=review.text if review and edited else claim.text,
            citations=tuple(_citation(one, places, opened) for one in citations),
            cited_text="\n".join(_words(one, places) for one in citations) if edited else "",
            chosen=tuple(_span(one) for one in chosen if review and one.evidence.review_id == review.pk),
        )  # fmt: skip


def _citation(one: "Citation", places: Mapping[str, PlacedPassage], opened: Collection[UUID]) -> SignalCitation:
    place = places.get(str(one.passage_id))
    kind = place.document_kind if place else one.redacted_document.document.kind
    return SignalCitation(_span(one), place, kind, one.pk in opened)


def _span(one: "Citation | ChosenCitation") -> SignalSpan:
    return SignalSpan(str(one.redacted_document_id), one.redacted_start, one.redacted_end)


def _words(one: "Citation", places: Mapping[str, PlacedPassage]) -> str:
    """Return the redacted words of the passage a citation stands in; without one, those of the citation."""
    place = places.get(str(one.passage_id))
    start, end = (place.start, place.end) if place else (one.redacted_start, one.redacted_end)
    return one.redacted_document.text[start:end]


def _newer(
    draft: "Draft", claims: "Iterable[Claim]", got: frozenset[str], places: Mapping[str, PlacedPassage]
) -> Newer:
    """Look whether the chart held, when the draft was made, a newer document of a kind that it cites."""
    newest: dict[str, datetime] = {}
    for cited in (one.redacted_document.document for claim in claims for one in claim.citations.all()):
        if cited.dated_at:
            newest[cited.kind] = max(cited.dated_at, newest.get(cited.kind, cited.dated_at))
    if not newest or draft.ready_at is None:
        return Newer()
    given = {place.document_id for passage, place in places.items() if passage in got}
    rows = documents_of(draft.patient).filter(kind__in=newest, created_at__lt=draft.ready_at, dated_at__isnull=False)
    newer = [one for one in rows.prefetch_related("redactions") if one.dated_at and one.dated_at > newest[one.kind]]
    found = [any(str(it.pk) in given for it in one.redactions.all()) for one in newer]
    return Newer(found=any(found), unfound=not all(found))


def _doubted(draft: "Draft") -> bool:
    return any(query.verdict == NOT_ENOUGH for query in queries_without_words(queries_asked_for(draft)))
