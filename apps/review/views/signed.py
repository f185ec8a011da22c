"""The signed document: on screen with its verification, and as a file."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, log_lines
from apps.audit.selectors import events_for
from apps.review import services
from apps.review.documents import pdf_of
from apps.review.selectors import access_draft, review_page, signed_document, verification
from apps.viewer.selectors import patient_banner

EVENTS_SHOWN = 200


@require_GET
@permission_required(Permission.OPEN_CHARTS)
def draft_signed(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show what was signed, recompute its hashes, and list every act that led to it."""
    context = _signed(request, draft_id)
    draft = context["draft"]
    events = events_for(organization_id=draft.organization_id, draft_id=draft.pk)[:EVENTS_SHOWN]
    context |= {
        "banner": patient_banner(draft.patient),
        "checks": verification(draft, context["signed"]),
        "events": log_lines(events, organization_id=draft.organization_id),
    }
    services.draft_show(draft=draft, actor=actor_for(request.user))
    return render(request, "review/draft_signed.html", context)


@require_GET
@permission_required(Permission.OPEN_CHARTS)
def draft_pdf(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Hand the signed document over as a PDF. Its name says nothing about the patient."""
    context = _signed(request, draft_id)
    pdf = pdf_of(render_to_string("review/draft_pdf.html", context))
    services.document_export(draft=context["draft"], signed=context["signed"], actor=actor_for(request.user))
    headers = {"Content-Disposition": f'inline; filename="document-{str(draft_id)[:8]}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _signed(request: PersonRequest, draft_id: UUID) -> dict[str, Any]:
    draft = access_draft(request.user, draft_id)
    signed = signed_document(draft)
    if signed is None:
        raise Http404("Nothing was signed.")
    return {"draft": draft, "signed": signed, "page": review_page(draft, request.user)}
