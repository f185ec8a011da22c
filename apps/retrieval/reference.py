"""Search over texts that belong to no patient, by words and by meaning. The only place with an approximate index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from apps.retrieval.domain.chunking import SectionSpan
from apps.retrieval.domain.fusion import DENSE, LEXICAL, Candidate, candidates_of, fuse
from apps.retrieval.domain.reference import ReferenceKind, sections
from apps.retrieval.embedder import embedder
from apps.retrieval.models import ReferenceDocument, ReferencePassage

CANDIDATES = 100  # of each channel, before they are joined
# Far more than are wanted, and on until there are enough behind the filter: an index that filters after its scan
# answers too few otherwise (L12).
_SEARCH = "SELECT set_config('hnsw.ef_search', '200', true), set_config('hnsw.iterative_scan', 'strict_order', true)"
_EXACT = "SELECT set_config('enable_indexscan', 'off', true)"
_NEAREST = """
SELECT passage.id, 1 - (passage.vector <=> %(vector)s::halfvec)
FROM retrieval_referencepassage AS passage
WHERE passage.document_id = ANY(%(documents)s) ORDER BY passage.vector <=> %(vector)s::halfvec LIMIT %(limit)s
"""
# The share of the question's words that a passage holds, rare ones counting more.
_WORDS = """
WITH asked AS (
    SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('english', retrieval_search_words(%(text)s)))) AS lexeme
),
held AS (
    SELECT passage.id, asked.lexeme FROM retrieval_referencepassage AS passage
    JOIN asked ON passage.search @@ to_tsquery('simple', quote_literal(asked.lexeme))
    WHERE passage.document_id = ANY(%(documents)s)
),
rarity AS (SELECT lexeme, ln(1 + %(passages)s / count(*)::float) AS weight FROM held GROUP BY lexeme)
SELECT held.id, sum(rarity.weight) FROM held JOIN rarity USING (lexeme)
GROUP BY held.id ORDER BY 2 DESC, held.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class ReferenceHit:
    """One passage of a policy, protocol or guideline as an answer: what it says and where."""

    document: ReferenceDocument
    start: int
    end: int
    section_title: str
    text: str
    score: float


def references_in_force(organization_id: UUID, on: date) -> QuerySet[ReferenceDocument]:
    """Return the shared texts and those of the organization that are in force on a day."""
    begun = Q(effective_start=None) | Q(effective_start__lte=on)
    standing = Q(effective_end=None) | Q(effective_end__gte=on)
    return _readable(organization_id).filter(begun, standing)


def _readable(organization_id: UUID) -> QuerySet[ReferenceDocument]:
    return ReferenceDocument.objects.filter(Q(organization=None) | Q(organization=organization_id))


def reference_get(document_id: UUID, *, organization_id: UUID) -> ReferenceDocument | None:
    """Return a shared text or one of the organization, in force or not; None where it is neither."""
    return _readable(organization_id).filter(pk=document_id).first()


def reference_version_get(
    kind: ReferenceKind, key: str, version: str, *, organization_id: UUID
) -> ReferenceDocument | None:
    """Return one version of a text by what it is called; the organization's own before a shared one."""
    if "\0" in key or "\0" in version:  # PostgreSQL takes none, not even to compare
        return None
    rows = _readable(organization_id).filter(kind=kind, key=key, version=version)
    return rows.order_by(F("organization").asc(nulls_last=True)).first()


def reference_sections(document: ReferenceDocument) -> Sequence[SectionSpan]:
    """Return the parts of a text under its headings, as it was cut for the search."""
    return sections(document.text)


def reference_search(text: str, *, organization_id: UUID, on: date, limit: int) -> list[ReferenceHit]:
    """Return the passages in force that best answer a question, best first. Nothing of the question is kept."""
    documents = {row.pk: row for row in references_in_force(organization_id, on).defer("text")}
    if not text.strip() or not documents:
        return []
    best = fuse(candidates_of(_candidates(text, list(documents))), limit=limit)
    rows = ReferencePassage.objects.in_bulk([UUID(one.passage_id) for one in best])
    found = ((rows[UUID(one.passage_id)], one.score) for one in best)
    return [
        ReferenceHit(documents[row.document_id], row.start, row.end, row.section_title, row.text, score)
        for row, score in found
    ]


def reference_nearest(text: str, *, organization_id: UUID, on: date, limit: int, exact: bool) -> list[str]:
    """Return the ids of the passages in force nearest to a question by meaning alone, nearest first.

    ``exact`` reads every vector instead of the index: what the index is measured against.
    """
    documents = list(references_in_force(organization_id, on).values_list("pk", flat=True))
    return [id_ for id_, _ in _nearest(embedder().embed([text])[0], documents, limit, exact=exact)]


def _nearest(
    vector: Sequence[float], documents: Sequence[UUID], limit: int, *, exact: bool = False
) -> list[tuple[str, float]]:
    """Return (passage id, cosine), nearest first."""
    given: dict[str, Any] = {"vector": str(list(vector)), "documents": list(documents), "limit": limit}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_EXACT if exact else _SEARCH)
        cursor.execute(_NEAREST, given)
        return [(str(id_), float(score)) for id_, score in cursor.fetchall()]


def _candidates(text: str, documents: list[UUID]) -> list[Candidate]:
    vector = embedder().embed([text])[0]
    given: dict[str, Any] = {"text": text, "documents": documents, "limit": CANDIDATES}
    given["passages"] = ReferencePassage.objects.filter(document__in=documents).count()
    dense = dict(_nearest(vector, documents, CANDIDATES))
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, given)
        words = {str(id_): float(score) for id_, score in cursor.fetchall()}
    floor = min(dense.values(), default=0.0)
    return [
        Candidate(id_, {DENSE: dense.get(id_, floor), LEXICAL: words.get(id_, 0.0)}) for id_ in sorted(dense | words)
    ]
