"""Turning the kill switch as production does: one person stops, two let it go on."""

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.governance import services
from apps.governance.domain.scopes import ALL_DRAFTING, Scope
from apps.governance.models import KillSwitch, ResumeRequest
from tests.factories import World, make_person

WHY = "Wrong doses seen"


def second_admin(world: World) -> Person:
    """Return another administrator of Cedar: the one who confirms."""
    if "second" not in world.people:
        world.people["second"] = make_person(world.cedar, "second", "admin", "Sev Cond")
    return world.people["second"]


def stop(world: World, scope: Scope = ALL_DRAFTING, reason: str = WHY, person: Person | None = None) -> KillSwitch:
    person = person or world.admin
    return services.kill_switch_stop(scope=scope, reason=reason, person=person, actor=actor_for(person))


def ask(world: World, scope: Scope = ALL_DRAFTING, person: Person | None = None) -> ResumeRequest:
    person = person or world.admin
    return services.resume_ask(scope=scope, reason="Doses checked", person=person, actor=actor_for(person))


def confirm(request: ResumeRequest, person: Person) -> KillSwitch:
    return services.resume_confirm(request_id=request.pk, person=person, actor=actor_for(person))


def resume(world: World, scope: Scope = ALL_DRAFTING) -> KillSwitch:
    return confirm(ask(world, scope), second_admin(world))
