"""One case of a policy through the belts: taken in, redacted, indexed, and what a physician's draft of it would "
"read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from apps.access.services import organization_create, person_create
from apps.chart.services import patient_grant
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.coverage.domain.tree import PolicyFile, parse
from apps.drafting.domain.claims import CitedSpan, DraftKind
from apps.drafting.domain.tasks import DraftInput, DraftTask, LeafEvidence
from apps.drafting.services.inputs import passage_view
from apps.evaluation.benches.cases import case_documents
from apps.evaluation.benches.summary.yardstick import Place
from apps.redaction.selectors import patient_profile, source_span
from apps.retrieval.interface import SearchTask
from apps.retrieval.selectors import patient_passages
from apps.retrieval.services import passages_search

if TYPE_CHECKING:
    from pathlib import Path

    from apps.access.models import Person
    from apps.chart.models import SourceDocument

ACTOR = Actor.service("bench-criteria")
HITS = 12  # as a draft asks for each criterion


@dataclass(frozen=True, slots=True)
class Asked:
    """A case as the criteria are answered from it."""

    policy: PolicyFile
    draft_input: DraftInput
    documents: Mapping[UUID, SourceDocument]
    replaced_by: Mapping[str, str]  # a note's id -> the id of the note that replaces it

    def places(self, span: CitedSpan) -> Iterator[Place]:
        """Yield where a span of a redacted passage stands in the source: a stretch of a note, or the resources."""
        passage = next(one for one in self.draft_input.passages if one.passage_id == span.passage_id)
        source = source_span(passage.document_id, passage.start + span.start, passage.start + span.end)
        document = self.documents[UUID(source.document_id)]
        if not document.structured:
            yield Place(self.sent_as(document), source.start, source.end)
            return
        for line in document.lines:
            if line["start"] < source.end and source.start < line["end"]:
                yield from (Place(reference, 0, 0) for reference in (line["resource"], *line.get("also", ())))

    def sent_as(self, document: SourceDocument) -> str:
        """Return the id under which a version was sent: a series is named after its first."""
        name = document.series
        for _ in range(document.version - 1):
            name = self.replaced_by.get(name, name)
        return name


def _replacements(folder: Path) -> dict[str, str]:
    entries = json.loads((folder / "bundle.json").read_text(encoding="utf-8")).get("entry") or []
    notes = [entry["resource"] for entry in entries if entry["resource"]["resourceType"] == "DocumentReference"]
    return {
        str(link["target"].get("reference")): f"DocumentReference/{note['id']}"
        for note in notes for link in note.get("relatesTo") or [] if link.get("code") == "replaces"
    }  # fmt: skip


def case_ask(folder: Path, as_of: date) -> Asked:
    """Take a case in and return what its criteria are answered from, as a physician with a grant reads it.

    Raises PolicyInvalid, and WorkbenchError when intake does not take the case whole.
    """
    policy = parse(json.loads((folder / "policy.json").read_text(encoding="utf-8")))
    organization = organization_create(slug=f"bench-criteria-{uuid4().hex[:12]}", name=folder.name, actor=ACTOR)
    documents = {document.pk: document for document in case_documents(organization, folder, ACTOR)}
    patients = {document.patient_id: document.patient for document in documents.values()}
    if len(patients) != 1:
        raise WorkbenchError(f"{folder.name} holds {len(patients)} patients; an eval case is one patient's chart.")
    person = person_create(
        email=f"reader@{organization.slug}.example", display_name="Reader", role="physician",
        organization=organization, actor=ACTOR,
    )  # fmt: skip
    (patient,) = patients.values()
    patient_grant(patient=patient, permission="view_chart", person=person, actor=ACTOR)
    profile = patient_profile(patient.pk, as_of)
    task = DraftTask(DraftKind.PRIOR_AUTH_LETTER, policy.title, as_of, profile.age, profile.sex)
    passages = tuple(passage_view(passage) for passage in patient_passages(patient.pk, person))
    draft_input = DraftInput(task, passages, tuple(_found(policy, patient.pk, person)))
    return Asked(policy, draft_input, documents, _replacements(folder))


def _found(policy: PolicyFile, patient_id: UUID, person: Person) -> Iterator[LeafEvidence]:
    for node in policy.root.walk():
        if node.is_leaf:
            result = passages_search(
                patient_id=patient_id, text=node.text, requester=person, limit=HITS, task=SearchTask.CRITERION,
                purpose="bench", purpose_id=node.node_id, actor=ACTOR,
            )  # fmt: skip
            yield LeafEvidence(node.node_id, tuple((hit.passage_id, hit.score) for hit in result.hits))
