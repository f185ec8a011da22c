"""The kill switch: one person stops, from that moment on; two people let it go on again."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from apps.access.domain.roles import Permission, refusal
from apps.access.selectors import check_may, may, reason_refusal
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.reasons import IN_WORDS, says_why
from apps.core.errors import NotAllowed
from apps.governance.domain.scopes import ALL_DRAFTING, Scope, ScopeKind, in_words, may_turn
from apps.governance.errors import KillSwitchError
from apps.governance.models import KillSwitch, Release, ResumeRequest
from apps.governance.selectors.switch import kill_switch_newest

if TYPE_CHECKING:
    from apps.access.models import Person

SWITCH_LOCK = 0x4B494C4C  # "KILL": one decision follows another, so versions have no gap
LONGEST_REASON = 500
OTHERS = "stop what other organizations draft with, too"


@transaction.atomic
def kill_switch_stop(*, reason: str, person: "Person", actor: Actor, scope: Scope = ALL_DRAFTING) -> KillSwitch:
    """Stop a scope from the next step of any worker on, and whatever is being generated within a second.

    The reason is required and shown to everyone whom it concerns, so it names nobody. One word is enough: who stops is
    in a hurry, and a stop that a form refuses is a draft more. Going on takes a whole reason. Raises NotAllowed, and
    KillSwitchError, with a sentence, without such a reason, for a release nobody knows, or when the scope is stopped
    already.
    """
    check_may_turn(person, scope)
    reason = _checked(reason, person)
    if scope.kind is ScopeKind.RELEASE and not Release.objects.filter(digest=scope.subject).exists():
        raise KillSwitchError("No release has this digest; nothing was changed.")
    newest = _newest_locked(scope)
    if newest and newest.stopped:
        raise KillSwitchError(f"{in_words(scope)} is already stopped; nothing was changed.")
    return _decide(scope, newest, stopped=True, reason=reason, set_by=person, actor=actor)


@transaction.atomic
def kill_switch_throw(*, reason: str, actor: Actor, scope: Scope = ALL_DRAFTING) -> KillSwitch | None:
    """Stop a scope in the name of a part of the workbench that found something wrong; None when it is stopped already.

    Only people let it go on again.
    """
    newest = _newest_locked(scope)
    if newest and newest.stopped:
        return None
    return _decide(
        scope, newest, stopped=True, reason=_on_one_line(reason)[:LONGEST_REASON], service=actor.id, actor=actor
    )


@transaction.atomic
def resume_ask(*, scope: Scope, reason: str, person: "Person", actor: Actor) -> ResumeRequest:
    """Ask that a scope goes on. Nothing goes on until another person confirms it.

    Raises NotAllowed, and KillSwitchError without a reason in words that names nobody, when nothing is stopped, or when
    it was asked for already.
    """
    check_may_turn(person, scope)
    reason = _checked(reason, person)
    if not says_why(reason):
        raise KillSwitchError(IN_WORDS)
    newest = _newest_locked(scope)
    if newest is None or not newest.stopped:
        raise KillSwitchError(f"{in_words(scope)} is already on; nothing was changed.")
    if _open(scope=scope.kind, subject=scope.subject).exists():
        raise KillSwitchError("This was asked for already; it waits for another person.")
    request = ResumeRequest.objects.create(
        scope=scope.kind, subject=scope.subject, version=newest.version, reason=reason, asked_by=person
    )
    _record(request, Action.RESUME_ASKED, actor)
    return request


@transaction.atomic
def resume_withdraw(*, request_id: UUID, person: "Person", actor: Actor) -> ResumeRequest:
    """Take back a request that nobody confirmed."""
    request = _request_locked(request_id, person)
    request.withdrawn_by, request.withdrawn_at = person, clock.now()
    request.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _record(request, Action.RESUME_WITHDRAWN, actor)
    return request


@transaction.atomic
def resume_confirm(*, request_id: UUID, person: "Person", actor: Actor) -> KillSwitch:
    """Let it go on, as another person asked. Halted drafts start when a person asks for them.

    Raises NotAllowed, and KillSwitchError for whoever asked for it themselves, and for a request that does not stand.
    """
    request = _request_locked(request_id, person)
    if request.asked_by_id == person.pk:
        raise KillSwitchError("Who asked for it does not confirm it. Another person has to.")
    request.confirmed_by, request.confirmed_at = person, clock.now()
    request.save(update_fields=["confirmed_by", "confirmed_at"])
    _record(request, Action.RESUME_CONFIRMED, actor)
    newest = kill_switch_newest(request.of)
    return _decide(
        request.of, newest, stopped=False, reason=request.reason, set_by=person, request=request, actor=actor
    )


def check_may_turn(person: "Person", scope: Scope) -> None:
    """Raise NotAllowed, with the sentence a person reads, unless they may stop this scope and let it go on."""
    check_may(person, Permission.RUN_CONTROL_ROOM)
    everywhere = may(person, Permission.STOP_EVERYWHERE)
    if may_turn(scope, organization_id=str(person.organization_id), everywhere=everywhere):
        return
    if scope.kind is ScopeKind.ORGANIZATION:
        raise NotAllowed("Each organization stops its own drafting, and lets it go on. This is another one's.")
    raise NotAllowed(refusal(person.role, Permission.STOP_EVERYWHERE, OTHERS))


def _on_one_line(reason: str) -> str:
    return " ".join(reason.split())


def _checked(reason: str, person: "Person") -> str:
    """Return what a person gave as a reason. Every page shows it, also to other organizations: it names nobody."""
    reason = _on_one_line(reason)
    if not reason:
        raise KillSwitchError("Say why: the reason is shown to everyone whose drafts it concerns.")
    if len(reason) > LONGEST_REASON:
        raise KillSwitchError(f"Shorten the reason to {LONGEST_REASON} characters; it has {len(reason)}.")
    if sentence := reason_refusal(None, reason, organization_id=person.organization_id):
        raise KillSwitchError(sentence)
    return reason


def _newest_locked(scope: Scope) -> KillSwitch | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SWITCH_LOCK])
    return kill_switch_newest(scope)


def _open(**which: object) -> QuerySet[ResumeRequest]:
    return ResumeRequest.objects.filter(confirmed_at=None, withdrawn_at=None, **which)


def _request_locked(request_id: UUID, person: "Person") -> ResumeRequest:
    request = ResumeRequest.objects.filter(pk=request_id).first()
    if request is None:
        raise KillSwitchError("Nobody asked for this; nothing was changed.")
    check_may_turn(person, request.of)
    _newest_locked(request.of)
    request = _open(pk=request_id).first()
    if request is None:
        raise KillSwitchError("This request was confirmed or withdrawn already; nothing was changed.")
    return request


def _decide(
    scope: Scope, newest: KillSwitch | None, *, stopped: bool, reason: str, actor: Actor, **by: object
) -> KillSwitch:
    switch = KillSwitch.objects.create(
        version=newest.version + 1 if newest else 1, scope=scope.kind, subject=scope.subject, stopped=stopped,
        reason=reason, **by,
    )  # fmt: skip
    event_append(
        actor=actor, action=Action.KILL_SWITCH_SET, object_type="kill_switch", object_id=switch.pk,
        details={"version": switch.version, "stopped": stopped, "scope": scope.key},
    )  # fmt: skip
    return switch


def _record(request: ResumeRequest, action: Action, actor: Actor) -> None:
    event_append(
        actor=actor, action=action, object_type="resume_request", object_id=request.pk,
        details={"scope": request.of.key, "version": request.version, "asked_by": str(request.asked_by_id)},
    )  # fmt: skip
