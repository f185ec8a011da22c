"""The signed document: on screen with its verification, and as a file."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, log_lines
from apps.audit.domain.actions import Action
from apps.audit.selectors import OnRecord, events_for, log_destroyed_since, on_record
from apps.core.errors import Gone
from apps.review import services
from apps.review.documents.page import signed_file
from apps.review.domain.status import HOLDS_SIGNATURE
from apps.review.selectors import (
    access_draft,
    review_page,
    signature_remains,
    signed_document,
    verification,
)
from apps.review.selectors.amendments import why_not_amend
from apps.review.selectors.rights import item_of
from apps.review.selectors.second import needed_words, second_told, why_not_second
from apps.review.selectors.trail import NOT_OF_THE_TRAIL, trail_told
from apps.viewer.selectors import Purpose, patient_banner

if TYPE_CHECKING:
    from apps.audit.models import AuditEvent

EVENTS_SHOWN = 200


@require_GET
@permission_required(Permission.OPEN_CHARTS)
def draft_signed(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show what was signed, recompute its hashes, and list every act that led to it.

    Of a document whose patient's record was destroyed, the signature is what is left to show (410).
    """
    try:
        context = _signed(request, draft_id)
    except Gone:
        remains = signature_remains(request.user, draft_id)
        if remains is None:
            raise
        return render(request, "review/draft_destroyed.html", {"remains": remains}, status=410)
    draft = context["draft"]
    if not context["signed"]:
        return _not_verified(request, context)
    told = events_for(organization_id=draft.organization_id, draft_id=draft.pk)
    events = told.exclude(action__in=NOT_OF_THE_TRAIL)[:EVENTS_SHOWN]
    signed = context["signed"]
    context |= {
        "second_who": second_told(draft, signed.decision.person) if signed.awaits_second else None,
        "banner": patient_banner(draft.patient),
        "record": _on_record(events),
        "log_destroyed_to": log_destroyed_since(draft.created_at),
        "trail": trail_told(log_lines(events, organization_id=draft.organization_id)),
    }
    services.draft_show(draft=draft, actor=actor_for(request.user))
    return render(request, "review/draft_signed.html", context)


@require_GET
@permission_required(Permission.OPEN_CHARTS)
def draft_pdf(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Hand the signed document over as a PDF. Its name says nothing about the patient.

    One that does not verify any more is not handed out (409).
    """
    context = _signed(request, draft_id)
    if not context["signed"] or context["failed"]:
        services.document_export_refuse(draft=context["draft"], failed=context["failed"], actor=actor_for(request.user))
        return _not_verified(request, context)
    pdf = signed_file(context["draft"], context["signed"], request.user)
    services.document_export(draft=context["draft"], signed=context["signed"], actor=actor_for(request.user))
    headers = {"Content-Disposition": f'inline; filename="document-{str(draft_id)[:8]}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _on_record(events: "Iterable[AuditEvent]") -> OnRecord | None:
    """Return where the newest signature among the events stands in the log."""
    return next((on_record(event.sequence) for event in events if event.action == Action.DRAFT_SIGNED), None)


def _signed(request: PersonRequest, draft_id: UUID) -> dict[str, Any]:
    draft = access_draft(request.user, draft_id)
    item = item_of(draft)
    signed = signed_document(draft, request.user)
    if signed is None and (item is None or item.status not in HOLDS_SIGNATURE):
        raise Http404("Nothing was signed.")
    checks = verification(draft, signed) if signed else ()
    return {
        "draft": draft,
        "signed": signed,
        "why_not_amend": why_not_amend(draft, request.user),
        "why_not_second": why_not_second(draft, request.user),
        "second_because": needed_words(signed.decision.second_for) if signed else "",
        "page": review_page(draft, request.user, Purpose.SIGNED_DOCUMENT),
        "checks": checks,
        "failed": [check.name for check in checks if not check.holds] if signed else ["Signature is missing"],
    }


def _not_verified(request: PersonRequest, context: dict[str, Any]) -> HttpResponse:
    banner = patient_banner(context["draft"].patient)
    return render(request, "review/draft_not_verified.html", {**context, "banner": banner}, status=409)
