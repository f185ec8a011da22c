"""To the identity provider and back: two addresses of our own, one before it and one after it."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.access import services
from apps.access.decorators import lead_away, provider_page
from apps.access.domain.away import Away, take, waiting_for
from apps.access.domain.factors import Factor
from apps.access.domain.refusals import refusal_words
from apps.access.errors import AccessError
from apps.access.provider.configuration import provider_name
from apps.access.selectors import actor_for, landing_of
from apps.access.services import provider_answer, provider_stray
from apps.access.views.second import sign_in_with
from apps.core.actors import Actor

DOOR = Actor.service("identity-provider")


@require_GET
def provider_go(request: HttpRequest, asked: UUID) -> HttpResponse:
    """Say where the person is led to, and lead them there."""
    if (away := waiting_for(request.session, str(asked))) is None:
        raise Http404("Nobody is on the way there.")
    return render(request, "access/provider_go.html", {"away": away, "name": provider_name()})


@require_GET
def provider_back(request: HttpRequest) -> HttpResponse:
    """Take what the provider answered, and go on with what it was asked for. The address, which holds a code, goes."""
    away = take(request.session, request.GET.get("state", ""))
    if not request.user.is_authenticated:
        return _signed_in(request, away) if away and away.nonce else redirect("account_login")
    if away is not None and away.nonce:
        return redirect("/")  # somebody signed in here meanwhile; the answer is used up and counts for nothing
    if away is None:
        provider_stray(person=request.user, actor=actor_for(request.user))
        messages.error(request, refusal_words("not_begun", provider_name(), signs=True))
        return redirect(landing_of(request.user) or "/")
    provider_answer(person=request.user, away=away, answer=_answer(request), actor=actor_for(request.user))
    return redirect(away.back)


@require_POST
def provider_sign_in_begin(request: HttpRequest) -> HttpResponse:
    """Lead to the identity provider, to sign in to the workbench."""
    if request.user.is_authenticated:
        return redirect("/")
    if not ratelimit.consume(request, action="login"):
        messages.error(request, "Too many attempts from this network. Wait a minute, then try again.")
        return redirect("account_login")
    try:
        away = services.provider_sign_in_begin(redirect_uri=provider_page(request), actor=DOOR)
    except AccessError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("account_login")
    return lead_away(request, away, "")


def _signed_in(request: HttpRequest, away: Away) -> HttpResponse:
    try:
        person = services.provider_sign_in(away=away, answer=_answer(request), actor=DOOR)
    except AccessError as refusal:
        messages.error(request, refusal.sentence)
        return redirect("account_login")
    return sign_in_with(request, person, Factor.OIDC.value)


def _answer(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("code", "iss", "error")}
