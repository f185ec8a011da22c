"""What was drafted today, and whether anything is left of the day's budget."""

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Sum
from django.utils import timezone

from apps.core import clock
from apps.drafting.domain.budgets import Budget, Spent, budget_of, refusal
from apps.drafting.domain.status import DraftStatus
from apps.drafting.models import Draft, DraftReplay, InferenceRun

BUDGET_LOCK = 0x42554447  # "BUDG": with the organization, so that two workers do not both take what is left for one


def budget_left(draft: Draft) -> str:
    """Return why a draft may not go on today, or nothing. Call inside the transaction that acts on the answer.

    A call under way counts as a draft; its tokens and cost count when it is sealed, so the last one may overshoot.
    """
    budget = budget_for(draft.organization.slug)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [BUDGET_LOCK, str(draft.organization_id)])
    return refusal(
        budget,
        person=spent_today({"requested_by": draft.requested_by_id}, but=draft),
        organization=spent_today({"organization": draft.organization_id}, but=draft),
    )


def budget_for(organization: str) -> Budget:
    """Return the budget of an organization, by its slug. Raises BudgetMalformed."""
    return budget_of(_data(settings.WORKBENCH_BUDGETS), organization)


def spent_today(whose: dict[str, Any], *, but: Draft | None = None) -> Spent:
    """Return what the drafts of a person or an organization (columns of a draft) used since midnight."""
    since = today_began()
    runs = InferenceRun.objects.filter(created_at__gte=since, **{f"draft__{name}": it for name, it in whose.items()})
    counted = Count("draft", distinct=True)
    used = runs.aggregate(drafts=counted, tokens=_tokens(), cost=Sum("cost_micros"))
    again = DraftReplay.objects.filter(created_at__gte=since, **{f"run__draft__{n}": it for n, it in whose.items()})
    replayed = again.aggregate(tokens=_tokens(), cost=Sum("cost_micros"))
    writing = Draft.objects.filter(**whose, status=DraftStatus.RETRIEVED).exclude(lease_owner="")
    if but:
        writing = writing.exclude(pk=but.pk)
    return Spent(
        drafts=used["drafts"] + writing.count(),
        tokens=(used["tokens"] or 0) + (replayed["tokens"] or 0),
        cost_micros=(used["cost"] or 0) + (replayed["cost"] or 0),
    )


def today_began() -> datetime:
    """Return the last midnight in the clinic's zone."""
    return timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)


def _tokens() -> Any:
    return Sum(F("input_tokens") + F("output_tokens"))


@lru_cache(maxsize=4)
def _data(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
