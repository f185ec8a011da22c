"""The scheduled purge: one small batch of one class of record at a time, each with its own audit event."""

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock, fence
from apps.core.actors import Actor
from apps.governance.domain.retention import RULES, RecordClass
from apps.governance.selectors.holds import held_now
from apps.governance.selectors.rooms import purger_of
from apps.governance.services.holds import retention_lock

BATCH = 100


@transaction.atomic
def purge_batch(*, record_class: RecordClass, actor: Actor, size: int = BATCH) -> int:
    """Purge up to ``size`` records of a class whose time is up and that no hold covers; return how many there were.

    What is purged is no longer due, so a purge that was broken off goes on where it was. The event names the rule and
    the number, no record.
    """
    purger = purger_of(record_class)
    if purger is None:
        return 0
    retention_lock()
    rule = RULES[record_class]
    with fence.keeping():
        ids = list(purger.due(before=rule.before(clock.now()), held=held_now())[:size])
    if not ids:
        return 0
    event = event_append(
        actor=actor, action=Action.RECORDS_PURGED, object_type="retention_rule", object_id=record_class,
        details={"rule": record_class, "days": rule.days, "count": len(ids)},
    )  # fmt: skip
    purger.purge(ids=ids, event_id=event.id, actor=actor)
    return len(ids)


@transaction.atomic
def retention_show(*, actor: Actor) -> None:
    """Record that somebody read what is kept, held and due."""
    event_append(actor=actor, action=Action.RETENTION_VIEWED, object_type="retention")
