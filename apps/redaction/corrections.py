"""A person's correction of a redaction: checked, kept, and every redaction that it touches taken out of use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.redaction.domain.corrections import (
    Act,
    Correction,
    Corrections,
    LiftReason,
    Scope,
    finder_of,
    words_around,
)
from apps.redaction.domain.detection import Detection
from apps.redaction.domain.errors import CorrectionRefused, StaleRedaction
from apps.redaction.domain.folding import fold_key
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.domain.mapping import RedactionMap, Replacement
from apps.redaction.models import RedactedDocument, RedactionCheck, RedactionCorrection
from apps.redaction.surrogates import patient_lock

if TYPE_CHECKING:
    from apps.access.models import Person

PURPOSE = "REDACTION_REVIEW"
LONGEST = 200  # characters that one correction may mark
STALE = (
    "This document was redacted again since you opened the page. Nothing was changed. "
    "Look at it as it stands now, then correct what is still wrong."
)


@dataclass(frozen=True, slots=True)
class Made:
    """A correction that is kept, and the documents whose redaction it took out of use."""

    correction: RedactionCorrection
    document_ids: tuple[UUID, ...]


def corrections_of(patient_id: UUID | str) -> Corrections:
    """Return everything people corrected in one patient's redactions. One statement."""
    rows = RedactionCorrection.objects.filter(patient_id=patient_id).select_related("document")
    return Corrections(correction_of(row) for row in rows.order_by("created_at", "id"))


def correction_of(row: RedactionCorrection) -> Correction:
    """Return a correction with the words it is about, which only the source holds."""
    return Correction(
        act=Act(row.act),
        scope=Scope(row.scope),
        kind=IdentifierKind(row.kind),
        document_id=str(row.document_id),
        start=row.start,
        end=row.end,
        text=row.document.text[row.start : row.end],
    )


@transaction.atomic
def correction_make(
    *,
    redacted_document_id: UUID | str,
    act: Act,
    scope: Scope,
    start: int,
    end: int,
    kind: IdentifierKind | None = None,
    reason: LiftReason | None = None,
    person: Person,
    actor: Actor,
) -> Made:
    """Keep one correction and take every redaction that it makes wrong out of use: ``documents_redact`` makes it anew.

    ``kind`` is the class of what was missed; a lifted mark has its own. The very same correction made twice is one.
    Raises StaleRedaction when the document was redacted again meanwhile, CorrectionRefused otherwise.
    """
    row = RedactedDocument.objects.select_related("document").get(pk=redacted_document_id)
    patient_lock(row.patient_id)
    row.refresh_from_db(fields=["current"])
    if act is Act.MISSED:
        start, end = _missed_span(row, start, end)
    if same := _same(row, act, scope, start, end, kind, reason):
        return Made(same, ())
    if not row.current:
        raise StaleRedaction(STALE)
    kind, layer = _check(row, act, scope, start, end, kind, reason)
    correction = RedactionCorrection.objects.create(
        patient_id=row.patient_id, document=row.document, redacted_document=row, act=act, scope=scope, kind=kind,
        layer=layer, start=start, end=end, reason=reason or "", person=person,
    )  # fmt: skip
    affected = _affected(correction)
    RedactedDocument.objects.filter(pk__in=[one.pk for one in affected]).update(current=False)
    _record(correction, len(affected), actor.within(row.document.organization_id))
    return Made(correction, tuple(one.document_id for one in affected))


def _missed_span(row: RedactedDocument, start: int, end: int) -> tuple[int, int]:
    """Return the whole words of a chosen span. Raises CorrectionRefused when it is none."""
    text = row.document.text
    if not 0 <= start < end <= len(text):
        raise CorrectionRefused("That is no place in this document. Choose the words again.")
    start, end = words_around(text, start, end)
    if start == end:
        raise CorrectionRefused("No word is chosen. Choose the words that should have been taken out.")
    if end - start > LONGEST:
        raise CorrectionRefused(f"That is more than {LONGEST} characters. Mark the identifier alone.")
    return start, end


def _same(
    row: RedactedDocument,
    act: Act,
    scope: Scope,
    start: int,
    end: int,
    kind: IdentifierKind | None,
    reason: LiftReason | None,
) -> RedactionCorrection | None:
    """Return the very correction that is asked for, if it was made. A lifted mark has its own class."""
    made = row.corrections.filter(act=act, scope=scope, start=start, end=end, reason=reason or "")
    return (made.filter(kind=kind) if act is Act.MISSED else made).first()


def _check(
    row: RedactedDocument,
    act: Act,
    scope: Scope,
    start: int,
    end: int,
    kind: IdentifierKind | None,
    reason: LiftReason | None,
) -> tuple[IdentifierKind, str]:
    """Return class and layer of what is corrected; what was missed has no layer. Raises CorrectionRefused."""
    marks = RedactionMap.from_rows(row.map).replacements
    if act is Act.LIFTED:
        mark = next((mark for mark in marks if (mark.source_start, mark.source_end) == (start, end)), None)
        return _check_lifted(mark, reason)
    if kind is None or kind is IdentifierKind.LITERAL:
        raise CorrectionRefused("Say which class of identifier it is.")
    over = [mark for mark in marks if mark.source_start <= start and end <= mark.source_end]
    if over and not (scope is Scope.PATIENT and _is_of_document_alone(row, over, row.document.text[start:end])):
        raise CorrectionRefused("These words are taken out already.")
    return kind, ""


def _is_of_document_alone(row: RedactedDocument, marks: Iterable[Replacement], text: str) -> bool:
    """Say whether a person took these words out in this document and in no other, so that it can be widened."""
    if any(mark.layer is not Layer.CORRECTION for mark in marks):
        return False
    return not corrections_of(row.patient_id).takes_out_everywhere(text)


def _check_lifted(mark: Replacement | None, reason: LiftReason | None) -> tuple[IdentifierKind, str]:
    if mark is None:
        raise CorrectionRefused("There is no such mark in this document.")
    if mark.layer is Layer.LITERAL:
        raise CorrectionRefused("Text that looks like a token is always replaced: otherwise it would be taken for one.")
    if mark.layer is Layer.KNOWN and reason is None:
        raise CorrectionRefused("The patient's record holds this as an identifier. Say why it is none here.")
    return mark.kind, mark.layer.value


def _affected(row: RedactionCorrection) -> list[RedactedDocument]:
    """Return the redactions that the correction makes wrong; always that of its own document."""
    if row.scope == Scope.DOCUMENT:
        return [row.redacted_document]
    standing = RedactedDocument.objects.filter(patient_id=row.patient_id, current=True).select_related("document")
    correction = correction_of(row)
    find = finder_of(correction)
    return [
        one
        for one in standing.prefetch_related("document__sections")
        if one.pk == row.redacted_document_id
        or (_missed_in(find, one) if correction.act is Act.MISSED else _lifted_in(correction, one))
    ]


def _missed_in(find: Callable[..., list[Detection]], row: RedactedDocument) -> bool:
    """Say whether the word stands anywhere in the document outside its marks."""
    document = row.document
    spans = [(mark.source_start, mark.source_end) for mark in RedactionMap.from_rows(row.map).replacements]
    return any(
        not any(start <= found.start and found.end <= end for start, end in spans)
        for found in find(document.text, by_line=document.structured)
    ) or any(find(label) for label in _labels(row))


def _lifted_in(correction: Correction, row: RedactedDocument) -> bool:
    """Say whether the word is taken out anywhere in the document."""
    text = row.document.text
    marks = RedactionMap.from_rows(row.map).replacements
    taken = (fold_key(text[mark.source_start : mark.source_end]) for mark in marks if mark.layer is not Layer.LITERAL)
    return correction.word in taken or any(correction.word in fold_key(label) for label in _labels(row))


def _labels(row: RedactedDocument) -> Iterator[str]:
    yield row.document.title
    yield row.document.author_role
    yield from (section.title for section in row.document.sections.all())


def _record(correction: RedactionCorrection, documents: int, actor: Actor) -> None:
    event_append(
        actor=actor,
        action=Action.REDACTION_CORRECTED,
        patient_id=correction.patient_id,
        object_type="redacted_document",
        object_id=correction.redacted_document_id,
        details={
            "purpose": PURPOSE,
            "correction_id": correction.pk,
            "act": correction.act,
            "scope": correction.scope,
            "kind": correction.kind,
            "layer": correction.layer,
            "reason": correction.reason,
            "documents": documents,
        },
    )


@transaction.atomic
def redaction_view_record(*, redacted_document: RedactedDocument, actor: Actor) -> None:
    """Record that a person opened a document to review its redaction."""
    _record_act(Action.REDACTION_VIEWED, redacted_document, actor)


@transaction.atomic
def redaction_check(*, redacted_document: RedactedDocument, person: Person, actor: Actor) -> None:
    """Keep that a person found a redaction right as it stands; twice is once. Raises StaleRedaction."""
    patient_lock(redacted_document.patient_id)
    redacted_document.refresh_from_db(fields=["current"])
    if not redacted_document.current:
        raise StaleRedaction(STALE)
    _, is_new = RedactionCheck.objects.get_or_create(redacted_document=redacted_document, person=person)
    if is_new:
        _record_act(Action.REDACTION_CHECKED, redacted_document, actor)


def _record_act(action: Action, row: RedactedDocument, actor: Actor) -> None:
    event_append(
        actor=actor, action=action, patient_id=row.patient_id, object_type="redacted_document", object_id=row.pk,
        details={"purpose": PURPOSE, "generation": row.generation},
    )  # fmt: skip
