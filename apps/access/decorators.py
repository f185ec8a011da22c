"""The guard of every page: sign in first, then have a role with the right."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from apps.access.domain.factors import Site
from apps.access.domain.roles import Permission, refusal
from apps.access.models import Person
from apps.access.selectors import actor_for, check_may, landing_of, may
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.errors import NotAllowed
from apps.core.htmx import HtmxHttpRequest


class PersonRequest(HtmxHttpRequest):
    """A request that passed the guard: ``user`` is a person (for annotations)."""

    user: Person


P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
GuardedView = Callable[Concatenate[PersonRequest, P], HttpResponse]


def permission_required(
    permission: Permission, *others: Permission, or_landing: bool = False, act: str = ""
) -> Callable[[GuardedView[P]], View[P]]:
    """Let a view run only for a role with the right, or with one of the others.

    Strangers are sent to sign in; everyone else reads why not (403). A refusal is recorded.
    With ``or_landing`` who may not is led to the page their role begins with, where it has one: nothing is refused.
    ``act`` is what the page does, in the words of the refusal, where the right is named for something else.
    """

    def decorate(view: GuardedView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            person_request = cast("PersonRequest", request)
            try:
                if not any(may(request.user, other) for other in others):
                    check_may(request.user, permission)
            except NotAllowed:
                if or_landing and (page := landing_of(request.user)):
                    return redirect(page)
                _record_refusal(person_request, permission)
                raise NotAllowed(refusal(getattr(request.user, "role", ""), permission, act)) from None
            return view(person_request, *args, **kwargs)

        return login_required(guarded)

    return decorate


def site_of(request: HttpRequest) -> Site:
    """Return where the person's browser is, as it tells security keys: ALLOWED_HOSTS says which names there are."""
    host = request.get_host()
    return Site(host=host.rsplit(":", 1)[0] if not host.endswith("]") else host, origin=f"{request.scheme}://{host}")


def _record_refusal(request: PersonRequest, permission: Permission) -> None:
    with transaction.atomic():
        event_append(
            actor=actor_for(request.user),
            action=Action.REFUSED,
            object_type="page",
            object_id=request.resolver_match.view_name if request.resolver_match else "",
            outcome=Outcome.FAILURE,
            details={"permission": permission},
        )
