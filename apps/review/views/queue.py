"""The queue, and asking for a draft."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.chart.selectors import patients_visible_to
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.core.htmx import render_page, wants_partial
from apps.review.forms import DraftForm
from apps.review.pipeline import chart_ask, draft_ask
from apps.review.selectors import drafts_redacted_again, queue_page
from apps.review.selectors.chart_checks import access_chart_check
from apps.review.selectors.queue import DRAFTS_ON_A_PAGE
from apps.review.services import (
    items_open_for_ready_drafts,
    pause_go_on,
    pause_suggest,
    queue_show,
)
from apps.viewer.selectors import questions_open
from apps.viewer.services import charts_list

CHOOSE_FIRST = "Choose the patient and the coverage policy: then the chart can be held against it."
ASKED_ALREADY = "You asked for this very draft a moment ago, so it was not made twice. It stands in the list."


@require_GET
@permission_required(Permission.OPEN_DESK, or_landing=True)
def queue(request: PersonRequest) -> HttpResponse:
    """Show the drafts of this desk. While something is being drafted the list asks for itself every two seconds."""
    person = request.user
    items_open_for_ready_drafts(organization_id=person.organization_id, actor=Actor.service("review"))
    desk = queue_page(person, request.GET.get("show", "open"), request.GET.get("page", "1"))
    context = {"desk": desk, "questions_open": questions_open(person)}
    if not wants_partial(request):
        queue_show(actor=actor_for(person))
        context["pause"] = pause_suggest(person=person, actor=actor_for(person))
    return render_page(request, "review/queue.html", "review/partials/queue.html", context)


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def pause_decline(request: PersonRequest) -> HttpResponse:
    """Go on without the pause that was suggested."""
    pause_go_on(person=request.user, actor=actor_for(request.user))
    return redirect("review:queue")


@require_GET
@permission_required(Permission.REVIEW_REDACTION)
def redaction_drafts(request: PersonRequest) -> HttpResponse:
    """List the drafts whose sources were redacted again after they were made. No patient is named."""
    queue_show(actor=actor_for(request.user))
    drafts = Paginator(drafts_redacted_again(request.user.organization_id), DRAFTS_ON_A_PAGE)
    return render(request, "review/redaction_drafts.html", {"page": drafts.get_page(request.GET.get("page"))})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REQUEST_DRAFT)
def draft_new(request: PersonRequest) -> HttpResponse:
    """Ask for a draft. What is wrong with the request is said beside the form; nothing typed is lost."""
    person = request.user
    if request.POST.get("look"):  # which versions are in force on the date of service
        looked = {"form": DraftForm.looked(request.POST, person=person)}
        return render_page(request, "review/draft_new.html", "review/partials/policy_of_day.html", looked)
    if request.POST.get("check"):  # what the chart lacks for the chosen policy
        return render_page(request, "review/draft_new.html", "review/partials/chart_check.html", _checked(request))
    initial = {"patient": request.GET.get("patient"), "kind": request.GET.get("kind")}
    form = DraftForm(request.POST or None, person=person, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _, is_new = draft_ask(request=form.request(), person=person, actor=actor_for(person))
            if not is_new:
                messages.info(request, ASKED_ALREADY)
            return redirect("review:queue")
        except WorkbenchError as refusal:
            form.add_error(None, refusal.sentence)
    charts_list(shown=patients_visible_to(person, emergency=False).count(), searched=False, actor=actor_for(person))
    return render(request, "review/draft_new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@permission_required(Permission.REQUEST_DRAFT)
def chart_check(request: PersonRequest, answer_id: UUID) -> HttpResponse:
    """Say what a chart said to a policy, or that a worker still reads it: the page of a new draft asks."""
    check = access_chart_check(request.user, answer_id)
    context = {"check": check, "waiting": None if check else answer_id}
    return render(request, "review/partials/chart_check.html", context)


def _checked(request: PersonRequest) -> dict[str, Any]:
    """Return what was typed and what the chart says to it, or that it is being read; or why it cannot be."""
    form = DraftForm.looked(request.POST, person=request.user)
    if (asked := form.to_check()) is None:
        return {"form": form, "unchecked": CHOOSE_FIRST}
    patient, policy, day = asked
    try:
        answer = chart_ask(
            patient=patient, policy=policy, service_on=day, person=request.user, actor=actor_for(request.user)
        )
    except WorkbenchError as refusal:
        return {"form": form, "unchecked": refusal.sentence}
    check = access_chart_check(request.user, answer.pk)
    return {"form": form, "check": check, "waiting": None if check else answer.pk}
