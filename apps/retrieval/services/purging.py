"""Forgetting what was asked of the index. That it was asked, by whom, and how much was found, stays."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from apps.core import fence
from apps.core.actors import Actor
from apps.core.destruction import words_destroy
from apps.retrieval.models import RetrievalQuery, RetrievedPassage

QUESTION = ("text", "expansion", "verdict_reason", "answerability")


@transaction.atomic
def queries_purge(*, query_ids: Iterable[UUID], event_id: UUID, actor: Actor) -> int:
    """Empty the words of these questions, and which of them each answer held.

    ``event_id`` is the audit event of the purge, appended in this transaction: both tables ask for it.
    """
    ids = list(query_ids)
    with fence.keeping():
        answers = RetrievedPassage.objects.filter(query__in=ids, destruction=None)
        words_destroy(answers, ["matched"], destruction=event_id)
        questions = RetrievalQuery.objects.filter(pk__in=ids, destruction=None)
        return words_destroy(questions, QUESTION, destruction=event_id)
