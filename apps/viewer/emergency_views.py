"""Break the glass: one chart, for an hour at most, to who can say whose it is and why."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import PersonRequest, lead_away, permission_required, provider_page, site_of
from apps.access.domain.factors import Shown, SigningAct
from apps.access.domain.roles import Permission
from apps.access.domain.second import in_an_emergency
from apps.access.selectors import SigningWays, actor_for, proving_ways, why_not_tried
from apps.access.selectors.emergencies import break_glass_today
from apps.access.services import break_glass_end, provider_begin, step_up_begin, step_up_prove
from apps.core import clock
from apps.core.errors import WorkbenchError
from apps.viewer.emergencies import Candidate, Several, emergency_declare
from apps.viewer.emergency_forms import EmergencyForm

PROVEN = "emergency_proven"  # in the session: until when, and by what; for who comes back from the identity provider
STAYS_PROVEN = timedelta(minutes=5)
REFUSED = 422


def _act(request: PersonRequest) -> SigningAct:
    return SigningAct("break_glass", str(request.user.pk), "", "open")


def _proven(request: PersonRequest) -> tuple[str, ...]:
    """Return what the person showed elsewhere in the last minutes, or nothing."""
    kept = request.session.get(PROVEN) or {}
    fresh = kept and datetime.fromisoformat(kept["until"]) > clock.now()
    return tuple(kept["factors"]) if fresh else ()


def _keep_proof(request: PersonRequest, factors: tuple[str, ...]) -> None:
    until = (clock.now() + STAYS_PROVEN).isoformat()
    request.session[PROVEN] = {"until": until, "factors": list(factors)}


def _page(
    request: PersonRequest, form: EmergencyForm, ways: SigningWays, status: int = 200,
    candidates: Sequence[Candidate] = (),
) -> HttpResponse:  # fmt: skip
    today = break_glass_today(request.user)
    context = {
        "form": form, "ways": ways, "is_first": True, "proven": _proven(request),
        "why_not": why_not_tried(request.user), "candidates": candidates, "today": sum(today.values()),
        "charts_today": len(today),
    }  # fmt: skip
    return render(request, "viewer/break_glass.html", context, status=status)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.BREAK_GLASS)
def break_glass(request: PersonRequest) -> HttpResponse:
    """Ask who it is about, why, and who declares it; then open that one chart."""
    form, ways = EmergencyForm(request.POST or None), proving_ways(request.user, site_of(request).host)
    if request.method != "POST":
        return _page(request, form, ways)
    if form.shown().away:
        return _away(request, form, ways)
    if not form.is_valid():
        return _page(request, form, ways, REFUSED)
    actor = actor_for(request.user)
    try:
        factors = _proven(request) or step_up_prove(
            person=request.user, act=_act(request), shown=form.shown(), allowed=ways.ways, is_continued=False,
            actor=actor,
        ).factors  # fmt: skip
        opened = emergency_declare(declared=form.declared(), factors=factors, person=request.user, actor=actor)
    except Several as several:
        _keep_proof(request, factors)
        return _page(request, form, ways, candidates=several.candidates)
    except WorkbenchError as refusal:
        form.add_error(None, in_an_emergency(refusal.sentence))
        return _page(request, form, ways, REFUSED)
    request.session.pop(PROVEN, None)
    if opened.sentence:
        messages.info(request, opened.sentence)
    return redirect("viewer:chart_detail", opened.patient_id)


def _away(request: PersonRequest, form: EmergencyForm, ways: SigningWays) -> HttpResponse:
    """Lead to the identity provider first: nothing that names a patient waits anywhere meanwhile."""
    try:
        away = provider_begin(
            person=request.user, act=_act(request), site=site_of(request), redirect_uri=provider_page(request),
            actor=actor_for(request.user),
        )  # fmt: skip
    except WorkbenchError as refusal:
        form.full_clean()
        form.add_error(None, in_an_emergency(refusal.sentence))
        return _page(request, form, ways, REFUSED)
    return lead_away(request, away, reverse("viewer:break_glass_back", args=[away.asked]))


@require_GET
@permission_required(Permission.BREAK_GLASS)
def break_glass_back(request: PersonRequest, asked: UUID) -> HttpResponse:
    """Take the proof that the person brought back; for five minutes the form asks for no other."""
    try:
        proof = step_up_prove(
            person=request.user, act=_act(request), shown=Shown(signed_in=str(asked)),
            allowed=proving_ways(request.user, site_of(request).host).ways, is_continued=False,
            actor=actor_for(request.user),
        )  # fmt: skip
    except WorkbenchError as refusal:
        messages.error(request, in_an_emergency(refusal.sentence))
    else:
        _keep_proof(request, proof.factors)
    return redirect("viewer:break_glass")


@require_POST
@permission_required(Permission.BREAK_GLASS)
def break_glass_challenge(request: PersonRequest) -> HttpResponse:
    """Say what a security key has to sign."""
    try:
        asked = step_up_begin(
            person=request.user, act=_act(request), site=site_of(request), actor=actor_for(request.user)
        )
    except WorkbenchError as refusal:
        return JsonResponse({"sentence": in_an_emergency(refusal.sentence)}, status=REFUSED)
    return JsonResponse(asked)


@require_POST
@permission_required(Permission.BREAK_GLASS)
def break_glass_close(request: PersonRequest, patient_id: UUID) -> HttpResponse:
    """End it now."""
    if not break_glass_end(person=request.user, patient_id=patient_id, actor=actor_for(request.user)):
        raise Http404("Nothing is open.")
    messages.success(request, "Closed. The privacy officer reviews what was looked at.")
    return redirect("viewer:charts")
