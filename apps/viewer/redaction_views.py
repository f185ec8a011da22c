"""The review of redactions: what to look at next, one document with every mark, what was corrected."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.redaction.domain.corrections import LiftReason
from apps.redaction.domain.errors import CorrectionRefused, StaleRedaction
from apps.redaction.selectors import access_correction, access_redaction
from apps.redaction.services import case_accept as accept
from apps.redaction.services import redaction_check as check
from apps.redaction.services import redaction_view_record
from apps.viewer import pipeline, services
from apps.viewer.domain.redaction import FIRST_CHOICES, KIND_WORDS, MORE_CHOICES, words_of
from apps.viewer.forms import CaseForm, CorrectionForm, RedactionQueryForm
from apps.viewer.selectors.redaction import case_rows, corrections_page, redaction_page, redactions_page

REVIEW = Permission.REVIEW_REDACTION
MARKED = "Marked. This document was redacted again."
LIFTED = "The mark is lifted. This document was redacted again."


@require_GET
@permission_required(REVIEW)
def redactions(request: PersonRequest) -> HttpResponse:
    """List the redactions of the organization, those first that should be looked at next. No patient is named."""
    services.redactions_list(actor=actor_for(request.user))
    listed = redactions_page(request.user, request.GET.get("show", "next"), request.GET.get("page", "1"))
    return render(request, "viewer/redactions.html", {"listed": listed})


@require_GET
@permission_required(REVIEW)
def redaction_detail(request: PersonRequest, redacted_id: UUID) -> HttpResponse:
    """Show one document with every mark, or as the index holds it."""
    redacted = access_redaction(request.user, redacted_id)
    redaction_view_record(redacted_document=redacted, actor=actor_for(request.user))
    return render(request, "viewer/redaction_detail.html", _context(request, redacted))


@require_POST
@permission_required(REVIEW)
def redaction_correct(request: PersonRequest, redacted_id: UUID) -> HttpResponse:
    """Mark what was missed, or lift a mark: one post. The answer is the document as it is redacted now."""
    redacted = access_redaction(request.user, redacted_id)
    form = CorrectionForm(request.POST)
    try:
        correction = form.correction()
        corrected = pipeline.redaction_correct(
            redacted_document_id=redacted.pk, person=request.user, actor=actor_for(request.user), **correction
        )
    except CorrectionRefused as refusal:
        return _refused(request, redacted_id, refusal)
    said = MARKED if correction["act"] == "missed" else LIFTED
    if corrected.others:
        said += f" {corrected.others} more of this chart follow in a moment."
    messages.success(request, said)
    line = redacted.document.text.count("\n", 0, correction["start"]) + 1
    return redirect(f"{reverse('privacy:redaction_detail', args=[corrected.redacted_document_id])}#line-{line}")


@require_POST
@permission_required(REVIEW)
def redaction_check(request: PersonRequest, redacted_id: UUID) -> HttpResponse:
    """Keep that the document was looked through and is right as it stands; back to the list."""
    redacted = access_redaction(request.user, redacted_id)
    try:
        check(redacted_document=redacted, person=request.user, actor=actor_for(request.user))
    except CorrectionRefused as refusal:
        return _refused(request, redacted_id, refusal)
    messages.success(request, "Kept: you found this document right as it stands.")
    return redirect("privacy:redactions")


@require_GET
@permission_required(REVIEW)
def corrections(request: PersonRequest) -> HttpResponse:
    """List what was corrected, each with the regression case it is or could become."""
    services.redactions_list(actor=actor_for(request.user))
    page = corrections_page(request.user, request.GET.get("page", "1"))
    return render(request, "viewer/corrections.html", {"page": page, "rows": case_rows(page.object_list, request.user)})


@require_POST
@permission_required(REVIEW)
def case_accept(request: PersonRequest, correction_id: UUID) -> HttpResponse:
    """Accept a correction of somebody else as a regression case."""
    correction = access_correction(request.user, correction_id)
    form = CaseForm(request.POST)
    try:
        accept(correction=correction, seen=form.seen(), person=request.user, actor=actor_for(request.user))
    except CorrectionRefused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Accepted as a regression case. It leaves with the next export.")
    return redirect("privacy:corrections")


def _refused(request: PersonRequest, redacted_id: UUID, refusal: CorrectionRefused) -> HttpResponse:
    redacted = access_redaction(request.user, redacted_id)
    context = _context(request, redacted) | {"refusal": refusal.sentence}
    status = 409 if isinstance(refusal, StaleRedaction) else 422
    return render(request, "viewer/redaction_detail.html", context, status=status)


def _context(request: PersonRequest, redacted: Any) -> dict[str, Any]:
    """Return the document with its marks and what is chosen in it: a mark, or a line whose words are to choose from."""
    asked = RedactionQueryForm(request.GET).asked()
    page = redaction_page(redacted, layer=asked["layer"], kind=asked["kind"])
    line = page.line(asked["line"])
    return {
        "page": page,
        "redacted": redacted,
        "as_index": asked["view"] == "index",
        "chosen": page.mark(asked["mark"]),
        "line": line,
        "words": words_of(line) if line else [],
        "kinds": [(kind, KIND_WORDS[kind]) for kind in FIRST_CHOICES],
        "more_kinds": [(kind, KIND_WORDS[kind]) for kind in MORE_CHOICES],
        "reasons": [(reason.value, reason.label) for reason in LiftReason],
    }
