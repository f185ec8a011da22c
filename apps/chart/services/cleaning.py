"""Grants that nobody can use any more are taken off the table: expired, or across organizations (R10)."""

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.selectors.rights import orphan_grants
from apps.core.actors import Actor


@transaction.atomic
def grants_clean(*, actor: Actor) -> int:
    """Remove the grants that open nothing and never will; return how many. One event tells each of them by its ids."""
    removed = []
    for grants in orphan_grants():
        rows = list(grants.select_for_update(of=("self",)).select_related("permission"))
        removed += [
            {
                "holder_id": str(getattr(row, "user_id", None) or getattr(row, "group_id", "")),
                "patient_id": str(row.content_object_id),
                "permission": row.permission.codename,
            }
            for row in rows
        ]
        for row in rows:
            row.delete()
    if removed:
        event_append(
            actor=actor, action=Action.GRANTS_CLEANED, object_type="grant",
            details={"count": len(removed), "grants": removed},
        )  # fmt: skip
    return len(removed)
