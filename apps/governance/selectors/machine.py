"""May the machine run, and which machine is it: reads without any cache."""

from contextlib import AbstractContextManager, nullcontext

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from apps.governance.domain import verdict
from apps.governance.domain.verdict import Act, Verdict
from apps.governance.models import KillSwitch, Release

SCOPE = "all"
ANY_ACT = Act()


def generation_allowed(act: Act = ANY_ACT) -> Verdict:
    """Return whether an act of drafting may go on, by the newest decision. What cannot be read means stop.

    Ask inside the transaction that acts on the answer. Inside one, a read that fails spoils nothing of it.
    """
    try:
        with _harmless():
            newest = kill_switch_newest()
    except DatabaseError:
        return verdict.UNREADABLE
    return verdict.stopped(newest.reason) if newest and newest.stopped else verdict.ON


def _harmless() -> AbstractContextManager[None]:
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def kill_switch_newest() -> KillSwitch | None:
    """Return the decision that counts now, or None when nobody ever made one."""
    return KillSwitch.objects.filter(scope=SCOPE).order_by("-version").first()


def kill_switch_history() -> QuerySet[KillSwitch]:
    """Return every decision with who made it, newest first."""
    return KillSwitch.objects.filter(scope=SCOPE).select_related("set_by").order_by("-version")


def releases() -> QuerySet[Release]:
    """Return every release, newest first."""
    return Release.objects.order_by("-created_at", "-pk")
