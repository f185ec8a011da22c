"""What one signs with: security keys and authenticator apps. Who changes them shows first that it is they."""

from functools import wraps
from typing import Any, cast
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.accounts import needs_key, recovery_codes_left, second_counts
from apps.access.decorators import PersonRequest, lead_away, provider_page, site_of
from apps.access.domain import totp
from apps.access.domain.continuous import forget_signed
from apps.access.domain.factors import Factor, Shown, SigningAct, linking_act
from apps.access.domain.second import kept_out_words, remember_second, second_of
from apps.access.errors import AccessError, StepUpFailed
from apps.access.forms import ShownForm
from apps.access.models import Person
from apps.access.provider.configuration import provider, provider_name
from apps.access.selectors import (
    SigningWays,
    account_shown,
    actor_for,
    app_to_confirm,
    factor_changes,
    factors_shown,
    proving_ways,
)
from apps.access.services import (
    account_link,
    app_begin,
    app_confirm,
    factor_remove,
    key_add,
    key_begin,
    provider_begin,
    step_up_begin,
    step_up_prove,
)
from apps.access.sessions import factors_are_open
from apps.access.sessions import factors_open as keep_open

ISSUER = "Review Workbench"
CLOSED = "Show first that it is you. What you set up is as it was."


def _ways(request: PersonRequest) -> SigningWays:
    return proving_ways(request.user, site_of(request).host)


def _act(person: Person) -> SigningAct:
    return SigningAct("factors", str(person.pk), "", "change")


def opened(view: Any) -> Any:
    """Let a view run for who is signed in and has just shown that it is they."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if factors_are_open(request.session):
            return cast("HttpResponse", view(request, *args, **kwargs))
        messages.error(request, CLOSED)
        return redirect("account_factors")

    return login_required(guarded)


def _page(request: PersonRequest, refusal: str = "", name: str = "") -> HttpResponse:
    site, factors = site_of(request), factors_shown(request.user)
    second = second_of(request.session, request.user.pk)
    has_key = any(one.kind == Factor.WEBAUTHN and one.host == site.host and not one.halted_at for one in factors)
    missing, what_to_do = kept_out_words(
        second, has_factor=bool(factors), has_key=has_key, needs_key=needs_key(request.user)
    )
    context = {
        "factors": factors, "missing": missing, "what_to_do": what_to_do, "changes": factor_changes(request.user),
        "is_open": factors_are_open(request.session),
        "ways": _ways(request), "site": site, "is_first": True, "refusal": refusal, "name": name,
        "provider": provider(), "account": account_shown(request.user),
        "codes_left": recovery_codes_left(request.user), "needs_key": needs_key(request.user),
    }  # fmt: skip
    return render(request, "access/factors.html", context, status=422 if refusal else 200)


@require_GET
@login_required
def factors(request: PersonRequest) -> HttpResponse:
    """Show what the person signs with and what was changed lately."""
    return _page(request)


@require_POST
@login_required
def factors_open(request: PersonRequest) -> HttpResponse:
    """Take the proof, then let the person change what they sign with for five minutes, in a session of a new id."""
    form = ShownForm(request.POST)
    form.is_valid()
    if form.shown().away:
        return _away(request, _act(request.user), "account_factors_opened")
    return _open(request, form.shown())


@require_GET
@login_required
def factors_opened(request: PersonRequest, asked: UUID) -> HttpResponse:
    """Take the proof that the person brought back from the identity provider."""
    return _open(request, Shown(signed_in=str(asked)))


def _open(request: PersonRequest, shown: Shown) -> HttpResponse:
    try:
        proven = step_up_prove(
            person=request.user, act=_act(request.user), shown=shown, allowed=_ways(request).ways,
            is_continued=False, actor=actor_for(request.user),
        )  # fmt: skip
    except StepUpFailed as refusal:
        return _page(request, refusal.sentence)
    request.session.cycle_key()
    keep_open(request.session)
    _remember(request, proven.factors[0])
    return redirect("account_factors")


def _remember(request: PersonRequest, by: str) -> None:
    """Let the session lead as far as what was shown does; what counts for less takes nothing from it."""
    if by in second_counts(request.user):
        remember_second(request.session, request.user.pk, by)


def _set_up(request: PersonRequest, kind: Factor, sentence: str) -> HttpResponse:
    """Say that something is set up. It was shown by that, and recovery codes are the next thing to have."""
    forget_signed(request.session)
    _remember(request, kind.value)
    messages.success(request, sentence)
    needs_codes = not settings.WORKBENCH_PASSWORD_ALONE and not recovery_codes_left(request.user)
    return redirect("account_recovery" if needs_codes else "account_factors")


def _away(request: PersonRequest, act: SigningAct, back: str) -> HttpResponse:
    """Lead the person to the identity provider, and from there to one of these pages."""
    try:
        away = provider_begin(
            person=request.user, act=act, site=site_of(request), redirect_uri=provider_page(request),
            actor=actor_for(request.user),
        )  # fmt: skip
    except AccessError as refusal:
        return _page(request, refusal.sentence)
    return lead_away(request, away, reverse(back, args=[away.asked]))


@require_POST
@opened
def account_new(request: PersonRequest) -> HttpResponse:
    """Lead to the identity provider, to link the account that the person signs in to there."""
    return _away(request, linking_act(str(request.user.pk)), "account_account_linked")


@require_GET
@opened
def account_linked(request: PersonRequest, asked: UUID) -> HttpResponse:
    """Link the account that the person has just signed in to."""
    try:
        account_link(person=request.user, asked_id=str(asked), actor=actor_for(request.user))
    except AccessError as refusal:
        return _page(request, refusal.sentence)
    return _set_up(request, Factor.OIDC, f"Your account at {provider_name()} is linked: it signs from now on.")


@require_POST
@login_required
def factors_challenge(request: PersonRequest) -> HttpResponse:
    """Say what a key has to sign to open the page."""
    try:
        asked = step_up_begin(
            person=request.user, act=_act(request.user), site=site_of(request), actor=actor_for(request.user)
        )
    except StepUpFailed as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=422)
    return JsonResponse(asked)


@require_POST
@opened
def key_options(request: PersonRequest) -> HttpResponse:
    """Say what a new key is made with."""
    try:
        asked = key_begin(person=request.user, site=site_of(request), actor=actor_for(request.user))
    except AccessError as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=422)
    return JsonResponse(asked)


@require_POST
@opened
def key_new(request: PersonRequest) -> HttpResponse:
    """Set up the key that answered."""
    name, answer = request.POST.get("name", ""), request.POST.get("answer", "")
    try:
        key_add(person=request.user, name=name, answer=answer, site=site_of(request), actor=actor_for(request.user))
    except AccessError as refusal:
        return _page(request, refusal.sentence, name)
    sentence = "The key is set up: it signs from now on. Every change stands in the log."
    return _set_up(request, Factor.WEBAUTHN, sentence)


@require_POST
@opened
def app_new(request: PersonRequest) -> HttpResponse:
    """Make the secret of a new app."""
    name = request.POST.get("app_name", "")
    try:
        app = app_begin(person=request.user, name=name, actor=actor_for(request.user))
    except AccessError as refusal:
        return _page(request, refusal.sentence)
    return redirect("account_app", factor_id=app.pk)


@require_http_methods(["GET", "POST"])
@opened
def app(request: PersonRequest, factor_id: UUID) -> HttpResponse:
    """Show the secret of a new app as a picture and as text, and take its first code."""
    waiting, refusal = app_to_confirm(request.user, factor_id), ""
    if request.method == "POST":
        code = request.POST.get("code", "")
        try:
            app_confirm(person=request.user, factor_id=factor_id, code=code, actor=actor_for(request.user))
        except AccessError as wrong:
            refusal = wrong.sentence
        else:
            sentence = "The app is set up: its codes sign from now on. Every change stands in the log."
            return _set_up(request, Factor.TOTP, sentence)
    uri = totp.enrolment_uri(waiting.secret, account=request.user.email, issuer=ISSUER)
    picture = segno.make(uri, error="m").svg_data_uri(scale=4, border=4, light="#fff")
    context = {"app": waiting, "secret": totp.secret_text(waiting.secret), "picture": picture, "refusal": refusal}
    return render(request, "access/factor_app.html", context, status=422 if refusal else 200)


@require_POST
@opened
def factor_gone(request: PersonRequest, factor_id: UUID) -> HttpResponse:
    """Remove a factor of one's own."""
    try:
        factor_remove(person=request.user, factor_id=factor_id, actor=actor_for(request.user))
    except AccessError as refusal:
        return _page(request, refusal.sentence)
    forget_signed(request.session)
    messages.success(request, "Removed: it signs nothing any more. What it signed stays signed.")
    return redirect("account_factors")
