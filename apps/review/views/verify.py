"""Every hash of a signed document recomputed before one's eyes, and a file in hand held against it."""

import hashlib
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.audit.selectors import log_destroyed_since
from apps.review import services
from apps.review.later_forms import CompareForm
from apps.review.selectors import access_draft, review_page, signed_document
from apps.review.selectors.proof import file_known_as, proof_of
from apps.viewer.selectors import Purpose, patient_banner


@require_http_methods(["GET", "POST"])
@permission_required(Permission.OPEN_CHARTS)
def draft_verify(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Recompute what a signature stands on, part by part; say of a file whether it is the one that was signed."""
    draft = access_draft(request.user, draft_id)
    signed = signed_document(draft, request.user)
    if signed is None:
        raise Http404("Nothing was signed.")
    parts = proof_of(draft, signed, request.user)
    failed = [part.name for part in parts if not part.holds]
    form = CompareForm(request.POST, request.FILES) if request.method == "POST" else CompareForm()
    context: dict[str, Any] = {"form": form, "parts": parts, "failed": failed, "draft": draft, "signed": signed}
    status, actor = 200, actor_for(request.user)
    if request.method == "POST" and form.is_valid():
        context["compared"] = compared = _sha256(form)
        context["known_as"] = known = file_known_as(signed.signature, compared)
        services.file_compare(draft=draft, signature=signed.signature, matches=bool(known), actor=actor)
    elif request.method == "POST":
        status = 422
    else:
        services.document_verify(draft=draft, signature=signed.signature, failed=failed, actor=actor)
    context |= {
        "log_destroyed_to": log_destroyed_since(signed.signature.created_at),
        "page": review_page(draft, request.user, Purpose.SIGNED_DOCUMENT),
        "banner": patient_banner(draft.patient),
    }
    return render(request, "review/draft_verify.html", context, status=status)


def _sha256(form: CompareForm) -> str:
    """Return the hash of the file that was given, read piece by piece and kept nowhere; or the hash that was pasted."""
    given = form.cleaned_data["file"]
    if given is None:
        return str(form.cleaned_data["sha256"]).strip().lower()
    hashed = hashlib.sha256()
    for piece in given.chunks():
        hashed.update(piece)
    return hashed.hexdigest()
