"""Grants that nobody can use any more are taken off the table: expired, or across organizations (R10)."""

from collections import defaultdict
from typing import Any

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.selectors.rights import orphan_grants
from apps.core.actors import Actor


@transaction.atomic
def grants_clean(*, actor: Actor) -> int:
    """Remove the grants that open nothing and never will; return how many. One event of each
    patient's organization tells them by their ids."""
    removed: dict[str, list[dict[str, str]]] = defaultdict(list)
    for orphans in orphan_grants():
        rows: list[Any] = list(orphans.select_for_update(of=("self",)).select_related("permission", "content_object"))
        for row in rows:
            removed[str(row.content_object.organization_id)].append(_told(row))
            row.delete()
    for organization_id, grants in removed.items():
        event_append(
            actor=actor.within(organization_id), action=Action.GRANTS_CLEANED, object_type="grant",
            details={"count": len(grants), "grants": grants},
        )  # fmt: skip
    return sum(map(len, removed.values()))


def _told(row: Any) -> dict[str, str]:
    return {
        "holder_id": str(getattr(row, "user_id", None) or getattr(row, "group_id", "")),
        "patient_id": str(row.content_object.pk),
        "permission": row.permission.codename,
    }
