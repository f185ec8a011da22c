"""Signed edits for training: what a file would hold, and the file."""

from typing import Any, cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core import clock
from apps.quality.domain.learning import FORMAT, PURPOSES
from apps.quality.forms import PERIODS, LearningForm, PeriodForm
from apps.quality.learning import learning_count, learning_export, learning_files
from apps.review.selectors import why_not_learning


@require_http_methods(["GET", "POST"])
@permission_required(Permission.EXPORT_LEARNING)
def learning(request: PersonRequest) -> HttpResponse:
    """Show which files were taken out; on POST, count what one would hold now."""
    period, count = PeriodForm(request.POST or request.GET), None
    if request.method == "POST":
        start, end = period.period()
        purpose = request.POST.get("purpose", "")
        count = learning_count(
            person=request.user, start=start, end=end, purpose=purpose, actor=actor_for(request.user)
        )
    form = LearningForm(initial={"purpose": request.POST.get("purpose", "")})
    return render(request, "quality/learning.html", _context(request, period, form, count))


@require_POST
@permission_required(Permission.EXPORT_LEARNING)
def learning_file(request: PersonRequest) -> HttpResponse:
    """Hand the file over; what it holds and its sha256 are on record before its first byte."""
    period, form = PeriodForm(request.POST), LearningForm(request.POST)
    if not form.is_valid():
        return render(request, "quality/learning.html", _context(request, period, form, None), status=422)
    start, end = period.period()
    made = learning_export(
        person=request.user, start=start, end=end, purpose=form.cleaned_data["purpose"], actor=actor_for(request.user)
    )
    name = f"learning-{clock.day_of(start)}-{clock.day_of(end)}.jsonl"
    headers = {"Cache-Control": "no-store", "X-Content-SHA256": made.sha256}
    response: Any = FileResponse(
        made.content, as_attachment=True, filename=name, content_type="application/jsonl", headers=headers
    )
    return cast("HttpResponse", response)  # both are answers; a streamed one is its own class


def _context(request: PersonRequest, period: PeriodForm, form: LearningForm, count: Any) -> dict[str, Any]:
    organization_id = request.user.organization_id
    return {
        "why_not": why_not_learning(organization_id),
        "files": learning_files(organization_id),
        "count": count,
        "form": form,
        "purposes": PURPOSES,
        "periods": PERIODS,
        "chosen": period.chosen,
        "format": FORMAT,
    }
