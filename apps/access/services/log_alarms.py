"""What the nightly check of the log found, taken up by a privacy officer."""

from django.db import transaction

from apps.access.domain.log_alarms import KNOWN_BECAUSE, NEW_SINCE, NO_REASON, NOTHING_WAITS
from apps.access.domain.roles import Permission
from apps.access.errors import AccessError
from apps.access.models import Person
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action
from apps.audit.selectors import alarms
from apps.audit.services import event_append
from apps.core.actors import Actor


@transaction.atomic
def log_alarm_take_up(*, person: Person, seen: int, reason: str, actor: Actor) -> None:
    """Put on record that an officer knows what nightly checks found, up to the row they were shown, and why it goes.

    The alarm of their organization ends with it. Raises NotAllowed without the right, AccessError without a reason,
    where nothing waits, and where a later check found something, too.
    """
    check_may(person, Permission.REVIEW_AUDIT)
    if reason not in KNOWN_BECAUSE:
        raise AccessError(NO_REASON)
    if not (waits := alarms(person.organization_id).waits):
        raise AccessError(NOTHING_WAITS)
    if waits != seen:
        raise AccessError(NEW_SINCE)
    event_append(
        actor=actor, action=Action.LOG_ALARM_KNOWN, object_type="audit_log", details={"up_to": seen, "reason": reason}
    )
