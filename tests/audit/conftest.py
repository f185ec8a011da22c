"""A short log to look at, written by the service production uses."""

from collections.abc import Callable

import pytest
from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.audit.services import event_append
from apps.core.actors import Actor

WORKER = Actor.service("worker", "11111111-1111-1111-1111-111111111111")


@pytest.fixture
def append(db: None) -> Callable[..., AuditEvent]:
    """Append one event in a transaction of its own."""

    def append_one(action: Action = Action.RECORD_STORED, actor: Actor = WORKER, **fields: object) -> AuditEvent:
        with transaction.atomic():
            return event_append(actor=actor, action=action, **fields)  # type: ignore[arg-type]

    return append_one
