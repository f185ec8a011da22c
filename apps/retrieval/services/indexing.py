"""Cut, embed and store the passages of redacted documents."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock, fence
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.redaction import selectors as redaction
from apps.redaction.domain.injection import orders_inside
from apps.redaction.domain.views import RedactedView
from apps.retrieval.builders import IndexBuilder, newest
from apps.retrieval.domain.assertion import assertions, assertions_of_facts
from apps.retrieval.domain.chunking import Chunk, SectionSpan
from apps.retrieval.domain.priority import is_priority
from apps.retrieval.domain.status import IndexStatus
from apps.retrieval.embedder.reading import readings_of
from apps.retrieval.interface import Reading, WordEmbedder
from apps.retrieval.models import IndexVersion, Passage, PassageWindow
from apps.retrieval.services.copying import copies_mark, patient_lock
from apps.retrieval.versions import builders_to_write, index_in_use

WHOLE_TEXT = "other"
FEW_WORDS = 8  # "NKDA" says little to an embedder without the title of its section
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
    the versions it replaces step back. At the end each patient's copies are told from their sources.
    """
    wanted = list(redacted_document_ids)
    known = _counts(wanted, builder.name)
    views = redaction.redacted_document_views(id_ for id_ in wanted if id_ not in known)
    passages = {view.id: _passages(view, builder) for view in views}
    windows = _windows([passage for rows in passages.values() for passage in rows], builder)
    for view in views:
        _save(view, builder.name, passages[view.id], windows, actor)
    for patient_id, document_ids in _by_patient(views, known, builder.name).items():
        copies_mark(patient_id=patient_id, redacted_document_ids=document_ids, version=builder.name)
    return sum(known.values()) + sum(len(rows) for rows in passages.values())


@transaction.atomic
def passages_relabel(*, patient_ids: Iterable[UUID], actor: Actor) -> int:
    """Bring the labels of passages in step with those of their documents; return how many changed.

    A search asks the document itself. This is for the second fence, which sees the passage alone.
    """
    now = redaction.labels_of_redaction("redacted_document_id")
    with fence.keeping():
        stale = Passage.objects.filter(patient_id__in=list(patient_ids)).alias(now=now).exclude(labels=F("now"))
        changed = Counter(stale.values_list("organization_id", flat=True))
        stale.update(labels=now)
    for organization_id, number in changed.items():
        event_append(
            actor=actor.within(organization_id), action=Action.DOCUMENTS_RELABELLED, object_type="index",
            details={"passages": number},
        )  # fmt: skip
    return changed.total()


def _counts(redacted_document_ids: Iterable[str], version: str) -> dict[str, int]:
    """Return how many passages each document has in a version already; see ``passages_with_vectors``."""
    found = passages_with_vectors().filter(redacted_document__in=list(redacted_document_ids), index_version=version)
    with fence.keeping():
        rows = found.values_list("redacted_document").annotate(passages=Count("pk"))
        return {str(id_): count for id_, count in rows}


def _by_patient(views: Iterable[RedactedView], known: Iterable[str], version: str) -> Mapping[str, Sequence[str]]:
    """Return the documents of each patient; those known already too, in case their copies were never told."""
    found = defaultdict(list)
    for view in views:
        found[view.patient_id].append(view.id)
    rows = Passage.objects.filter(redacted_document__in=list(known), index_version=version, ordinal=0)
    with fence.keeping():
        for patient_id, document_id in rows.values_list("patient_id", "redacted_document_id"):
            found[str(patient_id)].append(str(document_id))
    return found


def _windows(passages: Sequence[Passage], builder: IndexBuilder) -> dict[UUID, list[PassageWindow]]:
    """Return the windows of each passage with their vectors; in one chart the same text is embedded once."""
    pieces = [(passage, text) for passage in passages for text in _pieces(passage, builder)]
    texts: dict[UUID, dict[str, None]] = {}  # by patient, each once, in order
    for passage, text in pieces:
        texts.setdefault(passage.patient_id, {})[text] = None
    readings = {patient_id: _readings(patient_id, list(wanted), builder) for patient_id, wanted in texts.items()}
    windows: dict[UUID, list[PassageWindow]] = {}
    for passage, text in pieces:
        windows.setdefault(passage.pk, []).append(_window(passage, text, readings[passage.patient_id][text]))
    return windows


def _pieces(passage: Passage, builder: IndexBuilder) -> list[str]:
    """Return what is embedded of a passage: its windows, each under its heading, a scrap under its section's title."""
    above = passage.heading or (passage.section_title if passage.words < FEW_WORDS else "")
    return [f"{above}\n".lstrip() + passage.text[start:end] for start, end in builder.windows(passage.text)]


def _readings(patient_id: UUID, texts: Sequence[str], builder: IndexBuilder) -> dict[str, Reading]:
    """Return what the embedder makes of each text. What the patient's own chart holds of it is not embedded again.

    Never another patient's: a vector tells what its text says (L11).
    """
    embedder = builder.embedder()
    digests = {sha256_hex(text): text for text in texts}
    windows_of_patient = PassageWindow.objects.filter(
        patient_id=patient_id, text_sha256__in=list(digests), passage__index_version__endswith=f"+{embedder.name}"
    )
    if isinstance(embedder, WordEmbedder):
        windows_of_patient = windows_of_patient.exclude(signs=b"")  # of a version that kept none
    with fence.keeping():
        rows = windows_of_patient.order_by("text_sha256", "pk").distinct("text_sha256")
        found = list(rows.values_list("text_sha256", "vector", "signs"))
    known = {digests[sha256]: Reading(vector, bytes(signs)) for sha256, vector, signs in found}
    wanted = [text for text in texts if text not in known]
    return known | dict(zip(wanted, readings_of(embedder, wanted), strict=True))


def _passages(view: RedactedView, builder: IndexBuilder) -> list[Passage]:
    sections = [SectionSpan(s.kind, s.title, s.start, s.end, s.code) for s in view.sections]
    whole = SectionSpan(WHOLE_TEXT, "", 0, len(view.text))
    found = builder.chunks(view.text, sections or [whole], structured=view.structured)
    return [_passage(view, builder.name, ordinal, chunk) for ordinal, chunk in enumerate(found)]


def _passage(view: RedactedView, version: str, ordinal: int, chunk: Chunk) -> Passage:
    text = view.text[chunk.start : chunk.end]
    spans = (assertions_of_facts if view.structured else assertions)(text, chunk.section_kind)
    return Passage(
        organization_id=view.organization_id,
        patient_id=view.patient_id,
        redacted_document_id=view.id,
        index_version=version,
        ordinal=ordinal,
        start=chunk.start,
        end=chunk.end,
        text=text,
        text_sha256=sha256_hex(text),
        words=len(text.split()),
        heading=chunk.heading,
        section_kind=chunk.section_kind,
        section_title=chunk.section_title,
        section_code=chunk.section_code,
        document_kind=view.kind,
        document_code=view.code,
        document_title=view.title,
        structured=view.structured,
        dated_at=view.dated_at,
        author_role=view.author_role,
        encounter_id=view.encounter_id,
        superseded=view.superseded,
        priority=is_priority(chunk.section_kind, chunk.section_title),
        assertions=[asdict(span) for span in spans],
        orders=orders_inside(view.orders, text, chunk.start),
        title_order=view.title_order,
        labels=list(view.labels),
    )


def passages_with_vectors() -> QuerySet[Passage]:
    """Return the passages that are whole: what a trace keeps of a dropped version has lost its vectors."""
    return Passage.objects.filter(Exists(PassageWindow.objects.filter(passage=OuterRef("pk"))))


@transaction.atomic
def _save(
    view: RedactedView,
    version: str,
    passages: Sequence[Passage],
    windows: Mapping[UUID, Sequence[PassageWindow]],
    actor: Actor,
) -> None:
    patient_lock(view.patient_id)
    labels = redaction.labels_held(view.id)  # embedding took its time: the record may have been destroyed meanwhile
    if labels is None or _counts([view.id], version):
        return
    for passage in passages:
        passage.labels = labels
    with fence.keeping():
        kept = _kept_by_ordinal(view.id, version)
        Passage.objects.bulk_create([row for row in passages if row.ordinal not in kept], batch_size=_ROWS)
        PassageWindow.objects.bulk_create(_placed(passages, windows, kept), batch_size=_ROWS)
        _supersede(view)
    event_append(
        actor=actor.within(view.organization_id),
        action=Action.DOCUMENT_INDEXED,
        patient_id=view.patient_id,
        object_type="redacted_document",
        object_id=view.id,
        details={"index_version": version, "passages": len(passages)},
    )


def _kept_by_ordinal(redacted_document_id: str, version: str) -> dict[int, UUID]:
    """Return what traces kept of a document when the version was dropped: the same passages, without their vectors."""
    rows = Passage.objects.filter(redacted_document_id=UUID(redacted_document_id), index_version=version)
    return dict(rows.values_list("ordinal", "pk"))


def _placed(
    passages: Iterable[Passage], windows: Mapping[UUID, Sequence[PassageWindow]], kept: Mapping[int, UUID]
) -> Iterator[PassageWindow]:
    """Yield the windows of the passages, those of a kept one under its id."""
    for passage in passages:
        for window in windows.get(passage.pk, ()):
            window.passage_id = kept.get(passage.ordinal, passage.pk)
            yield window


def _window(passage: Passage, text: str, reading: Reading) -> PassageWindow:
    return PassageWindow(
        organization_id=passage.organization_id,
        patient_id=passage.patient_id,
        passage=passage,
        text_sha256=sha256_hex(text),
        vector=reading.vector,
        signs=reading.signs,
    )


def _supersede(view: RedactedView) -> None:
    """Take the passages of replaced versions out of every search to come; what cites them keeps them."""
    replaced = redaction.superseded_documents(view.patient_id, kind=view.kind, encounter_id=view.encounter_id)
    Passage.objects.filter(
        patient_id=view.patient_id, superseded=False, redacted_document__in=replaced.values("id")
    ).update(superseded=True)
