"""Second readings: drawing a round, answering, settling, finishing, and telling who decided. Each leaves its event."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.quality.domain.adjudication import (
    ERRORS,
    MOST_CASES,
    SEED_LETTERS,
    Drawn,
    Gold,
    Stratum,
    drawn,
    frame_sha256,
    gold_of,
    seats_for,
    why_not_answer,
    why_not_period,
)
from apps.quality.errors import QualityError, TooLate
from apps.quality.facts import facts_bring_up
from apps.quality.models import AdjudicationCase, AdjudicationReading, AdjudicationRound, DecisionFact
from apps.quality.selectors.adjudication import access_reading, frame_of, readings_told_anew, round_open_among
from apps.quality.services.seating import cases_seat, readers_of
from apps.review.selectors import access_draft_to_act
from apps.review.selectors.second_reading import drafts_of_decisions, sentences_of
from apps.review.services.words import words_concealed
from apps.viewer.services import identifiers_put_back

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft

LONGEST_COMMENT = 1000
NOTHING_DRAWN = "No decision of this period can be drawn. Choose other days, or how many to draw of each half."
STILL_READ = "A round of some of these days is still being read. Finish it first, or choose other days."
TOO_MANY = f"Draw at most {MOST_CASES} of each half: every case takes the time of two physicians."
ROUND_OVER = "This round of second readings was finished meanwhile, so no more answers are taken. Nothing was kept."
ANSWERED = "You answered this one already; an answer is never changed."
TOOK_PART = "You took a part in this draft meanwhile, so somebody else reads it. Nothing was kept."
SERVICE = "adjudication"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader says of a draft, as it was typed."""

    verdict: str
    claims: Sequence[int] = ()
    severity: str = ""
    comment: str = ""


@transaction.atomic
def round_draw(
    *, start: date, end: date, sizes: Mapping[Stratum, int], person: "Person", actor: Actor
) -> AdjudicationRound:  # fmt: skip
    """Draw a sample of the decisions of whole days, so many of each half, and give its cases to readers.

    Raises QualityError for days or sizes of which nothing can be drawn.
    """
    check_may(person, Permission.VIEW_QUALITY)
    if sentence := why_not_period(is_begun=end <= clock.today(), is_ordered=start <= end):
        raise QualityError(sentence)
    if any(not 0 <= size <= MOST_CASES for size in sizes.values()):
        raise QualityError(TOO_MANY)
    facts_bring_up(organization_id=person.organization_id)
    if round_open_among(person.organization_id, start, end):
        raise QualityError(STILL_READ)
    frame, seed = frame_of(person.organization_id, start, end), secrets.token_hex(SEED_LETTERS // 2)
    taken = {stratum: drawn(frame[stratum], sizes[stratum], seed) for stratum in Stratum}
    if not any(taken.values()):
        raise QualityError(NOTHING_DRAWN)
    halves = {one: Drawn(len(frame[one]), frame_sha256(frame[one]), len(taken[one])) for one in Stratum}
    found = AdjudicationRound.objects.create(
        organization_id=person.organization_id, start=start, end=end, seed=seed, drawn_by=person,
        strata={stratum.value: half.as_json() for stratum, half in halves.items()},
    )  # fmt: skip
    cases_seat(found, _cases_make(found, taken))
    _record(found, Action.ADJUDICATION_DRAWN, actor, **_told(found))
    return found


def _cases_make(
    found: AdjudicationRound, taken: Mapping[Stratum, Sequence[UUID]]
) -> list[AdjudicationCase]:  # fmt: skip
    ids = [one for half in taken.values() for one in half]
    drafts = drafts_of_decisions(ids)
    counted = dict(DecisionFact.objects.filter(pk__in=ids).values_list("pk", "counts_as"))
    return AdjudicationCase.objects.bulk_create(
        AdjudicationCase(
            round=found, decision_id=one, draft_id=drafts[one], stratum=stratum, counted_as=counted[one]
        )
        for stratum, half in taken.items()
        for one in half
    )  # fmt: skip


@transaction.atomic
def round_seat(*, found: AdjudicationRound, person: "Person", actor: Actor) -> int:
    """Look once more for readers of the cases that wait for them; return how many seats were given."""
    check_may(person, Permission.VIEW_QUALITY)
    held = _held(found.pk)
    if held.finished_at is not None:
        raise TooLate(ROUND_OVER)
    given = cases_seat(held, list(held.cases.filter(gold="")))
    _record(held, Action.ADJUDICATION_SEATED, actor, seats=given)
    return given


@transaction.atomic
def round_finish(*, found: AdjudicationRound, person: "Person", actor: Actor) -> None:
    """End a round as it stands: no more answers are taken, and what it came to is shown."""
    check_may(person, Permission.VIEW_QUALITY)
    held = _held(found.pk)
    if held.finished_at is not None:
        raise TooLate(ROUND_OVER)
    _finish(held, actor)


@transaction.atomic
def reading_give(*, reading_id: UUID, answer: Answer, person: "Person", actor: Actor) -> AdjudicationCase:
    """Keep what a reader says; settle the case where that settles it, or ask a third reader where two differ.

    Raises Http404 for somebody else's seat or a draft that is not open to them any more, TooLate, NotAllowed for who
    took a part in the draft, and QualityError or ReviewError for an answer that cannot be kept.
    """
    check_may(person, Permission.ADJUDICATE)
    held = _held(access_reading(person, reading_id).case.round_id)
    reading = access_reading(person, reading_id)  # as it stands under the lock
    draft = access_draft_to_act(person, reading.draft_id)
    readers = readers_of(held.organization_id, [reading.draft_id])
    if sentence := _why_not_now(held, reading):
        raise TooLate(sentence)
    if person.pk not in readers.eligible[reading.draft_id]:
        raise NotAllowed(TOOK_PART)
    if sentence := why_not_answer(answer.verdict, answer.claims, answer.severity, sentences_of(draft)):
        raise QualityError(sentence)
    knew = person.pk in readers.opened.get(reading.draft_id, set())
    comment = words_concealed(
        draft=draft, text=answer.comment, longest=LONGEST_COMMENT, named="The comment", actor=actor
    )
    _keep(reading, answer, comment, knew=knew)
    case = reading.case
    verdicts = list(case.readings.exclude(answered_at=None).order_by("seat").values_list("verdict", flat=True))
    _settle(held, case, verdicts)
    _tell(draft, Action.READING_GIVEN, actor, case_id=case.pk)
    _go_on(held, case, draft, verdicts, actor)
    return case


def _held(round_id: UUID) -> AdjudicationRound:
    """Return a round with its row held: answers of one round come one after the other."""
    return AdjudicationRound.objects.select_for_update(no_key=True).get(pk=round_id)


def _why_not_now(held: AdjudicationRound, reading: AdjudicationReading) -> str:
    if reading.answered_at is not None:
        return ANSWERED
    return ROUND_OVER if held.finished_at is not None else ""


def _keep(reading: AdjudicationReading, answer: Answer, comment: str, *, knew: bool) -> None:
    reading.verdict, reading.comment, reading.knew = answer.verdict, comment, knew
    if answer.verdict in ERRORS:
        reading.claims, reading.severity = sorted(set(answer.claims)), answer.severity
    reading.answered_at = clock.now()
    readings_told_anew([reading.person_id])
    reading.save(update_fields=["verdict", "comment", "knew", "claims", "severity", "answered_at"])


def _settle(held: AdjudicationRound, case: AdjudicationCase, verdicts: Sequence[str]) -> None:
    gold = gold_of(verdicts)
    if gold is not Gold.WAITS:
        case.gold, case.settled_at = gold, clock.now()
        case.save(update_fields=["gold", "settled_at"])
    elif len(verdicts) < seats_for(verdicts):
        cases_seat(held, [case])


def _go_on(
    held: AdjudicationRound, case: AdjudicationCase, draft: "Draft", verdicts: Sequence[str], actor: Actor
) -> None:  # fmt: skip
    """Record that a third reader is asked, or that the last case of the round is settled."""
    service = Actor.service(SERVICE, actor.organization_id)
    if not case.gold and seats_for(verdicts) > len(verdicts) >= seats_for([]):
        _tell(draft, Action.THIRD_READING_ASKED, service, case_id=case.pk)
    elif case.gold and not held.cases.filter(gold="").exists():
        _finish(held, service)


def _finish(held: AdjudicationRound, actor: Actor) -> None:
    held.finished_at = clock.now()
    held.save(update_fields=["finished_at"])
    readings_told_anew(held.cases.values_list("decision__person", flat=True))
    settled = held.cases.exclude(gold="").count()
    _record(held, Action.ADJUDICATION_FINISHED, actor, settled=settled, unfinished=held.cases.count() - settled)


@transaction.atomic
def reading_show(*, draft: "Draft", case_id: UUID, actor: Actor) -> None:
    """Record that a draft was read a second time, and what was put back. Call it after reading."""
    put_back = identifiers_put_back(patient_id=draft.patient_id, draft_id=draft.pk, actor=actor)
    _tell(draft, Action.READING_OPENED, actor, case_id=case_id, **put_back)


@transaction.atomic
def readings_show(*, waiting: int, actor: Actor) -> None:
    """Record that a reader saw the list of drafts that wait for them."""
    event_append(actor=actor, action=Action.READINGS_LISTED, object_type="readings", details={"shown": waiting})


@transaction.atomic
def second_reading_show(*, case: AdjudicationCase, draft: "Draft", actor: Actor) -> None:
    """Record that who decided read what was found, the first time on the case itself. Call it after reading."""
    AdjudicationCase.objects.filter(pk=case.pk, told_at=None).update(told_at=clock.now())
    readings_told_anew([case.decision.person_id])
    put_back = identifiers_put_back(patient_id=draft.patient_id, draft_id=draft.pk, actor=actor)
    _tell(draft, Action.SECOND_READING_VIEWED, actor, case_id=case.pk, **put_back)


@transaction.atomic
def round_viewed(*, found: AdjudicationRound | None, actor: Actor) -> None:
    """Record that the rounds, or one of them, were read."""
    event_append(
        actor=actor, action=Action.REPORT_VIEWED, object_type="adjudication_round", object_id=found.pk if found else ""
    )


def _told(found: AdjudicationRound) -> dict[str, object]:
    return {"start": found.start.isoformat(), "end": found.end.isoformat(), "strata": found.strata}


def _record(found: AdjudicationRound, action: Action, actor: Actor, **details: object) -> None:
    event_append(actor=actor, action=action, object_type="adjudication_round", object_id=found.pk, details=details)


def _tell(draft: "Draft", action: Action, actor: Actor, **details: object) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="draft", object_id=draft.pk,
        details=details,
    )  # fmt: skip
