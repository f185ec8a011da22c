"""What ends a session or an emergency, and what nobody passes without: clocks and second factor are the server's."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from apps.access.accounts import second_counts
from apps.access.domain.break_glass import has_lapsed, standing_of
from apps.access.domain.second import RECOVERY, second_of
from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.access.services import break_glass_lapse
from apps.access.sessions import BACKGROUND, session_end, session_over, session_use
from apps.access.standing import where_stands
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.context import in_emergency_set
from apps.core.standing import streamed_from

OF_A_RECORD = ("draft_id", "patient_id", "document_id")  # what addresses call it
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


def standing_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let PostgreSQL show a request its person's organization, of charts what is open to them; else nothing (T10)."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with where_stands(request.user):
            response = get_response(request)
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = streamed_from(iter(response))
            return response

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
    person, by = request.user, second_of(request.session, request.user.pk)
    if settings.WORKBENCH_PASSWORD_ALONE and by != RECOVERY and not getattr(person, "is_emergency", False):
        return True
    return isinstance(person, Person) and by in second_counts(person)


def emergency_middleware(get_response: GetResponse) -> GetResponse:
    """Let what is done in an emergency be recorded as such, and record its end as soon as its time is over."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person, moment = request.user, clock.now()
        rows = getattr(person, "emergencies", None) or []
        if isinstance(person, Person) and has_lapsed(rows, moment):
            break_glass_lapse(person=person, actor=Actor.service("break-glass"))
        in_emergency_set({standing.patient_id for standing in standing_of(rows, moment)})
        try:
            return get_response(request)
        finally:
            in_emergency_set(())

    return middleware


def denied_middleware(get_response: GetResponse) -> GetResponse:
    """Record that a person asked for a record and got no answer, whether or not there is one (F37)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND or not isinstance(request.user, Person):
            return response
        match = request.resolver_match
        kwargs = match.kwargs if match else {}
        if asked := [(name, kwargs[name]) for name in OF_A_RECORD if name in kwargs]:
            with transaction.atomic():
                event_append(
                    actor=actor_for(request.user), action=Action.READ_DENIED, patient_id=kwargs.get("patient_id", ""),
                    object_type=asked[0][0].removesuffix("_id"), object_id=asked[0][1], outcome=Outcome.FAILURE,
                    details={"page": match.view_name if match else ""},
                )  # fmt: skip
        return response

    return middleware
