"""All that one search reads of a chart, inside one block of the fence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from apps.core import fence
from apps.redaction import selectors as redaction
from apps.retrieval.builders import builder_of
from apps.retrieval.candidates import Scored, late_of, score_candidates
from apps.retrieval.counting import count_words, words_named
from apps.retrieval.dictionary import clinical_dictionary
from apps.retrieval.domain.asking import Asked, words_asked
from apps.retrieval.domain.evidence import READ
from apps.retrieval.domain.expansion import Expansion, expand, lexical_query
from apps.retrieval.domain.fusion import LATE, Ranked, fuse
from apps.retrieval.domain.priors import bonuses
from apps.retrieval.domain.terms import terms_of
from apps.retrieval.embedder.reading import readings_of
from apps.retrieval.lexemes import Lexemes, lexemes_of
from apps.retrieval.matching import terms_held
from apps.retrieval.models import Passage
from apps.retrieval.versions import index_in_use

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from apps.retrieval.domain.tasks import SearchTask
    from apps.retrieval.interface import Reading
    from apps.retrieval.reach import Reach

KEPT = 50  # candidates of each question that stay on record, and whose words are read one by one (decision 0010)
Held = Mapping[str, tuple[str, ...]]  # passage id -> the terms of the question that it holds


@dataclass(frozen=True, slots=True)
class Finding:
    """What a search found in a chart, best first, and what an answer is judged by."""

    ranked: Sequence[Ranked]
    passages: Mapping[str, Passage]  # the first of them, by id
    held: Held
    scored: Scored
    asked: Sequence[Asked]
    index_version: str


def passages_permitted(reach: Reach, index_version: str) -> QuerySet[Passage]:
    """Return what a search may rank: one predicate, in SQL, before anything is scored. Read it inside the fence."""
    readable = redaction.redacted_documents_evident_to(reach.requester, reach.patient_id, emergency=reach.emergency)
    passages = Passage.objects.filter(
        patient_id=reach.patient_id,
        index_version=index_version,
        superseded=False,
        organization_id=reach.requester.organization_id,
        redacted_document__in=readable.values("id"),
    )
    limits = reach.filters
    if limits.document_kinds:
        passages = passages.filter(document_kind__in=limits.document_kinds)
    if limits.section_kinds:
        passages = passages.filter(section_kind__in=limits.section_kinds)
    if limits.redacted_document_ids:
        passages = passages.filter(redacted_document_id__in=[UUID(id_) for id_ in limits.redacted_document_ids])
    return passages


def expansion_of(text: str) -> tuple[Expansion, ...]:
    """Return what the clinical dictionary adds to the words of a question."""
    return expand(text, clinical_dictionary())


def find(reach: Reach, text: str, expansion: Sequence[Expansion], *, task: SearchTask, limit: int) -> Finding:
    """Return the passages within reach that best answer a question, with what its answer is judged by."""
    version, words = index_in_use(), words_asked(text)
    question = readings_of(builder_of(version).embedder(), [text])[0]
    with fence.reading(reach.requester.pk, reach.patient_id):
        permitted = passages_permitted(reach, version)
        read = lexemes_of(lexical_query(text, expansion), words)
        scored = _scored(permitted, reach, read, words, expansion, question)
        ranked = fuse(scored.candidates, bonuses=bonuses(scored.candidates, task), limit=max(limit, KEPT))
        first = ranked[: max(limit, READ)]
        passages = _passages(reach, [row.passage_id for row in first])
        if len(passages) < len(first):  # a right was taken away while they were ranked
            ranked = [row for row in ranked if row.passage_id in passages]
        held = terms_held([row.passage_id for row in ranked], terms_of(text, expansion), patient_id=reach.patient_id)
        asked = count_words(permitted, scored, read, question=text, words=words, expansions=expansion)
    return Finding(ranked, passages, held, scored, asked, version)


def scored_within(reach: Reach, text: str, expansion: Sequence[Expansion]) -> Scored:
    """Return the scores by channel of what a search would rank for a question."""
    version = index_in_use()
    question = readings_of(builder_of(version).embedder(), [text])[0]
    with fence.reading(reach.requester.pk, reach.patient_id):
        read = lexemes_of(lexical_query(text, expansion))
        return _scored(passages_permitted(reach, version), reach, read, (), expansion, question)


def _scored(
    permitted: QuerySet[Passage],
    reach: Reach,
    read: Lexemes,
    words: Sequence[str],
    expansion: Sequence[Expansion],
    question: Reading,
) -> Scored:
    """Score what is permitted; the best meet the question word by word, where the index keeps words: all would cost."""
    names = dict.fromkeys(name for named in words_named(words, expansion).values() for name in named)
    scored = score_candidates(permitted, reach.patient_id, read, list(names), question)
    best = [row.passage_id for row in fuse(scored.candidates, limit=KEPT)]
    late = late_of(question, reach.patient_id, best)
    return replace(scored, candidates=scored.candidates.with_channel(LATE, late)) if late else scored


def _passages(reach: Reach, passage_ids: Sequence[str]) -> dict[str, Passage]:
    """Return passages that were permitted a moment ago, with what they were copied from; PostgreSQL asks once more."""
    passages = Passage.objects.filter(patient_id=reach.patient_id).select_related("copied_from")
    found = passages.in_bulk([UUID(id_) for id_ in passage_ids])
    return {str(passage_id): passage for passage_id, passage in found.items()}
