"""What an officer who signs off a week has to look at first, and whether they did, as the log itself says."""

from datetime import datetime

from django.db.models import QuerySet

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.log_words import NIGHTLY
from apps.audit.models import AuditEvent
from apps.audit.selectors.events import Id, events_for

NARROWED = {"action", "since", "until"}


def nights_failed_within(*, organization_id: Id, since: datetime, until: datetime) -> QuerySet[AuditEvent]:
    """Return the nightly readings and comparisons of [since, until) that found something, the newest first."""
    told = events_for(organization_id=organization_id, since=since, until=until, installation=True)
    return told.filter(action__in=NIGHTLY, outcome=Outcome.FAILURE)


def kinds_read(*, actor_id: Id, since: datetime, until: datetime) -> set[str]:
    """Return of which kinds of act somebody read all of [since, until) on the page of the log, after it was over."""
    looks = AuditEvent.objects.filter(actor_id=str(actor_id), action=Action.AUDIT_VIEWED, recorded_at__gte=until)
    told = looks.filter(details__has_key="action").values_list("details", flat=True)
    return {
        details["action"]
        for details in told
        if set(details) <= NARROWED
        and ("since" not in details or datetime.fromisoformat(details["since"]) <= since)
        and ("until" not in details or datetime.fromisoformat(details["until"]) >= until)
    }
