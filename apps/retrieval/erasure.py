"""The index's part in keeping and destroying: passages, vectors and questions are derived, so they are deleted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from apps.core.actors import Actor
from apps.governance.domain.rooms import Held
from apps.retrieval.models import Embedding, Passage, PassageWindow, RetrievalQuery
from apps.retrieval.services import queries_purge


class RetrievalEraser:
    """See ``governance.domain.rooms.Eraser``."""

    tables = frozenset(
        ["retrieval_passage", "retrieval_passagewindow", "retrieval_retrievalquery", "retrieval_retrievedpassage"]
    )

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        questions = RetrievalQuery.objects.filter(patient=patient_id).delete()[0]
        passages = Passage.objects.filter(patient=patient_id)
        vectors = _vectors_of(passages)
        deleted = passages.delete()[0]
        return {
            "retrieval_retrievalquery": questions,
            "retrieval_passage": deleted,
            "retrieval_embedding": _orphans_delete(vectors),
        }


class ReplacedPassages:
    """Passages of versions that a newer one replaced (see ``governance.domain.rooms.Purger``)."""

    def due(self, *, before: datetime, held: Held) -> QuerySet[Any, Any]:
        passages = Passage.objects.filter(superseded=True, created_at__lt=before)
        passages = passages.exclude(organization__in=held.organizations).exclude(patient__in=held.any_patients)
        return passages.order_by("created_at", "pk").values_list("pk", flat=True)

    def purge(self, *, ids: Sequence[Any], event_id: UUID, actor: Actor) -> None:
        passages = Passage.objects.filter(pk__in=ids)
        vectors = _vectors_of(passages)
        passages.delete()
        _orphans_delete(vectors)


class Searches:
    """What people typed into the search of a chart; a draft's questions follow its pathway."""

    def due(self, *, before: datetime, held: Held) -> QuerySet[Any, Any]:
        questions = RetrievalQuery.objects.filter(created_at__lt=before).exclude(purpose="draft").exclude(text="")
        questions = questions.exclude(organization__in=held.organizations).exclude(patient__in=held.any_patients)
        return questions.order_by("created_at", "pk").values_list("pk", flat=True)

    def purge(self, *, ids: Sequence[Any], event_id: UUID, actor: Actor) -> None:
        queries_purge(query_ids=ids, actor=actor)


def _vectors_of(passages: QuerySet[Passage]) -> list[UUID]:
    windows = PassageWindow.objects.filter(passage__in=passages)
    return list(windows.values_list("embedding_id", flat=True).distinct())


def _orphans_delete(vectors: Sequence[UUID]) -> int:
    """Delete those of the vectors that no passage needs any more: another patient's chart may hold the same words."""
    needed = PassageWindow.objects.filter(embedding=OuterRef("pk"))
    return Embedding.objects.filter(~Exists(needed), pk__in=vectors).delete()[0]
