"""What ends a session, and what nobody passes without: the clocks are the server's, and so is the second factor."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.access.domain.second import RECOVERY, opens_everything, second_of
from apps.access.sessions import BACKGROUND, session_end, session_over, session_use

GetResponse = Callable[[HttpRequest], HttpResponse]


def session_middleware(get_response: GetResponse) -> GetResponse:
    """Sign out whose session is over; let every request that a person made count as use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if reason := session_over(request.session):
                session_end(request, reason)
            elif BACKGROUND not in request.headers:
                session_use(request.session)
        return get_response(request)

    return middleware


OWN_ACCOUNT = "account_"  # the names of the pages of one's own account, signing out among them
MACHINES = {"core:healthz", "core:readyz"}


def second_factor_middleware(get_response: GetResponse) -> GetResponse:
    """Let nobody further than their own account who has not shown a second factor in this session (S02, S23).

    It asks the session alone, so it costs nothing; every way in passes it, whoever wrote the session (6.3.4).
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if not request.user.is_authenticated or is_let_through(request):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith(OWN_ACCOUNT) or name in MACHINES:
            return None
        if "HX-Request" in request.headers:
            return HttpResponse(status=204, headers={"HX-Redirect": reverse("account_factors")})
        return redirect("account_factors")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def is_let_through(request: HttpRequest) -> bool:
    """Return whether this session leads further than to its person's own account."""
    by = second_of(request.session, request.user.pk)
    if settings.WORKBENCH_PASSWORD_ALONE and by != RECOVERY and not getattr(request.user, "is_emergency", False):
        return True
    return opens_everything(request.session, request.user.pk)
