"""Saved reports: what is made each time a period closes."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.errors import WorkbenchError
from apps.quality import services
from apps.quality.domain.report_status import FORMAT_WORDS
from apps.quality.report_forms import PlanForm
from apps.quality.selectors.plans import plan_rows
from apps.quality.selectors.reports import CHOICES, access_definition
from apps.quality.services.plans import LONGEST_NAME, PlanAct

DONE = {
    PlanAct.STOP: "Stopped. Nothing more is made of it.",
    PlanAct.RESUME: "Resumed. The next period that closes is made.",
    PlanAct.TAKE_OVER: "Taken over. You keep it now.",
}


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_QUALITY)
def report_plans(request: PersonRequest) -> HttpResponse:
    """Show the saved reports; on POST, save one."""
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_save(**form.cleaned_data, person=request.user, actor=actor_for(request.user))
        except WorkbenchError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Saved. It is made each time a period closes, and waits under Files.")
            return redirect("quality:report_plans")
    return _page(request, form, 422 if request.method == "POST" else 200)


@require_POST
@permission_required(Permission.VIEW_QUALITY)
def report_plan(request: PersonRequest, definition_id: UUID, act: str) -> HttpResponse:
    """Stop, resume or take over a saved report."""
    plan = access_definition(request.user, definition_id)
    if act not in set(PlanAct):
        raise Http404
    services.plan_change(plan=plan, act=PlanAct(act), person=request.user, actor=actor_for(request.user))
    messages.success(request, DONE[PlanAct(act)])
    return redirect("quality:report_plans")


def _page(request: PersonRequest, form: forms.Form, status: int) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    context = {
        "form": form,
        "rows": plan_rows(request.user.organization_id),
        "choices": CHOICES,
        "formats": FORMAT_WORDS,
        "longest": LONGEST_NAME,
        "typed": posted.get("name", "") if posted else "",
        "chosen": posted.getlist("tables") if posted else list(CHOICES),
        "chosen_formats": posted.getlist("formats") if posted else ["pdf"],
    }
    return render(request, "quality/report_plans.html", context, status=status)
