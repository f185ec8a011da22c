"""The second factor at the door, and passkeys, which are both factors in one."""

import secrets
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.accounts import needs_key, recovery_codes_left, second_counts, second_ways
from apps.access.decorators import site_of
from apps.access.domain import webauthn
from apps.access.domain.factors import CHALLENGE_LASTS, Factor
from apps.access.domain.second import RECOVERY, remember_second, sign_in_act
from apps.access.errors import StepUpFailed
from apps.access.forms import ShownForm
from apps.access.models import Person
from apps.access.selectors import actor_for, signing_ways
from apps.access.services import passkey_prove, recovery_code_take, second_prove, step_up_begin
from apps.access.sessions import factors_open
from apps.access.stages import SecondFactorStage
from apps.core import clock
from apps.core.actors import Actor

PASSKEY = "passkey"
DOOR = Actor.service("sign-in")
TOO_MANY = "Too many attempts from this network. Wait a minute, then try again; you are not signed in."


def _stage(request: HttpRequest) -> SecondFactorStage | None:
    """Return the step at which this browser is, if it has shown a password and nothing more."""
    found: SecondFactorStage | None = LoginStageController.enter(request, SecondFactorStage.key)
    return found


@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor, and sign in who shows it."""
    if request.user.is_authenticated or (stage := _stage(request)) is None:
        return redirect("account_login")
    person, refusal = stage.login.user, ""
    if request.method == "POST":
        try:
            by = _shown(request, person)
        except StepUpFailed as wrong:
            refusal = wrong.sentence
        else:
            remember_second(request.session, person.pk, by)
            leads_on = by in second_counts(person)
            if not leads_on:
                factors_open(request.session)
            answer: HttpResponse = stage.exit()
            return answer if leads_on else redirect("account_factors")
    context = {
        "person": person, "ways": signing_ways(person, site_of(request).host, second_ways(person)), "refusal": refusal,
        "has_codes": not person.is_emergency and recovery_codes_left(person), "tried": request.POST.get("recovery", ""),
        "needs_key": needs_key(person),
    }  # fmt: skip
    return render(request, "account/second.html", context, status=422 if refusal else 200)


def _shown(request: HttpRequest, person: Person) -> str:
    """Return by what a person has shown the second time that it is they. Raises StepUpFailed."""
    actor = actor_for(person)
    if code := request.POST.get("recovery", "").strip():
        recovery_code_take(person=person, code=code[:40], actor=actor)
        return RECOVERY
    form = ShownForm(request.POST)
    form.is_valid()
    return second_prove(person=person, shown=form.shown(), actor=actor).factors[0]


@require_POST
def second_challenge(request: HttpRequest) -> HttpResponse:
    """Say what a key has to sign to let its person in."""
    if request.user.is_authenticated or (stage := _stage(request)) is None:
        return JsonResponse({"sentence": "Begin again with your password: this step is over."}, status=422)
    person = stage.login.user
    try:
        asked = step_up_begin(
            person=person, act=sign_in_act(str(person.pk)), site=site_of(request), actor=actor_for(person)
        )
    except StepUpFailed as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=422)
    return JsonResponse(asked)


@require_POST
def second_leave(request: HttpRequest) -> HttpResponse:
    """Forget the password that was shown, for somebody else to begin."""
    clear_login(request)
    return redirect("account_login")


@require_POST
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """Say what a passkey has to sign; whose it is, its answer tells."""
    challenge = secrets.token_bytes(32)
    ends = (clock.now() + CHALLENGE_LASTS).timestamp()
    request.session[PASSKEY] = {"challenge": challenge.hex(), "ends": ends}
    return JsonResponse(webauthn.assertion_options([], challenge, site_of(request)))


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Sign in whose passkey answered."""
    if request.user.is_authenticated:
        return redirect("/")
    if not ratelimit.consume(request, action="login"):
        return _refused(request, TOO_MANY)
    asked: dict[str, Any] = request.session.pop(PASSKEY, {})
    if not asked or asked["ends"] < clock.now().timestamp():
        return _refused(request, "Passkeys need JavaScript and answer within two minutes. Press the button once more.")
    try:
        person = passkey_prove(
            assertion=request.POST.get("assertion", ""), challenge=bytes.fromhex(asked["challenge"]),
            site=site_of(request), actor=DOOR,
        )  # fmt: skip
    except StepUpFailed as refusal:
        return _refused(request, refusal.sentence)
    return sign_in_with(request, person, Factor.WEBAUTHN.value)


def sign_in_with(request: HttpRequest, person: Person, by: str) -> HttpResponse:
    """Sign in who has shown two factors in one act."""
    remember_second(request.session, person.pk, by)
    handled = {"stages": {SecondFactorStage.key: {"handled": True}}}
    answer: HttpResponse = perform_login(request, Login(user=person, state=handled))
    return answer


def _refused(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("account_login")
