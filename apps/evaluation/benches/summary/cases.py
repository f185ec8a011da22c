"""One eval case through the belts: taken in, drafted on its own day, its citations led back to the source."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils.timezone import get_current_timezone

from apps.access.selectors import actor_for
from apps.access.services import organization_create, person_create
from apps.chart.selectors import document_ids_of_message, documents_get
from apps.chart.services import patient_grant
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import sha256_hex
from apps.core.errors import WorkbenchError
from apps.drafting.domain.claims import DraftKind, Support
from apps.drafting.domain.status import DraftStatus
from apps.drafting.domain.tasks import output_from_json
from apps.drafting.selectors import claims_with_sources
from apps.drafting.services import draft_check, draft_generate, draft_request, draft_retrieve
from apps.evaluation.benches.cases import case_documents
from apps.evaluation.benches.summary.yardstick import Part, Place, Said
from apps.intake.domain.media_types import FHIR_JSON
from apps.intake.pipeline import message_finish, message_take

if TYPE_CHECKING:
    from apps.access.models import Organization, Person
    from apps.chart.models import SourceDocument
    from apps.drafting.models import Citation, Draft

ACTOR = Actor.service("bench-summary")
STEPS = (draft_retrieve, draft_generate, draft_check)
UPDATE = "update.json"


@dataclass(frozen=True, slots=True)
class Summary:
    """What the belt made of one case, each claim with the places in the source that its citations lead to."""

    status: DraftStatus
    said: tuple[Said, ...]
    missing: tuple[str, ...]
    cited: int  # citations that the composer proposed
    resolved: int  # of those, how many lead to the words they were bound to
    sources: Mapping[str, str]  # the text of each note and of each resource's lines, by "DocumentReference/<id>"


def summarize(folder: Path, as_of: str) -> Summary:
    """Take a case in and draft its chart summary as a physician would ask for it on that day.

    Raises WorkbenchError when intake does not take the case whole.
    """
    organization = organization_create(slug=f"bench-summary-{uuid4().hex[:12]}", name=folder.name, actor=ACTOR)
    documents = list(_take(organization, folder).values())
    patients = {document.patient_id: document.patient for document in documents}
    if len(patients) != 1:
        raise WorkbenchError(f"{folder.name} holds {len(patients)} patients; an eval case is one patient's chart.")
    person = person_create(
        email=f"reader@{organization.slug}.example", display_name="Reader", role="physician",
        organization=organization, actor=ACTOR,
    )  # fmt: skip
    (patient,) = patients.values()
    patient_grant(patient=patient, permission="view_chart", person=person, actor=ACTOR)
    with clock.standing_at(datetime.combine(datetime.fromisoformat(as_of), time(12), get_current_timezone())):
        draft = _drafted(patient.pk, person)
    return _read_back(draft, documents)


def _take(organization: Organization, folder: Path) -> dict[UUID, SourceDocument]:
    """Take a case in; where a later message exists, that too."""
    found = {document.pk: document for document in case_documents(organization, folder, ACTOR)}
    if (folder / UPDATE).exists():
        message, _ = message_take(
            organization=organization, source_system="bench", source_id=f"{folder.name}/{UPDATE}",
            media_type=FHIR_JSON, body=(folder / UPDATE).read_bytes(), actor=ACTOR,
        )  # fmt: skip
        message_finish(message_id=message.pk, actor=ACTOR)
        found |= documents_get(document_ids_of_message(message.pk))
    return found


def _drafted(patient_id: UUID, person: Person) -> Draft:
    draft = draft_request(
        patient_id=patient_id, kind=DraftKind.CHART_SUMMARY, subject="Chart summary", person=person,
        actor=actor_for(person),
    )  # fmt: skip
    for step in STEPS:
        step(draft_id=draft.pk, worker="bench", actor=ACTOR)
    draft.refresh_from_db()
    return draft


def _read_back(draft: Draft, documents: list[SourceDocument]) -> Summary:
    said, resolved = [], 0
    for claim in claims_with_sources(draft):
        places: list[Place] = []
        for citation in claim.citations.all():
            if _holds(citation):
                resolved += 1
                places += _places(citation.source_document, citation.source_start, citation.source_end)
        said.append(Said(claim.text, Support(claim.support), tuple(places), claim.section))
    runs = [output_from_json(run.output) for run in draft.runs.filter(broken_off="")]
    proposed = sum(len(claim.citations) for run in runs for claim in run.claims)
    texts = {part.document: part.text for document in documents for part in _parts(document)}
    return Summary(DraftStatus(draft.status), tuple(said), tuple(draft.missing), proposed, resolved, texts)


def _holds(citation: Citation) -> bool:
    """Say whether the words a citation was bound to stand where it points, in the version it points to."""
    document = citation.source_document
    quote = document.text[citation.source_start : citation.source_end]
    return document.sha256 == citation.source_sha256 and sha256_hex(quote) == citation.quote_sha256


def _places(document: SourceDocument, start: int, end: int) -> Iterator[Place]:
    """Yield a span of a note, or the resources whose lines it touches."""
    if not document.structured:
        yield Place(document.series, start, end)
        return
    for line in document.lines:
        if line["start"] < end and start < line["end"]:
            yield Place(line["resource"], 0, 0)


def _parts(document: SourceDocument) -> Iterator[Part]:
    if not document.structured:
        yield Part(document.series, document.text)
        return
    told: dict[str, list[str]] = {}
    for line in document.lines:
        told.setdefault(line["resource"], []).append(document.text[line["start"] : line["end"]])
    yield from (Part(resource, "\n".join(texts)) for resource, texts in told.items())


def attached(folder: Path) -> dict[str, str]:
    """Return the decoded text of each note of a case: what the gold's offsets count in."""
    found: dict[str, str] = {}
    for name in ("bundle.json", UPDATE):
        if (folder / name).exists():
            for entry in json.loads((folder / name).read_text(encoding="utf-8"))["entry"]:
                resource = entry["resource"]
                if resource["resourceType"] == "DocumentReference":
                    data = resource["content"][0]["attachment"].get("data", "")
                    found[f"DocumentReference/{resource['id']}"] = base64.b64decode(data).decode("utf-8", "replace")
    return found
