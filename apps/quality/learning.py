"""Signed edits taken out to teach a machine: counted, or written into a file, with a last look at every line."""

import hmac
import secrets
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import Permission, refusal
from apps.access.selectors import may
from apps.audit.domain.actions import Action
from apps.audit.selectors import events_for
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.drafting.domain.tasks import DraftTask
from apps.quality.domain.learning import (
    FORMAT,
    LEFT_OUT_WORDS,
    PREFERENCE,
    PURPOSES,
    Example,
    Passage,
    Sentence,
    header_line,
    lines_of,
    name_of,
    words_of,
)
from apps.redaction.services import texts_deidentify, texts_leak
from apps.review.domain.final import Basis
from apps.review.selectors import LearningClaim, LearningDraft, learning_decisions, learning_drafts, why_not_learning

if TYPE_CHECKING:
    from apps.access.models import Person

LEAK, UNCHANGED = "leak", "unchanged"
IN_MEMORY = 1 << 20  # bytes; a longer file stands on disk while it is written, in redacted words
MOST_LISTED = 20


@dataclass
class LearningCount:
    """What a file holds, or would hold: signed drafts, lines by kind, and what was left out for which reason."""

    signed: int = 0
    drafts: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.lines.values())

    @property
    def by_kind(self) -> list[tuple[str, int]]:
        return list(self.lines.items())

    @property
    def left_out_words(self) -> list[tuple[str, int]]:
        return [(words, self.left_out[code]) for code, words in LEFT_OUT_WORDS.items() if self.left_out[code]]


@dataclass(frozen=True, slots=True)
class LearningFile:
    """A file that was made and recorded, open at its beginning."""

    content: IO[bytes]
    sha256: str
    count: LearningCount


def learning_count(
    *, person: "Person", start: datetime, end: datetime, purpose: str = "", actor: Actor
) -> LearningCount:
    """Count what a file of [start, end) would hold, every line made and looked at. Raises NotAllowed.

    Without a purpose, lines of every kind are counted.
    """
    _check(person)
    count = LearningCount()
    for _ in _lines(person, start, end, purpose, count, actor):
        pass
    _record(Action.LEARNING_COUNTED, _period(start, end) | _figures(count), actor)
    return count


def learning_export(*, person: "Person", start: datetime, end: datetime, purpose: str, actor: Actor) -> LearningFile:
    """Make the file of [start, end), record it with count and sha256, and return it. Raises NotAllowed.

    The event is written before the first byte is handed out. Memory stays flat however many drafts there are.
    """
    _check(person)
    if purpose not in PURPOSES:
        raise NotAllowed("Choose what the file is for.")
    count, digest = LearningCount(), sha256()
    first = header_line(purpose=purpose, start=clock.day_of(start), end=clock.day_of(end))
    with ExitStack() as closing:
        content = closing.enter_context(tempfile.SpooledTemporaryFile(IN_MEMORY))
        for line in chain([first], _lines(person, start, end, purpose, count, actor)):
            written = f"{line}\n".encode()
            content.write(written)
            digest.update(written)
        told = {"format": FORMAT, "purpose": purpose, "sha256": digest.hexdigest()}
        _record(Action.LEARNING_EXPORTED, told | _period(start, end) | _figures(count), actor)
        content.seek(0)
        closing.pop_all()  # whoever hands it out closes it
    return LearningFile(cast("IO[bytes]", content), digest.hexdigest(), count)


def learning_files(organization_id: UUID) -> list[Mapping[str, Any]]:
    """Return the newest files of an organization as the audit log tells of them."""
    events = events_for(organization_id=organization_id, action=Action.LEARNING_EXPORTED)[:MOST_LISTED]
    return [{"at": event.recorded_at, **event.details, "words": _words(event.details)} for event in events]


def _words(details: Mapping[str, Any]) -> list[tuple[str, int]]:
    left_out: Mapping[str, int] = details["left_out"]
    return [(words, left_out[code]) for code, words in LEFT_OUT_WORDS.items() if left_out.get(code)]


def _check(person: "Person") -> None:
    if not may(person, Permission.EXPORT_LEARNING):
        raise NotAllowed(refusal(person.role, Permission.EXPORT_LEARNING))
    if sentence := why_not_learning(person.organization_id):
        raise NotAllowed(sentence)


def _lines(
    person: "Person", start: datetime, end: datetime, purpose: str, count: LearningCount, actor: Actor
) -> Iterator[str]:
    decisions = learning_decisions(organization_id=person.organization_id, start=start, end=end)
    salt = secrets.token_bytes(32)  # of this file alone: who has two files cannot tell that one patient is in both
    for told in learning_drafts(decisions):
        count.signed += 1
        if not isinstance(told, LearningDraft):
            count.left_out[told.value] += 1
            continue
        yield from _looked_at(told, salt, purpose, count, actor)


def _looked_at(told: LearningDraft, salt: bytes, purpose: str, count: LearningCount, actor: Actor) -> Iterator[str]:
    """Yield the lines of one draft in which nothing of the record is found; count those and the others."""
    lines = list(lines_of(_example(told, salt, actor), purpose))
    count.left_out[UNCHANGED] += purpose == PREFERENCE and not lines
    held = texts_leak(told.patient_id, map(words_of, lines))
    clear = [line for line, leaks in zip(lines, held, strict=True) if not leaks]
    count.drafts += bool(clear)
    count.left_out[LEAK] += len(lines) - len(clear)
    count.lines.update(name_of(line) for line in clear)
    yield from clear


def _example(told: LearningDraft, salt: bytes, actor: Actor) -> Example:
    """Return a draft with every text de-identified at once: one patient, one set of tokens, one shift of dates."""
    task, passages = told.given.task, told.given.passages
    sentences = (*told.machine, *told.final)
    texts = [task.subject, task.urgency_reason]
    texts += [text for one in passages for text in (one.document_title, one.section_title, one.text)]
    texts += [text for one in sentences for text in (one.section, one.text)]
    made = texts_deidentify(patient_id=told.patient_id, texts=texts, days=[task.as_of], actor=actor)
    said = iter(made.texts)
    moved = made.days[0] - task.as_of
    subject, reason = next(said), next(said)
    shown = tuple(
        Passage(
            number, next(said), next(said), clock.day_of(one.dated_at) + moved if one.dated_at else None, next(said)
        )
        for number, one in enumerate(passages, start=1)
    )
    numbers = {one.passage_id: number for number, one in enumerate(passages, start=1)}
    written = [_sentence(one, next(said), next(said), numbers) for one in sentences]
    return Example(
        asked=_asked(task, subject, reason, made.days[0]),
        passages=shown,
        machine=tuple(written[: len(told.machine)]),
        final=tuple(written[len(told.machine) :]),
        kinds=told.kinds,
        meta=_meta(told, salt),
    )


def _sentence(one: LearningClaim, section: str, text: str, numbers: Mapping[str, int]) -> Sentence:
    cites = tuple(sorted(numbers[passage] for passage in one.passages))
    return Sentence(one.ordinal, section, text, cites, one.basis.value)


def _asked(task: DraftTask, subject: str, reason: str, as_of: date) -> str:
    """Return what was asked for, in words; the payer's policy is public and stands as it is."""
    lines = [
        f"Kind: {task.kind.value}",
        f"Subject: {subject}",
        f"Written on: {as_of.isoformat()}",
        f"Patient: age {task.age}" if task.age is not None else "",
        f"Sex: {task.sex}" if task.sex else "",
        f"Service: {task.service_code}" if task.service_code else "",
        f"Diagnoses: {', '.join(task.diagnosis_codes)}" if task.diagnosis_codes else "",
        f"Urgency: {task.urgency}{f', {reason}' if reason else ''}",
    ]
    if task.policy:
        lines.append(f"Policy: {task.policy.payer}, {task.policy.title}, version {task.policy.version}")
        lines += [f"Criterion {leaf.node_id}: {leaf.text}" for leaf in task.policy.leaves]
    return "\n".join(line for line in lines if line)


def _meta(told: LearningDraft, salt: bytes) -> dict[str, Any]:
    """Return what was done beside the words: codes and counts, and a name of the patient in this file alone."""
    changed = sum(one.basis is not Basis.CHART for one in told.final)
    return {
        "group": hmac.new(salt, str(told.patient_id).encode(), sha256).hexdigest()[:16],
        "outcome": told.outcome, "reason_code": told.reason_code, "harm": told.harm, "sources_opened": told.opened,
        "active_seconds": told.active_seconds,
        "claims": len(told.machine), "own_words": changed,
        "release": told.release, "backend": told.backend, "prompt_version": told.prompt_version,
    }  # fmt: skip


def _period(start: datetime, end: datetime) -> dict[str, Any]:
    return {"start": clock.day_of(start).isoformat(), "end": clock.day_of(end).isoformat()}


def _figures(count: LearningCount) -> dict[str, Any]:
    left_out = {code: number for code, number in sorted(count.left_out.items()) if number}
    return {"signed": count.signed, "drafts": count.drafts, "lines": count.total, "left_out": left_out}


@transaction.atomic
def _record(action: Action, details: Mapping[str, Any], actor: Actor) -> None:
    event_append(
        actor=actor, action=action, object_type="learning_file", object_id=details.get("sha256", ""), details=details
    )
