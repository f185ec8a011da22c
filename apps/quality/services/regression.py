"""Making a decided draft a regression case, de-identified, and labelling it by a second person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed, WorkbenchError
from apps.quality.domain.learning import LEFT_OUT_WORDS
from apps.quality.domain.regression import (
    Case,
    CaseDocument,
    Expected,
    Place,
    Verdict,
    case_from,
    proposed,
    why_not_case,
)
from apps.quality.models import DecisionSignal, RegressionCase
from apps.quality.selectors import why_not_label
from apps.redaction.services import texts_deidentify, texts_leak
from apps.review.domain.status import SIGNABLE
from apps.review.selectors import LearningDraft, learning_draft_of

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.domain.tasks import PassageView

NO_CASE = "It makes no case: {why}."
LEAKS = "It was not made a case: the last look found something of the record in it that names somebody."
TYPED_LEAKS = "Your words hold something of the record (a name, a number, a date). Say it without."
LEFT = "Say of each sentence whether it is right, wrong or left out: {left} have no answer yet."
JOINED_BY = "\n\n"


class CaseRefused(WorkbenchError):
    """A case was not made, or not labelled, and why."""


@transaction.atomic
def case_propose(*, signal: DecisionSignal, person: "Person", actor: Actor) -> RegressionCase:
    """Make a decision (as ``access_decided`` let the person in) a case that waits for its label; twice is once.

    Raises CaseRefused where its records may not be used again, or where the last look finds somebody in it.
    """
    if existing := RegressionCase.objects.filter(draft_id=signal.draft_id).first():
        return existing
    told = learning_draft_of(signal.pk)
    if not isinstance(told, LearningDraft):
        raise CaseRefused(NO_CASE.format(why=_lowered(LEFT_OUT_WORDS[told.value])))
    body = _case(told, actor)
    if any(texts_leak(told.patient_id, body.words())):
        raise CaseRefused(LEAKS)
    case = RegressionCase(
        organization_id=person.organization_id, patient_id=told.patient_id, draft_id=signal.draft_id,
        decision_id=signal.pk, release=told.release, kind=body.kind, proposed_by=person,
    )  # fmt: skip
    case.body = body.as_json()
    case.save()
    _record(case, Action.CASE_PROPOSED, actor, documents=len(body.documents), sentences=len(body.expected))
    return case


@transaction.atomic
def case_label(
    *, case: RegressionCase, said: Mapping[int, tuple[Verdict, str]], is_declined: bool, person: "Person", actor: Actor
) -> RegressionCase:
    """Keep what a second person expects of each sentence, as proposed or corrected; declined, it never counts.

    Raises NotAllowed for who proposed it or decided on the draft, and for a case that has its label; CaseRefused for
    words that name somebody.
    """
    held = RegressionCase.objects.select_for_update().get(pk=case.pk)
    if sentence := why_not_label(held, person):
        raise NotAllowed(sentence)
    before = case_from(held.body)
    left = sum(one.number not in said for one in before.expected)
    if left and not is_declined:
        raise CaseRefused(LEFT.format(left=left))
    expected = before.expected if is_declined else tuple(_said(one, said) for one in before.expected)
    if not is_declined and (sentence := why_not_case(expected)):
        raise CaseRefused(sentence)
    typed = [one.instead for one, was in zip(expected, before.expected, strict=True) if one.instead != was.instead]
    if any(texts_leak(held.patient_id, typed)):
        raise CaseRefused(TYPED_LEAKS)
    held.label = "declined" if is_declined else ("confirmed" if expected == before.expected else "corrected")
    held.labelled_by, held.labelled_at = person, clock.now()
    held.body = replace(before, expected=expected).as_json()
    held.save()
    _record(held, Action.CASE_LABELLED, actor, label=held.label)
    return held


@transaction.atomic
def case_viewed(*, case: RegressionCase, with_words: bool, actor: Actor) -> None:
    """Record that somebody read a case, and whether with its words."""
    _record(case, Action.CASE_VIEWED, actor, with_words=with_words)


def _record(case: RegressionCase, action: Action, actor: Actor, **details: object) -> None:
    event_append(
        actor=actor, action=action, object_type="draft", object_id=case.draft_id, patient_id=case.patient_id,
        details={"case_id": case.pk, **details},
    )  # fmt: skip


def _said(one: Expected, said: Mapping[int, tuple[Verdict, str]]) -> Expected:
    verdict, instead = said[one.number]
    return replace(one, verdict=verdict, instead=instead.strip())


def _lowered(words: str) -> str:
    return words[0].lower() + words[1:]


def _case(told: LearningDraft, actor: Actor) -> Case:
    """Return a decided draft with every text de-identified at once: one set of tokens, one shift of dates."""
    task, passages, final = told.given.task, told.given.passages, {one.ordinal: one for one in told.final}
    after = [final[one.ordinal].text if one.ordinal in final else None for one in told.machine]
    texts = [task.subject, *(one.text for one in passages), *(one.text for one in told.machine)]
    made = texts_deidentify(
        patient_id=told.patient_id, texts=[*texts, *(text or "" for text in after)], days=[task.as_of], actor=actor
    )
    said = iter(made.texts)
    subject, shown = next(said), [next(said) for _ in passages]
    before, then = [next(said) for _ in told.machine], [next(said) for _ in told.machine]
    documents, places = _documents(passages, shown, made.days[0] - task.as_of, made.days[0])
    is_signed = told.outcome in SIGNABLE
    expected = []
    for one, sentence, text, was in zip(told.machine, before, then, after, strict=True):
        verdict, instead = proposed(before=sentence, after=None if was is None else text, is_signed=is_signed)
        expected.append(
            Expected(one.ordinal, sentence, verdict, instead, tuple(places[passage] for passage in one.passages))
        )
    return Case(
        kind=task.kind.value, subject=subject, as_of=made.days[0].isoformat(), age=task.age, sex=task.sex,
        documents=documents, expected=tuple(expected),
    )  # fmt: skip


def _documents(
    passages: "Sequence[PassageView]", shown: Sequence[str], moved: timedelta, as_of: date
) -> tuple[tuple[CaseDocument, ...], dict[str, Place]]:
    """Put the passages of each document together in their order; return where each stands then, by its id."""
    of: defaultdict[str, list[tuple[int, str, PassageView]]] = defaultdict(list)
    for one, text in zip(passages, shown, strict=True):
        of[one.document_id].append((one.start, text, one))
    documents, places = [], {}
    for number, parts in enumerate(of.values(), start=1):
        name, text = f"n{number:02}", ""
        for _, part, one in sorted(parts, key=lambda it: it[0]):
            text += JOINED_BY if text else ""
            places[one.passage_id] = Place(name, len(text), len(text) + len(part))
            text += part
        first = parts[0][2]
        day = clock.day_of(first.dated_at) + moved if first.dated_at else as_of
        documents.append(CaseDocument(name, first.document_kind, day.isoformat(), text))
    return tuple(documents), places
