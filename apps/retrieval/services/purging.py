"""Forgetting what was asked of the index. That it was asked, by whom, and how much was found, stays."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from apps.core import fence
from apps.core.actors import Actor
from apps.retrieval.models import RetrievalQuery


@transaction.atomic
def queries_purge(*, query_ids: Iterable[UUID], actor: Actor) -> int:
    """Empty the words of these questions. The caller has appended the audit event of the purge."""
    with fence.keeping():
        questions = RetrievalQuery.objects.filter(pk__in=list(query_ids))
        return questions.update(text="", expansion=[], verdict_reason="", answerability={})
