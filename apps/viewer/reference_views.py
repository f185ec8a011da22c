"""Policies and protocols: texts that belong to no patient, searched by whoever works with charts or letters."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.htmx import render_page
from apps.retrieval.interface import ReferenceKind
from apps.retrieval.selectors import reference_get, reference_version_get
from apps.viewer import references as services
from apps.viewer.forms import ReferenceForm, SpanForm
from apps.viewer.selectors.references import references_page


@require_http_methods(["GET", "POST"])
@permission_required(Permission.OPEN_CHARTS, Permission.OPEN_DESK)
def references(request: PersonRequest) -> HttpResponse:
    """List the texts in force, or answer a question from them. It comes by POST: none stands in an address."""
    form = ReferenceForm(request.POST or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        words = form.cleaned_data["words"]
        context["answer"] = services.references_ask(text=words, person=request.user, actor=actor_for(request.user))
    else:
        context["page"] = references_page(request.user, request.GET.get("page", "1"))
    status = 422 if form.is_bound and form.errors else 200
    return render_page(request, "viewer/references.html", "viewer/partials/references.html", context, status=status)


@require_GET
@permission_required(Permission.OPEN_CHARTS, Permission.OPEN_DESK)
def reference_detail(request: PersonRequest, document_id: UUID) -> HttpResponse:
    """Show one text whole, with a passage marked when a search led here."""
    document = reference_get(document_id, organization_id=request.user.organization_id)
    if document is None:
        raise Http404
    span = SpanForm(request.GET).span(len(document.text))
    view = services.reference_show(document=document, span=span, actor=actor_for(request.user))
    return render(request, "viewer/reference_detail.html", {"view": view})


@require_GET
@permission_required(Permission.OPEN_CHARTS, Permission.OPEN_DESK)
def policy(request: PersonRequest, key: str, version: str) -> HttpResponse:
    """Lead from the name and version of a policy to its text."""
    organization_id = request.user.organization_id
    document = reference_version_get(ReferenceKind.POLICY, key, version, organization_id=organization_id)
    if document is None:
        raise Http404
    return redirect("reference:reference_detail", document.pk)
