"""Reports to take away: closed periods, what is published of them, and the files that are drawn from that."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.errors import WorkbenchError
from apps.core.htmx import render_page
from apps.quality import pipeline, selectors, services
from apps.quality.domain.periods import GRIDS
from apps.quality.domain.report_status import FORMAT_WORDS, MEDIA_TYPES, UNDER_WAY, FileFormat
from apps.quality.report_forms import FilesForm, FirstPublishForm, PublishForm
from apps.quality.selectors import reports as reading

PAGE, PARTIAL = "quality/reports.html", "quality/partials/report_files.html"


@require_GET
@permission_required(Permission.VIEW_QUALITY)
def reports(request: PersonRequest) -> HttpResponse:
    """Show the periods that are over, what is published, and the files; for htmx, the files alone."""
    services.report_files_viewed(actor=actor_for(request.user))
    return _page(request)


@require_POST
@permission_required(Permission.VIEW_QUALITY)
def report_publish(request: PersonRequest) -> HttpResponse:
    """Have the figures of a closed period published."""
    is_first = reading.grid_of(request.user.organization_id) is None
    form = (FirstPublishForm if is_first else PublishForm)(request.POST)
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("first_day", "months")}
        try:
            publication = pipeline.period_publish(**asked, person=request.user, actor=actor_for(request.user))
        except WorkbenchError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("quality:publication", publication.pk)
    return _page(request, form, status=422)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_QUALITY)
def publication(request: PersonRequest, publication_id: UUID) -> HttpResponse:
    """Show what is published of a period; on POST, ask for files of it."""
    published = reading.access_publication(request.user, publication_id)
    form = FilesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pipeline.report_ask(
                publication=published, **form.cleaned_data, person=request.user, actor=actor_for(request.user)
            )
        except WorkbenchError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Asked for. A worker makes it; it appears in the list of files.")
            return redirect("quality:reports")
    services.publication_viewed(publication=published, actor=actor_for(request.user))
    context = {
        "publication": published,
        "tables": reading.tables_published(published),
        "form": form,
        "choices": reading.CHOICES,
        "formats": FORMAT_WORDS,
        "chosen": request.POST.getlist("tables") if request.method == "POST" else list(reading.CHOICES),
        "chosen_formats": request.POST.getlist("formats") if request.method == "POST" else ["pdf", "xlsx"],
    }
    return render(request, "quality/publication.html", context, status=422 if form.errors else 200)


@require_GET
@permission_required(Permission.VIEW_QUALITY)
def report_file(request: PersonRequest, file_id: UUID) -> HttpResponse:
    """Hand a file over, piece by piece; that it was taken is on record before its first byte."""
    file = reading.access_file(request.user, file_id)
    services.report_take(file=file, person=request.user, actor=actor_for(request.user))
    name = f"{'decisions' if file.is_rows else 'overrides'}-{file.first_day}-{file.last_day}.{file.format}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
        "Content-Length": str(file.size), "X-Content-SHA256": file.sha256,
    }  # fmt: skip
    answer: Any = StreamingHttpResponse(
        reading.content_of(file), content_type=MEDIA_TYPES[FileFormat(file.format)], headers=headers
    )
    return cast("HttpResponse", answer)  # both are answers; a streamed one is its own class


def _page(request: PersonRequest, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    organization_id = request.user.organization_id
    grid = reading.grid_of(organization_id)
    months = grid or (3 if request.GET.get("months") == "3" else 1)
    files = selectors.files_newest(organization_id)
    context = {
        "form": form,
        "grid": grid,
        "grids": GRIDS,
        "months": months,
        "periods": reading.period_rows(organization_id, months),
        "files": files,
        "is_moving": any(file.state in UNDER_WAY for file in files),
    }
    return render_page(request, PAGE, PARTIAL, context, status=status)
