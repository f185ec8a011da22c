"""To the identity provider and back: two addresses of our own, one before it and one after it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest
from apps.access.domain.away import take, waiting_for
from apps.access.domain.refusals import refusal_words
from apps.access.provider.configuration import provider_name
from apps.access.selectors import actor_for, landing_of
from apps.access.services import provider_answer, provider_stray


@require_GET
@login_required
def provider_go(request: PersonRequest, asked: UUID) -> HttpResponse:
    """Say where the person is led to, and lead them there."""
    if (away := waiting_for(request.session, str(asked))) is None:
        raise Http404("Nobody is on the way there.")
    return render(request, "access/provider_go.html", {"away": away, "name": provider_name()})


@require_GET
def provider_back(request: HttpRequest) -> HttpResponse:
    """Take what the provider answered, and go on with what it was asked for. The address, which holds a code, goes."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    away = take(request.session, request.GET.get("state", ""))
    if away is None:
        provider_stray(person=request.user, actor=actor_for(request.user))
        messages.error(request, refusal_words("not_begun", provider_name(), signs=True))
        return redirect(landing_of(request.user) or "/")
    answer = {name: request.GET.get(name, "") for name in ("code", "iss", "error")}
    provider_answer(person=request.user, away=away, answer=answer, actor=actor_for(request.user))
    return redirect(away.back)
