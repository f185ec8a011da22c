"""What a nightly reading or comparison found, until an officer has taken it up."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.log_words import NIGHTLY
from apps.audit.models import AuditEvent
from apps.audit.selectors.events import Id
from apps.audit.selectors.heads import Comparison, Reading, comparison_of, last_comparison, last_reading, reading_of


@dataclass(frozen=True, slots=True)
class Alarms:
    """The newest of each kind that stands: nobody took it up, or the last run still finds it.

    ``waits`` is the row up to which an officer has to take them up (0: none waits), ``nights`` how many such runs.
    """

    compared: Comparison | None
    read: Reading | None
    waits: int
    nights: int

    def __bool__(self) -> bool:
        return bool(self.compared or self.read)


def taken_up_to(organization_id: Any) -> QuerySet[AuditEvent, int]:
    """Return the row up to which officers of an organization took up what was found: of one row, or none.

    It takes a column of another query as well as an id.
    """
    told = AuditEvent.objects.filter(
        organization_id=Cast(organization_id, CharField()), action=Action.LOG_ALARM_KNOWN
    ).order_by("-sequence")
    return told.values_list(Cast(KT("details__up_to"), BigIntegerField()), flat=True)[:1]


def nights_failed() -> QuerySet[AuditEvent]:
    """Return the nightly readings and comparisons that found something, the newest first."""
    found = AuditEvent.objects.filter(organization_id="", action__in=NIGHTLY, outcome=Outcome.FAILURE)
    return found.order_by("-sequence")


def alarms(organization_id: Id) -> Alarms:
    """Return what stands of what was found, for an organization. Each organization's officers take it up themselves."""
    after = Coalesce(Subquery(taken_up_to(Value(str(organization_id)))), 0)
    waiting = list(nights_failed().filter(sequence__gt=after))
    newest = {event.action: event for event in reversed(waiting)}
    read, compared = newest.get(Action.LOG_CHECKED), newest.get(Action.LOG_RECONCILED)
    last_read, last_compared = last_reading(), last_comparison()
    return Alarms(
        comparison_of(compared) if compared else None if last_compared and last_compared.holds else last_compared,
        reading_of(read) if read else None if last_read and last_read.holds else last_read,
        waits=waiting[0].sequence if waiting else 0, nights=len(waiting),
    )  # fmt: skip
