"""Labels change while the text stands: a new message of the same words, or a line that moved to another document."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from apps.access.domain.labels import Label
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.domain.labels import RECEIVED, Labelling, highest, label_note, label_resource
from apps.chart.models import ResourceVersion, SourceDocument
from apps.chart.services.documents import DocumentDraft
from apps.core.actors import Actor

COLUMNS = ("confidentiality", "labels", "label_basis")
BATCH = 500


def relabel(organization_id: UUID, source_system: str, drafts: Sequence[DocumentDraft], actor: Actor) -> None:
    """Give the documents of these drafts the labels they should have now; one audit event for each patient changed.

    A document that stands takes the labels of its draft. Earlier versions, and earlier renderings that still hold a
    line which stands in a labelled document now, only ever get more: what was labelled once stays so (F12).
    """
    wanted = {draft.series: draft for draft in drafts}
    ours = SourceDocument.objects.filter(organization_id=organization_id, source_system=source_system)
    changed: dict[UUID, SourceDocument] = {}
    for document in ours.filter(series__in=wanted, current=True).only("series", "patient_id", *COLUMNS):
        draft = wanted[document.series]
        if _set(document, draft.labelling):
            changed[document.pk] = document
    for earlier, labelling in _earlier(ours, [draft for draft in drafts if draft.labelling.labels]):
        document = changed.get(earlier.pk, earlier)
        waits = Label.UNCLASSIFIED in document.labels
        if _set(document, highest([_standing(document), labelling]), waits=waits):
            changed[document.pk] = document
    SourceDocument.objects.bulk_update(changed.values(), COLUMNS, batch_size=BATCH)
    _record(changed.values(), actor.within(organization_id))


@transaction.atomic
def labels_refresh(*, patient_id: UUID, actor: Actor) -> int:
    """Classify every document of a patient by the rules of today; return how many labels changed.

    For documents of before there were labels, and after a rule has changed. What a sender said stays; a rendering that
    was never parted takes the highest of its lines (F12).
    """
    # Held from here: what a message says of them meanwhile is neither overlooked nor written over.
    held = SourceDocument.objects.select_for_update(no_key=True).filter(patient=patient_id, destruction=None)
    documents = list(held.order_by("pk"))
    resources = ResourceVersion.objects.filter(patient=patient_id, current=True, understood=True, destruction=None)
    bodies = {f"{row.resource_type}/{row.source_id}": row.body for row in resources}
    changed = []
    for document in documents:
        said = _standing(document)
        received = Labelling(said.confidentiality, tuple(basis for basis in said.bases if basis[2] == RECEIVED))
        if _set(document, highest([received, _derived(document, bodies)])):
            changed.append(document)
    SourceDocument.objects.bulk_update(changed, COLUMNS, batch_size=BATCH)
    if changed:
        _record(changed, actor.within(changed[0].organization_id))
    return len(changed)


def _derived(document: SourceDocument, bodies: Mapping[str, Any]) -> Labelling:
    if not document.structured:
        return label_note(bodies.get(document.series, {}), title=document.title, text=document.text)
    lines = {reference for line in document.lines for reference in (line["resource"], *line.get("also", ()))}
    return highest(label_resource(bodies[reference]) for reference in sorted(lines & bodies.keys()))


def _set(document: SourceDocument, labelling: Labelling, *, waits: bool = False) -> bool:
    """Put the labelling on the row; return whether that changed it. One that ``waits`` is still to be classified."""
    labels = [*labelling.labels, *([Label.UNCLASSIFIED.value] if waits else [])]
    now = (labelling.confidentiality, labels, [list(one) for one in labelling.bases])
    if now == (document.confidentiality, document.labels, document.label_basis):
        return False
    document.confidentiality, document.labels, document.label_basis = now
    return True


def _standing(document: SourceDocument) -> Labelling:
    return Labelling(document.confidentiality, tuple((label, code, by) for label, code, by in document.label_basis))


def _earlier(
    ours: QuerySet[SourceDocument], labelled: Sequence[DocumentDraft]
) -> Iterable[tuple[SourceDocument, Labelling]]:
    """Yield the versions that no longer stand with what they share with a labelled draft; two statements at most."""
    notes = {draft.series: draft.labelling for draft in labelled if draft.labelling.received and not draft.structured}
    before = ours.filter(current=False).only("series", "patient_id", *COLUMNS)
    for document in before.filter(series__in=notes) if notes else ():
        yield document, notes[document.series]
    lines: dict[str, list[Labelling]] = defaultdict(list)
    for draft in labelled:
        for reference in {line["resource"] for line in draft.lines}:
            lines[reference].append(draft.labelling)
    patients = {draft.patient_id for draft in labelled if draft.structured}
    kinds = {draft.kind.value for draft in labelled if draft.structured}
    if not lines:
        return
    renderings = before.filter(patient_id__in=patients, structured=True, kind__in=kinds).only(
        "series", "patient_id", "lines", *COLUMNS
    )
    for document in renderings:
        held = {line["resource"] for line in document.lines}.union(*(line.get("also", ()) for line in document.lines))
        if shared := [one for reference in held & lines.keys() for one in lines[reference]]:
            yield document, highest(shared)


def _record(changed: Iterable[SourceDocument], actor: Actor) -> None:
    numbers: dict[UUID, int] = defaultdict(int)
    for document in changed:
        numbers[document.patient_id] += 1
    for patient_id, number in numbers.items():
        event_append(
            actor=actor, action=Action.DOCUMENTS_RELABELLED, patient_id=patient_id, object_type="patient",
            object_id=patient_id, details={"documents": number},
        )  # fmt: skip
