"""Keeping a lease while a step works: a worker that lives renews it, one that was killed cannot."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Event, Thread
from time import monotonic

import structlog
from django.conf import settings
from django.db import DatabaseError, connection

from apps.drafting.domain.errors import LeaseLost
from apps.drafting.models import Draft
from apps.drafting.services.leases import lease_length, lease_renew

RENEWALS_IN_A_LEASE = 6  # so that several may come late before the lease is lost
MOST_BETWEEN_RENEWALS = 5.0  # seconds
log = structlog.get_logger(__name__)


def renew_every() -> float:
    """Return the seconds between two renewals."""
    return min(lease_length().total_seconds() / RENEWALS_IN_A_LEASE, MOST_BETWEEN_RENEWALS)


@contextmanager
def lease_kept(draft: Draft) -> Iterator[None]:
    """Renew a draft's lease, on a connection of its own, for as long as the block runs and a step may take.

    A worker that hangs loses the draft in the end: nothing is renewed after the longest call and a lease more.
    """
    done = Event()
    keeper = Thread(target=copy_context().run, args=(_keep, draft, done), name=f"lease {draft.pk}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def _keep(draft: Draft, done: Event) -> None:
    until = monotonic() + settings.WORKBENCH_GENERATION_SECONDS + lease_length().total_seconds()
    try:
        while not done.wait(renew_every()) and monotonic() < until:
            lease_renew(draft_id=draft.pk, fence=draft.fence)
    except LeaseLost:
        pass  # whoever saves is told so
    except DatabaseError as error:
        log.warning("lease_not_kept", draft_id=str(draft.pk), error=type(error).__name__)
    finally:
        connection.close()
