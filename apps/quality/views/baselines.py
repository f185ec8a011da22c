"""The past that weeks are held against: what it is, what other weeks would make of it, and freezing them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.quality.domain.charts.choice import FEWEST_SUBGROUPS
from apps.quality.domain.charts.shewhart import Baseline
from apps.quality.domain.dimensions import KIND_NAMES
from apps.quality.errors import QualityError
from apps.quality.facts import facts_bring_up
from apps.quality.forms import BaselineForm
from apps.quality.selectors.baselines import baseline_proposed, baselines_signed
from apps.quality.services import baseline_sign


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_QUALITY)
def baseline(request: PersonRequest) -> HttpResponse:
    """Show what was frozen, and what the chosen weeks would make; on POST, freeze them with a note.

    A look is asked for by POST as well: the note is in no address.
    """
    facts_bring_up(organization_id=request.user.organization_id)
    form = BaselineForm(request.POST if request.method == "POST" else None)
    proposed: Baseline | None = None
    if form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("kind", "first", "last")}
        try:
            proposed = baseline_proposed(organization_id=request.user.organization_id, **chosen)
            if "look" not in request.POST:
                note = form.cleaned_data["note"]
                baseline_sign(person=request.user, note=note, actor=actor_for(request.user), **chosen)
                messages.success(request, "Frozen. Later weeks are held against these until somebody signs others.")
                return redirect("quality:baseline")
        except QualityError as error:
            form.add_error(None, error.sentence)
    context = {
        "form": form,
        "proposed": proposed,
        "fewest": FEWEST_SUBGROUPS,
        "signed": [(name, baselines_signed(request.user.organization_id, kind)) for kind, name in WORK.items()],
    }
    return render(request, "quality/baseline.html", context, status=422 if form.errors else 200)


WORK = {"": "All work", **KIND_NAMES}
