"""Rows of the index as the plain values of ``domain.provenance``. Call everything here inside the fence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.core import clock
from apps.retrieval.domain.dictionary import ExpansionKind
from apps.retrieval.domain.expansion import Expansion
from apps.retrieval.domain.provenance import PassageCard, StoredAnswer, StoredQuery
from apps.retrieval.domain.why import Origin
from apps.retrieval.models import Passage, RetrievalQuery, RetrievedPassage

WORDS = ("text", "expansion", "verdict_reason", "answerability")
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def stored_queries(query_ids: Iterable[str | UUID], *, with_words: bool, only: UUID | None = None) -> list[StoredQuery]:
    """Return questions in the order they were asked, each with its answers. Two statements.

    Without words neither a question nor which of its words an answer holds is read from the database; with ``only``
    no answer but that passage.
    """
    ids = [UUID(str(id_)) for id_ in query_ids]
    queries, answers = RetrievalQuery.objects.filter(pk__in=ids), RetrievedPassage.objects.filter(query__in=ids)
    if only:
        answers = answers.filter(passage=only)
    if not with_words:
        queries, answers = queries.defer(*WORDS), answers.defer("matched")
    by_query: defaultdict[UUID, list[StoredAnswer]] = defaultdict(list)
    for row in answers.order_by("query_id", "rank"):
        by_query[row.query_id].append(_answer(row, with_words=with_words))
    return [_query(row, by_query[row.pk], with_words=with_words) for row in queries.order_by("created_at", "id")]


def _query(row: RetrievalQuery, answers: Iterable[StoredAnswer], *, with_words: bool) -> StoredQuery:
    return StoredQuery(
        id=str(row.pk),
        at=row.created_at,
        requester_id=row.requester_id,
        task=row.task,
        text=row.text if with_words else "",
        expansion=tuple(map(_expansion, row.expansion)) if with_words else (),
        index_version=row.index_version,
        ranker=row.ranker,
        filter=row.filter,
        candidates=row.candidates,
        verdict=row.verdict,
        verdict_reason=row.verdict_reason if with_words else "",
        is_purged=row.destruction is not None,
        answers=tuple(answers),
    )


def _answer(row: RetrievedPassage, *, with_words: bool) -> StoredAnswer:
    return StoredAnswer(
        passage_id=str(row.passage_id),
        rank=row.rank,
        returned=row.returned,
        score=row.score,
        channels=row.channels,
        matched=tuple(row.matched) if with_words else (),
    )


def _expansion(row: Mapping[str, Any]) -> Expansion:
    return Expansion(
        row["asked"], row["start"], row["end"], tuple(row["added"]), ExpansionKind(row["kind"]), row["source"]
    )


def passage_cards(passages: Collection[Passage]) -> dict[str, PassageCard]:
    """Return each passage as a trace shows it, by id. One statement counts the copies of all of them."""
    groups = _copies(passages)
    return {str(passage.pk): _card(passage, groups[_root(passage)]) for passage in passages}


def _root(passage: Passage) -> UUID:
    return passage.copied_from_id or passage.pk


def _copies(passages: Collection[Passage]) -> Mapping[UUID, list[datetime]]:
    """Return the dates of the current passages that say the same, by the earliest of them."""
    roots = {_root(passage) for passage in passages}
    same = Passage.objects.filter(Q(pk__in=roots) | Q(copied_from__in=roots), superseded=False)
    same = same.filter(patient__in={passage.patient_id for passage in passages})
    groups: defaultdict[UUID, list[datetime]] = defaultdict(list)
    for id_, copied_from, dated_at in same.values_list("pk", "copied_from_id", "dated_at"):
        groups[copied_from or id_].append(dated_at or _BEFORE_ALL)
    return groups


def _card(passage: Passage, dates: Collection[datetime]) -> PassageCard:
    day = clock.day_of(passage.dated_at) if passage.dated_at else None
    origin = Origin(
        section=passage.section_title or passage.section_kind.replace("_", " "),
        document=passage.document_title,
        day=day,
        author=passage.author_role,
        copies=max(len(dates), 1),
        is_newest=(passage.dated_at or _BEFORE_ALL) >= max(dates, default=_BEFORE_ALL),
    )
    return PassageCard(str(passage.pk), origin, passage.text, passage.text_sha256)
