"""The control room's first page: the kill switch, and which machine is in use."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.governance import parts
from apps.governance.errors import KillSwitchError
from apps.governance.forms import KillSwitchForm
from apps.governance.selectors import generation_allowed, kill_switch_history, releases
from apps.governance.services import kill_switch_set as set_kill_switch

LATEST = 20


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def parts_list(request: PersonRequest) -> HttpResponse:
    """Give out the parts list (SBOM) of this installation."""
    name = 'attachment; filename="parts.cdx.json"'
    return HttpResponse(parts.parts_list(), content_type="application/json", headers={"Content-Disposition": name})


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def control(request: PersonRequest) -> HttpResponse:
    """Show whether drafting is on, since when and why, and the releases that wrote drafts."""
    return _control_page(request, KillSwitchForm())


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM)
def kill_switch_set(request: PersonRequest) -> HttpResponse:
    """Turn the switch in two steps: the first says what will happen, the second does it."""
    form = KillSwitchForm(request.POST)
    if not form.is_valid():
        return _control_page(request, form, status=422)
    if not form.cleaned_data["confirmed"]:
        return render(request, "governance/kill_switch_confirm.html", {"form": form, "decision": form.cleaned_data})
    stopped, reason = form.cleaned_data["stopped"], form.cleaned_data["reason"]
    try:
        set_kill_switch(stopped=stopped, reason=reason, person=request.user, actor=actor_for(request.user))
    except KillSwitchError as error:
        form.add_error(None, error.sentence)
        return _control_page(request, form, status=422)
    messages.success(request, "Drafting is stopped." if stopped else "Drafting is on again.")
    return redirect("governance:control")


def _control_page(request: PersonRequest, form: KillSwitchForm, status: int = 200) -> HttpResponse:
    history = list(kill_switch_history()[:LATEST])
    context = {
        "form": form,
        "verdict": generation_allowed(),
        "newest": history[0] if history else None,
        "history": history,
        "releases": releases()[:LATEST],
    }
    return render(request, "governance/control.html", context, status=status)
