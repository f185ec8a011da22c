"""The guard of every page: sign in first, then have a role with the right."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from apps.access.domain.away import Away, remember
from apps.access.domain.factors import Site
from apps.access.domain.roles import Permission, refusal
from apps.access.models import Person
from apps.access.selectors import actor_for, check_may, landing_of, may
from apps.access.sessions import late_person, page_of
from apps.access.standing import where_stands
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.errors import NotAllowed, WorkbenchError
from apps.core.htmx import HtmxHttpRequest


class PersonRequest(HtmxHttpRequest):
    """A request that passed the guard: ``user`` is a person (for annotations)."""

    user: Person


P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
GuardedView = Callable[Concatenate[PersonRequest, P], HttpResponseBase]
Late = Callable[..., HttpResponse | None]  # takes the request, whose it was, and what the view takes


def permission_required(
    permission: Permission, *others: Permission, or_landing: bool = False, act: str = "", late: Late | None = None
) -> Callable[[GuardedView[P]], View[P]]:
    """Let a view run only for a role with the right, or with one of the others.

    Strangers are sent to sign in; everyone else reads why not (403). A refusal is recorded.
    With ``or_landing`` who may not is led to the page their role begins with, where it has one: nothing is refused.
    ``act`` is what the page does, in the words of the refusal, where the right is named for something else.
    ``late`` keeps what a form carries that arrives when its session is over; it may show nothing.
    """

    def decorate(view: GuardedView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            person_request = cast("PersonRequest", request)
            if not request.user.is_authenticated:
                kept = _keep_late(request, late, {permission, *others}, *args, **kwargs) if late else None
                return kept or sign_in_first(request)
            try:
                if not any(may(request.user, other) for other in others):
                    check_may(request.user, permission)
            except NotAllowed:
                if or_landing and (page := landing_of(request.user)):
                    return redirect(page)
                _record_refusal(person_request, permission)
                raise NotAllowed(refusal(getattr(request.user, "role", ""), permission, act)) from None
            return view(person_request, *args, **kwargs)

        return guarded

    return decorate


def site_of(request: HttpRequest) -> Site:
    """Return where the person's browser is, as it tells security keys: ALLOWED_HOSTS says which names there are."""
    host = request.get_host()
    return Site(host=host.rsplit(":", 1)[0] if not host.endswith("]") else host, origin=f"{request.scheme}://{host}")


def provider_page(request: HttpRequest) -> str:
    """Return the one address at which the identity provider may end: it is registered there."""
    return request.build_absolute_uri(reverse("account_provider_back"))


def lead_away(request: HttpRequest, away: Away, back: str) -> HttpResponse:
    """Lead to the identity provider, by a page of our own: a form may send nobody to another host (CSP form-action).

    ``back`` is the page that goes on with what was begun.
    """
    remember(request.session, away.back_at(back))
    return redirect("account_provider_go", asked=away.asked)


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page, and from there back to where the person was."""
    path, login = page_of(request), resolve_url("account_login")
    return redirect_to_login(path, login) if path and not path.startswith(login) else redirect(login)


def _keep_late(
    request: HttpRequest, late: Late, rights: set[Permission], *args: Any, **kwargs: Any
) -> HttpResponse | None:
    person = late_person(request) if request.method == "POST" else None
    if person is None or not any(may(person, right) for right in rights):
        return None
    try:
        with where_stands(person):
            return late(request, person, *args, **kwargs)
    except (Http404, WorkbenchError):  # nobody is signed in: what it is about stays unsaid
        return None


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
