"""Cut, embed and store the passages of redacted documents."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock, fence
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.redaction import selectors as redaction
from apps.redaction.domain.views import RedactedView
from apps.retrieval.builders import IndexBuilder, newest
from apps.retrieval.domain.chunking import SectionSpan
from apps.retrieval.domain.status import IndexStatus
from apps.retrieval.models import IndexVersion, Passage, PassageWindow
from apps.retrieval.versions import builders_to_write, index_in_use

WHOLE_TEXT = "other"
_ROWS = 1000


def redacted_document_index(*, redacted_document_id: str | UUID, actor: Actor) -> int:
    """Index one redacted document, once per index version; return how many passages it has."""
    return redacted_documents_index(redacted_document_ids=[redacted_document_id], actor=actor)


def redacted_documents_index(*, redacted_document_ids: Iterable[str | UUID], actor: Actor) -> int:
    """Index many redacted documents, once per version of the index; return how many passages they have now.

    That is the version in use and each that is being built, so that a switch misses nothing (decision 0019). A version
    whose building begins meanwhile is seen afterwards. Raises IndexUnavailable.
    """
    ids = list(dict.fromkeys(str(id_) for id_ in redacted_document_ids))
    _begin(actor)
    done: dict[str, int] = {}
    while wanted := [builder for builder in builders_to_write() if builder.name not in done]:
        done |= {builder.name: documents_build(builder, ids, actor) for builder in wanted}
    return done.get(index_in_use(), 0)


@transaction.atomic
def _begin(actor: Actor) -> None:
    """Put the newest version into use if nothing was ever indexed."""
    if IndexVersion.objects.exists():
        return
    version, created = IndexVersion.objects.get_or_create(
        name=newest().name, defaults={"status": IndexStatus.ACTIVE, "moved_at": clock.now()}
    )
    if created:
        event_append(
            actor=actor, action=Action.INDEX_SWITCHED, object_type="index_version", object_id=version.pk,
            details={"index_version": version.name},
        )  # fmt: skip


def documents_build(builder: IndexBuilder, redacted_document_ids: Iterable[str], actor: Actor) -> int:
    """Index documents in one version; return how many passages they have in it.

    The model runs outside any transaction; then each document's passages are saved with its audit event, and those of
    the versions it replaces step back.
    """
    wanted = list(redacted_document_ids)
    known = _counts(wanted, builder.name)
    views = redaction.redacted_document_views(id_ for id_ in wanted if id_ not in known)
    passages = {view.id: _passages(view, builder) for view in views}
    windows = _windows([passage for rows in passages.values() for passage in rows], builder)
    for view in views:
        _save(view, builder.name, passages[view.id], windows, actor)
    return sum(known.values()) + sum(len(rows) for rows in passages.values())


def _counts(redacted_document_ids: Iterable[str], version: str) -> dict[str, int]:
    """Return how many passages each document has in a version already."""
    found = Passage.objects.filter(redacted_document__in=list(redacted_document_ids), index_version=version)
    with fence.keeping():
        rows = found.values_list("redacted_document").annotate(passages=Count("pk"))
        return {str(id_): count for id_, count in rows}


def _windows(passages: Sequence[Passage], builder: IndexBuilder) -> dict[UUID, list[PassageWindow]]:
    """Return the windows of each passage with their vectors; the same text is embedded once."""
    pieces = [
        (passage, passage.text[start:end]) for passage in passages for start, end in builder.windows(passage.text)
    ]
    texts = list(dict.fromkeys(text for _, text in pieces))
    vectors = dict(zip(texts, builder.embedder().embed(texts), strict=True)) if texts else {}
    windows: dict[UUID, list[PassageWindow]] = {}
    for passage, text in pieces:
        windows.setdefault(passage.pk, []).append(_window(passage, text, vectors[text]))
    return windows


def _passages(view: RedactedView, builder: IndexBuilder) -> list[Passage]:
    sections = [SectionSpan(s.kind, s.title, s.start, s.end) for s in view.sections]
    whole = SectionSpan(WHOLE_TEXT, "", 0, len(view.text))
    return [
        Passage(
            organization_id=view.organization_id,
            patient_id=view.patient_id,
            redacted_document_id=view.id,
            index_version=builder.name,
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
        )
        for ordinal, chunk in enumerate(builder.chunks(view.text, sections or [whole], structured=view.structured))
    ]


@transaction.atomic
def _save(
    view: RedactedView,
    version: str,
    passages: Sequence[Passage],
    windows: Mapping[UUID, Sequence[PassageWindow]],
    actor: Actor,
) -> None:
    _lock(view.patient_id)
    with fence.keeping():
        if Passage.objects.filter(redacted_document_id=UUID(view.id), index_version=version).exists():
            return
        Passage.objects.bulk_create(passages, batch_size=_ROWS)
        rows = (window for passage in passages for window in windows.get(passage.pk, ()))
        PassageWindow.objects.bulk_create(rows, batch_size=_ROWS)
        _supersede(view.patient_id)
    event_append(
        actor=actor,
        action=Action.DOCUMENT_INDEXED,
        patient_id=view.patient_id,
        object_type="redacted_document",
        object_id=view.id,
        details={"index_version": version, "passages": len(passages)},
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
