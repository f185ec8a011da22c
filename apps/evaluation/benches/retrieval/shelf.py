"""The articles as one patient's chart: stored, redacted and indexed by the services that a real chart goes through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from apps.access.services import organization_create, person_create
from apps.chart.domain.documents import DocumentKind
from apps.chart.services import document_store, patient_grant, patient_store
from apps.core.actors import Actor
from apps.core.domain.bench import Say
from apps.evaluation.benches.retrieval.bm25 import Chunk
from apps.evaluation.benches.retrieval.questions import Article
from apps.redaction.selectors import source_span
from apps.redaction.services import documents_redact, text_conceal
from apps.retrieval.domain.fusion import Candidates, fuse
from apps.retrieval.interface import Answerability, SearchFilter, SearchTask
from apps.retrieval.selectors import Reach, passages_scored, patient_passages
from apps.retrieval.services import passages_search, redacted_documents_index

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient

ACTOR = Actor.service("bench-retrieval")
BATCH = 4  # documents between two words about how far it is


@dataclass(frozen=True, slots=True)
class Shelf:
    """The indexed articles, the person who may read them, and where each passage lies in its article."""

    patient: Patient
    reader: Person
    redacted_of: dict[str, str]  # article id -> redacted document id
    chunks: dict[str, Chunk]  # passage id -> span of the article's own text

    def search(self, question: str, limit: int, article_id: str | None = None) -> list[Chunk]:
        """Return the answers of the front door, best first; of one article's passages when it is named."""
        result = passages_search(
            patient_id=self.patient.id, text=question, requester=self.reader, limit=limit,
            task=SearchTask.QUESTION, purpose="bench", filters=self._only(article_id), actor=ACTOR,
        )  # fmt: skip
        return [self.chunks[hit.passage_id] for hit in result.hits]

    def answer(self, question: str, article_ids: Sequence[str]) -> Answerability:
        """Return the verdict on a question that is asked of these articles, concealed as in the reading room."""
        concealed = text_conceal(patient_id=self.patient.id, text=question, actor=ACTOR)
        only = SearchFilter(redacted_document_ids=tuple(self.redacted_of[article_id] for article_id in article_ids))
        result = passages_search(
            patient_id=self.patient.id, text=concealed, requester=self.reader, limit=1, task=SearchTask.QUESTION,
            purpose="bench", filters=only, actor=ACTOR,
        )  # fmt: skip
        return result.answer

    def scored(self, question: str, article_id: str | None = None) -> Candidates:
        """Return every passage with its score by channel; of one article's passages when it is named."""
        return passages_scored(Reach(self.patient.id, self.reader, self._only(article_id)), question)

    def ranked(self, candidates: Candidates, weights: Mapping[str, float], limit: int) -> list[Chunk]:
        """Return the best of these candidates under other weights than the product's, best first."""
        return [self.chunks[row.passage_id] for row in fuse(candidates, weights=weights, limit=limit)]

    def _only(self, article_id: str | None) -> SearchFilter:
        return SearchFilter(redacted_document_ids=(self.redacted_of[article_id],) if article_id else ())


def shelf_fill(articles: Sequence[Article], say: Say) -> Shelf:
    """Store, redact and index the articles in the chart of a patient of an organization of their own."""
    name = f"bench-retrieval-{uuid4().hex[:8]}"
    organization = organization_create(slug=name, name=name, actor=ACTOR)
    reader = person_create(
        email=f"{name}@example.org", display_name=name, role="physician", organization=organization, actor=ACTOR
    )
    body = {"resourceType": "Patient", "id": name, "name": [{"family": name}]}
    patient = patient_store(organization=organization, source_system="bench", body=body, actor=ACTOR)
    patient_grant(patient=patient, permission="view_chart", person=reader, actor=ACTOR)
    article_of: dict[str, str] = {}
    for first in range(0, len(articles), BATCH):
        article_of |= _store(patient, articles[first : first + BATCH])
        say(f"{min(first + BATCH, len(articles))} of {len(articles)} documents indexed")
    redacted_of = {article: redacted for redacted, article in article_of.items()}
    return Shelf(patient, reader, redacted_of, _chunks(patient, reader, article_of))


def _store(patient: Patient, articles: Iterable[Article]) -> dict[str, str]:
    """Return redacted document id -> article id."""
    stored = {}
    for article in articles:
        document, _ = document_store(
            organization=patient.organization,
            patient=patient,
            encounter=None,
            source_system="bench",
            series=article.id,
            kind=DocumentKind.OTHER_NOTE,
            title=article.title,
            dated_at=None,
            text=article.text,
            actor=ACTOR,
        )
        stored[document.id] = article.id
    redacted = documents_redact(document_ids=stored, actor=ACTOR)
    redacted_documents_index(redacted_document_ids=[row.id for row in redacted], actor=ACTOR)
    return {str(row.id): stored[row.document_id] for row in redacted}


def _chunks(patient: Patient, reader: Person, article_of: dict[str, str]) -> dict[str, Chunk]:
    chunks: dict[str, Chunk] = {}
    for passage in patient_passages(patient.id, reader):
        span = source_span(passage.redacted_document_id, passage.start, passage.end)
        chunks[str(passage.id)] = Chunk(article_of[str(passage.redacted_document_id)], span.start, span.end)
    return chunks
