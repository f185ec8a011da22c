"""Reads of second readings: without patient or name for the analyst, blind for a reader, privately for who decided."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.core import clock
from apps.core.errors import Detour
from apps.quality.domain.adjudicated import HALF_WORDS, ReadCase, Results, Row, rates, results
from apps.quality.domain.adjudication import READERS, STRATUM_OF, Gold, Stratum, drawn, frame_sha256, seats_for
from apps.quality.domain.facts import RATED
from apps.quality.models import AdjudicationCase, AdjudicationReading, AdjudicationRound, DecisionFact
from apps.review.selectors.second_reading import decisions_to_read_again, drafts_named

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft

MOST_LISTED, A_MINUTE = 20, 60
ANSWERED = Q(answered_at__isnull=False)
ANSWER_FIRST = "You are reading this draft a second time. Answer first: its other pages tell what was decided."


@dataclass(frozen=True, slots=True)
class HalfView:
    """One half of a sample as its round shows it."""

    words: str
    frame: int
    sample: int
    fraction: float
    settled: int


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round: how far its readings are, and what they came to once it is finished."""

    round: AdjudicationRound
    halves: tuple[HalfView, ...]
    cases: int
    settled: int
    being_read: int
    without_readers: int  # fewer than are needed may open the draft
    third: int
    answers: int
    knew: int
    results: Results | None  # none while readers still answer: who looks early sees chance
    drawn_again: bool | None  # whether the same sample is drawn from what is on record now; None: the frame has changed

    @property
    def is_over(self) -> bool:
        return self.round.finished_at is not None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A draft that waits for this person's reading, masked as on the desk."""

    reading: AdjudicationReading
    draft: "Draft"


def frame_of(organization_id: UUID, start: date, end: date) -> Mapping[Stratum, list[UUID]]:
    """Return the decisions of whole days that may be drawn, by stratum: rated, and their drafts can still be read."""
    facts = DecisionFact.objects.filter(
        organization=organization_id, day__gte=start, day__lte=end, counts_as__in=RATED,
        decision__in=decisions_to_read_again(organization_id).values("pk"),
    )  # fmt: skip
    frame: dict[Stratum, list[UUID]] = {stratum: [] for stratum in Stratum}
    for decision_id, counts_as in facts.order_by("decision").values_list("decision", "counts_as"):
        frame[STRATUM_OF[counts_as]].append(decision_id)
    return frame


def rounds_of(organization_id: UUID) -> "QuerySet[AdjudicationRound]":
    return AdjudicationRound.objects.filter(organization=organization_id)


def rounds_listed(organization_id: UUID) -> "QuerySet[AdjudicationRound, AdjudicationRound]":
    """Return the newest rounds with ``case_count`` and ``settled_count``. One statement."""
    settled = Count("cases", filter=~Q(cases__gold=""))
    return rounds_of(organization_id).annotate(case_count=Count("cases"), settled_count=settled)[:MOST_LISTED]


def round_open_among(organization_id: UUID, start: date, end: date) -> bool:
    """Say whether readers still answer in a round that shares a day with a period."""
    return rounds_of(organization_id).filter(finished_at=None, start__lte=end, end__gte=start).exists()


def access_round(person: "Person", round_id: UUID) -> AdjudicationRound:
    """Return a round of the person's own organization, or raise Http404."""
    found = rounds_of(person.organization_id).filter(pk=round_id).first()
    if found is None:
        raise Http404("No such round.")
    return found


def round_view(found: AdjudicationRound) -> RoundView:
    """Return a round as its page shows it. No patient, no name, no draft."""
    cases = _cases(found)
    answered = {case.pk: [one for one in case.readings.all() if one.answered_at] for case in cases}
    waiting = [case for case in cases if not case.gold]
    lacking = [case for case in waiting if len(case.readings.all()) < _needed(answered[case.pk])]
    every = [one for given in answered.values() for one in given]
    read = _read(cases)
    return RoundView(
        round=found,
        halves=tuple(_half(found, stratum, read) for stratum in Stratum),
        cases=len(cases),
        settled=len(cases) - len(waiting),
        being_read=len(waiting) - len(lacking),
        without_readers=len(lacking),
        third=sum(len(case.readings.all()) > READERS for case in cases),
        answers=len(every),
        knew=sum(one.knew for one in every),
        results=results(found.drawn, read, found.seed) if found.finished_at else None,
        drawn_again=_drawn_again(found, cases),
    )


def _needed(given: Sequence[AdjudicationReading]) -> int:
    return seats_for([one.verdict for one in given])


def _half(found: AdjudicationRound, stratum: Stratum, read: Sequence[ReadCase]) -> HalfView:
    half = found.drawn[stratum]
    settled = sum(one.stratum is stratum and one.gold is not Gold.WAITS for one in read)
    return HalfView(HALF_WORDS[stratum].capitalize(), half.frame, half.sample, half.fraction, settled)


def _cases(found: AdjudicationRound) -> list[AdjudicationCase]:
    readings = Prefetch("readings", AdjudicationReading.objects.order_by("seat").defer("comment"))
    return list(found.cases.select_related("decision").prefetch_related(readings))


def _read(cases: Sequence[AdjudicationCase]) -> list[ReadCase]:
    return [
        ReadCase(
            Stratum(case.stratum),
            Gold(case.gold),
            str(case.decision.person_id),
            tuple(one.verdict for one in case.readings.all() if one.answered_at),
        )
        for case in cases
    ]


def _drawn_again(found: AdjudicationRound, cases: Sequence[AdjudicationCase]) -> bool | None:
    """Draw the sample once more from what is on record now, and say whether it is the same."""
    frame = frame_of(found.organization_id, found.start, found.end)
    if any(frame_sha256(frame[stratum]) != half.sha256 for stratum, half in found.drawn.items()):
        return None
    again = {one for stratum, half in found.drawn.items() for one in drawn(frame[stratum], half.sample, found.seed)}
    return again == {case.decision_id for case in cases}


@dataclass(frozen=True, slots=True)
class Adjudicated:
    """What second readings say of a period: appropriate overrides and missed errors, each with its note."""

    round: AdjudicationRound
    appropriate_override: Row
    missed_error: Row

    @property
    def rows(self) -> tuple[Row, Row]:
        return self.appropriate_override, self.missed_error


def adjudicated(organization_id: UUID, start: datetime, end: datetime) -> Adjudicated | None:
    """Return what the newest finished round came to that shares a day with a period. Three statements.

    None where there is none. A row has no figure where that is withheld; its note says why.
    """
    first, last = clock.day_of(start), clock.day_of(end)
    over = rounds_of(organization_id).filter(finished_at__isnull=False, start__lte=last, end__gte=first)
    found = over.order_by("-end", "-finished_at", "pk").first()
    if found is None:
        return None
    return Adjudicated(found, *rates(_read(_cases(found))))


def readings_open(person: "Person") -> "QuerySet[AdjudicationReading]":
    """Return the seats of a person that wait for an answer."""
    waiting = AdjudicationReading.objects.filter(person=person, answered_at=None, case__round__finished_at=None)
    return waiting.filter(case__round__organization=person.organization_id).select_related("case").order_by("pk")


def check_not_reading(*, person: "Person", draft_id: UUID) -> None:
    """Raise Detour to a person's reading of a draft while it waits for their answer. At most one statement."""
    if not may(person, Permission.ADJUDICATE):
        return
    seat = readings_open(person).filter(case__draft=draft_id).first()
    if seat is not None:
        raise Detour(ANSWER_FIRST, reverse("quality:reading", args=[seat.pk]))


def readings_waiting(person: "Person") -> list[Waiting]:
    """Return the drafts that wait for a person's reading and that they may open, in an order that tells nothing."""
    seats = list(readings_open(person))
    drafts = drafts_named(person, {one.draft_id for one in seats})
    return [Waiting(one, drafts[one.draft_id]) for one in seats if one.draft_id in drafts]


def readings_given(person: "Person") -> int:
    return AdjudicationReading.objects.filter(ANSWERED, person=person).count()


def access_reading(person: "Person", reading_id: UUID) -> AdjudicationReading:
    """Return a seat of this very person, or raise Http404. That the draft is open to them is asked beside it."""
    seats = AdjudicationReading.objects.select_related("case__round").filter(
        pk=reading_id, person=person, case__round__organization=person.organization_id
    )
    found = seats.first()
    if found is None:
        raise Http404("No such reading.")
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What two readers found in a draft that a person decided. Nobody's name but their own."""

    case: AdjudicationCase
    draft: "Draft"
    is_new: bool


def _own_cases(person: "Person") -> "QuerySet[AdjudicationCase]":
    settled = AdjudicationCase.objects.filter(
        decision__person=person, round__organization=person.organization_id, settled_at__isnull=False,
        round__finished_at__isnull=False,  # who hears of one case early might tell who still reads another
    )  # fmt: skip
    return settled.exclude(gold=Gold.CANNOT_TELL).select_related("decision").order_by("-settled_at", "pk")


def second_readings(person: "Person") -> list[Told]:
    """Return what was found in drafts that a person decided and may still open, the newest first."""
    cases = list(_own_cases(person))
    drafts = drafts_named(person, {case.draft_id for case in cases})
    return [Told(case, drafts[case.draft_id], case.told_at is None) for case in cases if case.draft_id in drafts]


def access_second_reading(person: "Person", case_id: UUID) -> tuple[AdjudicationCase, list[AdjudicationReading]]:
    """Return a case that this very person decided, with the answers of its readers, or raise Http404."""
    case = _own_cases(person).filter(pk=case_id).first()
    if case is None:
        raise Http404("No such second reading.")
    return case, list(case.readings.filter(ANSWERED).order_by("seat"))


@dataclass(frozen=True, slots=True)
class ReadingsTold:
    """What the desk says of second readings: how many wait for a person, and whether any was read of their own."""

    waiting: int
    new: int
    has_any: bool


def readings_told(person: "Person | AnonymousUser | None") -> ReadingsTold:
    """Return what leads a person to second readings, at most a minute old: the desk counts its SQL."""
    if person is None or isinstance(person, AnonymousUser) or not may(person, Permission.ADJUDICATE):
        return ReadingsTold(0, 0, has_any=False)
    kept = cache.get(_key(person.pk))
    if kept is None:
        kept = astuple(_readings_told(person))
        cache.set(_key(person.pk), kept, A_MINUTE)
    return ReadingsTold(*kept)


def readings_told_anew(person_ids: Iterable[UUID]) -> None:
    """Let the desks of these people say what is true now."""
    cache.delete_many([_key(one) for one in person_ids])


def _key(person_id: UUID) -> str:
    return f"second-readings:{person_id}"


def _readings_told(person: "Person") -> ReadingsTold:
    own = Counter(told_at is None for told_at in _own_cases(person).values_list("told_at", flat=True))
    return ReadingsTold(len(readings_waiting(person)), own[True], has_any=bool(own))
