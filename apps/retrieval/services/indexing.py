"""Cut, embed and store the passages of redacted documents."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import fence
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.redaction import selectors as redaction
from apps.redaction.domain.views import RedactedView
from apps.retrieval.domain.chunking import SectionSpan, chunks, windows
from apps.retrieval.domain.version import INDEX_VERSION
from apps.retrieval.embedder import embedder
from apps.retrieval.models import Passage, PassageWindow

WHOLE_TEXT = "other"
_ROWS = 1000


def redacted_document_index(*, redacted_document_id: str | UUID, actor: Actor) -> int:
    """Index one redacted document, once per index version; return how many passages it has."""
    return redacted_documents_index(redacted_document_ids=[redacted_document_id], actor=actor)


def redacted_documents_index(*, redacted_document_ids: Iterable[str | UUID], actor: Actor) -> int:
    """Index many redacted documents, once per index version; return how many passages they have.

    The model runs outside any transaction; then each document's passages are saved with its audit event, and those of
    the versions it replaces step back.
    """
    views = redaction.redacted_document_views(dict.fromkeys(str(id_) for id_ in redacted_document_ids))
    passages = {view.id: _passages(view) for view in views}
    pieces = {
        passage.id: [passage.text[start:end] for start, end in windows(passage.text)]
        for rows in passages.values()
        for passage in rows
    }
    vectors = _vectors(piece for texts in pieces.values() for piece in texts)
    for view in views:
        _save(view, passages[view.id], pieces, vectors, actor)
    return sum(len(rows) for rows in passages.values())


@transaction.atomic
def passages_relabel(*, patient_ids: Iterable[UUID]) -> int:
    """Bring the labels of passages in step with those of their documents; return how many changed.

    A search asks the document itself. This is for the second fence, which sees the passage alone.
    """
    now = redaction.labels_of_redaction("redacted_document_id")
    with fence.keeping():
        stale = Passage.objects.filter(patient_id__in=list(patient_ids)).alias(now=now).exclude(labels=F("now"))
        return stale.update(labels=now)


def _vectors(texts: Iterable[str]) -> dict[str, list[float]]:
    """Return the vector of each text; the same text is embedded once."""
    wanted = list(dict.fromkeys(texts))
    return dict(zip(wanted, embedder().embed(wanted), strict=True))


def _passages(view: RedactedView) -> list[Passage]:
    sections = [SectionSpan(s.kind, s.title, s.start, s.end) for s in view.sections]
    whole = SectionSpan(WHOLE_TEXT, "", 0, len(view.text))
    return [
        Passage(
            organization_id=view.organization_id,
            patient_id=view.patient_id,
            redacted_document_id=view.id,
            index_version=INDEX_VERSION,
            ordinal=ordinal,
            start=chunk.start,
            end=chunk.end,
            text=(text := view.text[chunk.start : chunk.end]),
            text_sha256=sha256_hex(text),
            words=len(text.split()),
            section_kind=chunk.section_kind,
            section_title=chunk.section_title,
            document_kind=view.kind,
            document_title=view.title,
            structured=view.structured,
            dated_at=view.dated_at,
            author_role=view.author_role,
            encounter_id=view.encounter_id,
            superseded=view.superseded,
            labels=list(view.labels),
        )
        for ordinal, chunk in enumerate(chunks(view.text, sections or [whole], structured=view.structured))
    ]


@transaction.atomic
def _save(
    view: RedactedView,
    passages: Sequence[Passage],
    pieces: Mapping[UUID, Sequence[str]],
    vectors: Mapping[str, list[float]],
    actor: Actor,
) -> None:
    _lock(view.patient_id)
    with fence.keeping():
        if Passage.objects.filter(redacted_document_id=UUID(view.id), index_version=INDEX_VERSION).exists():
            return
        Passage.objects.bulk_create(passages, batch_size=_ROWS)
        rows = (_window(passage, piece, vectors[piece]) for passage in passages for piece in pieces[passage.id])
        PassageWindow.objects.bulk_create(rows, batch_size=_ROWS)
        _supersede(view.patient_id)
    event_append(
        actor=actor,
        action=Action.DOCUMENT_INDEXED,
        patient_id=view.patient_id,
        object_type="redacted_document",
        object_id=view.id,
        details={"index_version": INDEX_VERSION, "passages": len(passages)},
    )


def _window(passage: Passage, text: str, vector: list[float]) -> PassageWindow:
    return PassageWindow(
        organization_id=passage.organization_id,
        patient_id=passage.patient_id,
        passage=passage,
        text_sha256=sha256_hex(text),
        vector=vector,
    )


def _lock(patient_id: str) -> None:
    """Two workers on one patient save one after the other, so that the second sees what the first has done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"passages {patient_id}"])


def _supersede(patient_id: str) -> None:
    """Take the passages of replaced versions out of every search to come; what cites them keeps them."""
    Passage.objects.filter(
        patient_id=patient_id,
        superseded=False,
        redacted_document__in=redaction.superseded_documents(patient_id).values("id"),
    ).update(superseded=True)
