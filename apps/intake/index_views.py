"""The control room's page of the index: which version answers, which is being built, and how far it is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.chart.selectors import documents_unclassified
from apps.core.errors import WorkbenchError
from apps.intake.forms import IndexForm
from apps.retrieval import pipeline, services
from apps.retrieval.selectors import index_can_be_searched, index_is_known, index_progress, index_remedy, index_to_build

ACTS = {"start": pipeline.index_build_start, "switch": services.index_switch, "drop": pipeline.index_drop}
DONE = {
    "start": "It is being built.",
    "switch": "Searches answer from it now. The one before it is kept until it is dropped.",
    "drop": "It is dropped. What no draft names is deleted little by little.",
}


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def index_versions(request: PersonRequest) -> HttpResponse:
    """Show the versions of the index. It counts the documents of the person's own organization and names none."""
    organization_id = request.user.organization_id
    rows = index_progress(organization_id)
    to_build = index_to_build()
    context = {
        "unclassified": documents_unclassified().filter(organization=organization_id).count(),
        "rows": rows,
        "remedy": index_remedy(),
        "to_build": to_build if rows and to_build not in {row.name for row in rows} else "",
    }
    return render(request, "intake/index_versions.html", context)


@require_POST
@permission_required(Permission.RUN_CONTROL_ROOM)
def index_move(request: PersonRequest) -> HttpResponse:
    """Start, switch or drop a version in two steps: the first says what will happen, the second does it."""
    form = IndexForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That cannot be done to the index; nothing was changed.")
        return redirect("intake:index_versions")
    if not form.cleaned_data["confirmed"] and index_is_known(form.cleaned_data["name"]):
        context = {"move": form.cleaned_data, "can_be_searched": index_can_be_searched()}
        return render(request, "intake/index_confirm.html", context)
    act = form.cleaned_data["act"]
    try:
        ACTS[act](name=form.cleaned_data["name"], actor=actor_for(request.user))
    except WorkbenchError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, DONE[act])
    return redirect("intake:index_versions")
