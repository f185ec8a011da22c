"""Documents in immutable versions: notes as they came, structured resources as one citable line per fact."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.domain.documents import DocumentKind, SectionSpan
from apps.chart.domain.identity import Claim
from apps.chart.domain.labels import UNLABELLED, Labelling, label_text
from apps.chart.domain.records import Note
from apps.chart.domain.sections import split
from apps.chart.models import Encounter, Patient, Section, SourceDocument
from apps.chart.services.identity import claims_row, identities_of, judge_documents, set_aside_record
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.core.crypto.sealed import sealing

if TYPE_CHECKING:
    from apps.access.models import Organization

BATCH = 500
LONGEST_TITLE = 300
WITHDRAWN_STATUS = "entered-in-error"


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A document as it should stand; saved only when it differs from what stands."""

    patient_id: UUID
    series: str
    kind: DocumentKind
    title: str
    text: str
    encounter_id: UUID | None = None
    code: str = ""
    author: str = ""
    author_role: str = ""
    dated_at: datetime | None = None
    source_status: str = ""
    structured: bool = False
    lines: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    sections: Sequence[SectionSpan] | None = None  # None: found in the text
    labelling: Labelling = UNLABELLED
    claims: Sequence[Claim] = ()


def note_draft(note: Note, patient_id: UUID, encounter_id: UUID | None, labelling: Labelling) -> DocumentDraft:
    """Return the document of a note."""
    return DocumentDraft(
        patient_id, note.series, note.kind, note.title, note.text, encounter_id, note.code, note.author,
        note.author_role,
        note.dated_at, note.source_status, sections=note.sections, labelling=labelling, claims=note.claims,
    )  # fmt: skip


@transaction.atomic
def document_store(
    *,
    organization: "Organization",
    patient: Patient,
    encounter: Encounter | None,
    source_system: str,
    series: str,
    kind: DocumentKind,
    title: str,
    code: str = "",
    author: str = "",
    author_role: str = "",
    dated_at: datetime | None,
    source_status: str = "current",
    structured: bool = False,
    text: str,
    lines: Sequence[Mapping[str, Any]] = (),
    message_id: UUID | None = None,
    actor: Actor,
) -> tuple[SourceDocument, bool]:
    """Store one document version, or return the current one with False when its text and status are the same."""
    draft = DocumentDraft(
        patient.pk, series, kind, title, text, encounter.pk if encounter else None, code, author, author_role, dated_at,
        source_status, structured, lines, labelling=UNLABELLED if structured else label_text(title=title, text=text),
    )  # fmt: skip
    created = save_drafts(organization.pk, source_system, message_id, [draft])
    if not created:
        current = SourceDocument.objects.get(
            organization=organization, source_system=source_system, series=series, current=True
        )
        return current, False
    set_aside_record([document for document in created if document.set_aside], actor)
    event_append(
        actor=actor.within(organization.pk), action=Action.RECORD_STORED, patient_id=patient.pk,
        object_type="document", object_id=created[0].pk,
        details={"version": created[0].version, "kind": kind.value},
    )  # fmt: skip
    return created[0], True


def save_drafts(
    organization_id: UUID, source_system: str, message_id: UUID | None, drafts: Sequence[DocumentDraft]
) -> list[SourceDocument]:
    """Save the drafts that differ from what stands, each as the next version of its series; return the new versions.

    A page whose header names another person is set aside as it is stored; the caller records that.
    """
    created: list[SourceDocument] = []
    for generation in _generations(drafts):
        standing = _standing(organization_id, source_system, [draft.series for draft in generation])
        changed = [(draft, sha256_hex(draft.text)) for draft in generation]
        changed = [(draft, sha) for draft, sha in changed if _is_news(draft, sha, standing.get(draft.series))]
        replaced = [standing[draft.series].pk for draft, _ in changed if draft.series in standing]
        SourceDocument.objects.filter(pk__in=replaced).update(current=False)
        documents = [
            _next_version(organization_id, source_system, message_id, draft, sha, standing.get(draft.series))
            for draft, sha in changed
        ]
        judge_documents(documents, identities_of(one.patient_id for one in documents if not one.structured))
        SourceDocument.objects.bulk_create(documents, batch_size=BATCH)
        Section.objects.bulk_create(
            [
                section
                for (draft, _), document in zip(changed, documents, strict=True)
                for section in _sections(draft, document)
            ],
            batch_size=2 * BATCH,
        )
        created += documents
    return created


def _generations(drafts: Iterable[DocumentDraft]) -> list[list[DocumentDraft]]:
    """Part the drafts so that versions of one series come one after the other, in the order given."""
    generations: list[list[DocumentDraft]] = []
    seen: dict[str, int] = defaultdict(int)
    for draft in drafts:
        number = seen[draft.series]
        seen[draft.series] += 1
        if number == len(generations):
            generations.append([])
        generations[number].append(draft)
    return generations


def _standing(organization_id: UUID, source_system: str, series: Sequence[str]) -> dict[str, SourceDocument]:
    found = SourceDocument.objects.filter(
        organization_id=organization_id, source_system=source_system, series__in=series, current=True
    )
    return {document.series: document for document in found.only("series", "version", "sha256", "source_status")}


def _is_news(draft: DocumentDraft, sha256: str, standing: SourceDocument | None) -> bool:
    if standing is None:
        return draft.source_status != WITHDRAWN_STATUS  # what never stood here needs no withdrawal
    return standing.sha256 != sha256 or standing.source_status != draft.source_status


def _next_version(
    organization_id: UUID, source_system: str, message_id: UUID | None, draft: DocumentDraft, sha256: str,
    standing: SourceDocument | None,
) -> SourceDocument:  # fmt: skip
    return SourceDocument(
        organization_id=organization_id, patient_id=draft.patient_id, encounter_id=draft.encounter_id,
        source_system=source_system, series=draft.series, version=standing.version + 1 if standing else 1,
        replaces=standing,
        kind=draft.kind.value, code=draft.code[:40],
        author_role=draft.author_role[:100], dated_at=draft.dated_at, source_status=draft.source_status,
        confidentiality=draft.labelling.confidentiality, labels=list(draft.labelling.labels),
        label_basis=[list(basis) for basis in draft.labelling.bases],
        structured=draft.structured, message_id=message_id, sha256=sha256, lines=list(draft.lines),
        **sealing(title=draft.title[:LONGEST_TITLE], author=draft.author[:300], text=draft.text),
        **(sealing(claims=claims_row(draft.claims)) if draft.claims else {}),
    )  # fmt: skip


def _sections(draft: DocumentDraft, document: SourceDocument) -> list[Section]:
    spans = split(draft.text, draft.kind) if draft.sections is None else draft.sections
    return [
        Section(
            document=document,
            ordinal=number,
            kind=s.kind.value,
            start=s.start,
            end=s.end,
            **sealing(title=s.title[:LONGEST_TITLE]),
        )
        for number, s in enumerate(spans)
    ]
