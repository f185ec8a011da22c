"""The index's part in keeping and destroying: passages, vectors and questions are derived, so they are deleted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.core import fence
from apps.core.actors import Actor
from apps.core.destruction import words_destroy
from apps.governance.domain.rooms import Held
from apps.retrieval.models import Passage, RetrievalQuery, RetrievedPassage
from apps.retrieval.services import queries_purge


class RetrievalEraser:
    """See ``governance.domain.rooms.Eraser``."""

    tables = frozenset(
        ["retrieval_passage", "retrieval_passagewindow", "retrieval_retrievalquery", "retrieval_retrievedpassage"]
    )

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        with fence.keeping():
            questions = RetrievalQuery.objects.filter(patient=patient_id).delete()[0]
            passages = Passage.objects.filter(patient=patient_id).delete()[0]
        return {"retrieval_retrievalquery": questions, "retrieval_passage": passages}


class ReplacedPassages:
    """Passages of versions that a newer one replaced (see ``governance.domain.rooms.Purger``).

    What was found in a search and what a draft cites keep the id of a purged passage; a citation still leads to its
    source, because it is bound to that and not to the index.
    """

    def due(self, *, before: datetime, held: Held) -> QuerySet[Any, Any]:
        passages = Passage.objects.filter(superseded=True, created_at__lt=before)
        passages = passages.exclude(organization__in=held.organizations).exclude(patient__in=held.any_patients)
        return passages.order_by("created_at", "pk").values_list("pk", flat=True)

    def purge(self, *, ids: Sequence[Any], event_id: UUID, actor: Actor) -> None:
        with fence.keeping():
            answers = RetrievedPassage.objects.filter(passage__in=ids, destruction=None)
            words_destroy(answers, ["matched"], destruction=event_id)
            Passage.objects.filter(pk__in=ids).delete()


class Searches:
    """What people typed into the search of a chart; a draft's questions follow its pathway."""

    def due(self, *, before: datetime, held: Held) -> QuerySet[Any, Any]:
        questions = RetrievalQuery.objects.filter(created_at__lt=before, destruction=None).exclude(purpose="draft")
        questions = questions.exclude(organization__in=held.organizations).exclude(patient__in=held.any_patients)
        return questions.order_by("created_at", "pk").values_list("pk", flat=True)

    def purge(self, *, ids: Sequence[Any], event_id: UUID, actor: Actor) -> None:
        queries_purge(query_ids=ids, event_id=event_id, actor=actor)
