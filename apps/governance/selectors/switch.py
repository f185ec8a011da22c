"""Whether the machine may run: read afresh each time, without any cache."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import reduce
from operator import or_

from django.db import DatabaseError, connection, transaction
from django.db.models import Q, QuerySet

from apps.governance.domain import verdict
from apps.governance.domain.scopes import ALL_DRAFTING, WORKFLOWS, Act, Scope, ScopeKind, of_act
from apps.governance.domain.verdict import ANY_ACT, Stop, Verdict
from apps.governance.models import KillSwitch, ResumeRequest
from apps.governance.selectors.rooms import release_in_use


def generation_allowed(act: Act = ANY_ACT) -> Verdict:
    """Return whether an act of drafting may go on: no scope that concerns it is stopped. Unreadable means stop.

    One statement for all scopes. Ask inside the transaction that acts on the answer; a read that fails spoils nothing
    of it.
    """
    try:
        with _harmless():
            return verdict.stopped(*_stops(_any_of(of_act(act))))
    except DatabaseError:
        return verdict.UNREADABLE


def generation_for(organization_id: str) -> Verdict:
    """Return what of drafting is stopped for an organization's people, whichever draft they may think of.

    Allowed, with ``stops``, when only some kinds of draft are stopped. One statement; a second one only while some
    release is stopped, to say whether it is the one in use.
    """
    concerned = of_act(Act(organization_id=organization_id))
    try:
        with _harmless():
            found = _stops(_any_of(concerned) | Q(scope__in=[ScopeKind.WORKFLOW, ScopeKind.RELEASE]))
            found = [stop for stop in found if _is_in_use(stop.scope)]
    except DatabaseError:
        return verdict.UNREADABLE
    all_of_it = verdict.stopped(*found)
    kinds = {stop.scope.subject for stop in found if stop.scope.kind is ScopeKind.WORKFLOW}
    if any(stop.scope.kind is not ScopeKind.WORKFLOW for stop in found) or kinds >= WORKFLOWS.keys():
        return all_of_it
    return Verdict(allowed=True, sentence=all_of_it.sentence, stops=all_of_it.stops)


def _is_in_use(scope: Scope) -> bool:
    return scope.kind is not ScopeKind.RELEASE or scope.subject == release_in_use()


def _any_of(scopes: Iterable[Scope]) -> Q:
    return reduce(or_, (Q(scope=scope.kind, subject=scope.subject) for scope in scopes))


def _newest(where: Q) -> QuerySet[KillSwitch]:
    return KillSwitch.objects.filter(where).order_by("scope", "subject", "-version").distinct("scope", "subject")


def _stops(where: Q) -> list[Stop]:
    return [Stop(newest.of, newest.reason) for newest in _newest(where) if newest.stopped]


def _harmless() -> AbstractContextManager[None]:
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def kill_switch_newest(scope: Scope = ALL_DRAFTING) -> KillSwitch | None:
    """Return the decision that counts now for a scope, or None when nobody ever made one."""
    return _newest(_any_of([scope])).first()


def kill_switches_now(organization_id: str) -> Mapping[Scope, KillSwitch]:
    """Return the newest decision of every scope that an organization's control room shows. One statement."""
    rows = _newest(_shown_to(organization_id)).select_related("set_by")
    return {row.of: row for row in rows}


def kill_switch_history(organization_id: str) -> QuerySet[KillSwitch]:
    """Return every decision that an organization's control room shows with who made it, newest first."""
    rows = KillSwitch.objects.filter(_shown_to(organization_id)).select_related("set_by", "request__asked_by")
    return rows.order_by("-created_at", "-version")


def resume_requests_open(organization_id: str) -> QuerySet[ResumeRequest]:
    """Return the requests to go on that wait for another person."""
    rows = ResumeRequest.objects.filter(_shown_to(organization_id), confirmed_at=None, withdrawn_at=None)
    return rows.select_related("asked_by")


def _shown_to(organization_id: str) -> Q:
    return ~Q(scope=ScopeKind.ORGANIZATION) | Q(scope=ScopeKind.ORGANIZATION, subject=organization_id)
