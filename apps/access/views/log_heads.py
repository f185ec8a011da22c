"""Signed heads of the log, and the proof that one event is in them, in words and checked as the page is made."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, log_lines, may
from apps.audit.selectors import (
    event_holds,
    event_seen,
    freshness,
    grave_of,
    heads_newest_first,
    last_comparison,
    proof_of,
    witness_states,
)
from apps.audit.services import log_viewed
from apps.core import clock


@require_GET
@permission_required(Permission.VIEW_AUDIT)
def heads(request: PersonRequest) -> HttpResponse:
    """Show how fresh the signed heads are, how far each witness is, and the newest of them."""
    context = {
        "freshness": freshness(clock.now()),
        "witnesses": witness_states(),
        "heads": heads_newest_first(),
        "compared": last_comparison(),
    }
    return render(request, "audit/heads.html", context)


@require_GET
@permission_required(Permission.OPEN_CHARTS, Permission.VIEW_AUDIT, Permission.VIEW_QUALITY)
def proof(request: PersonRequest, sequence: int) -> HttpResponse:
    """Show the proof that an event of the person's own organization is on record: hashes, and no word of what it says.

    What it says is for who reads the log.
    """
    if grave := grave_of(sequence):
        log_viewed(actor=actor_for(request.user), filters={"proof": sequence})
        return render(request, "audit/destroyed.html", {"sequence": sequence, "grave": grave})
    found = proof_of(sequence)
    reads_log = may(request.user, Permission.VIEW_AUDIT)
    if found is None or not event_seen(sequence, request.user.organization_id, installation=reads_log):
        raise Http404("No such event.")
    lines = log_lines([found.event], organization_id=request.user.organization_id) if reads_log else []
    context = {"proof": found, "chained": event_holds(sequence), "line": lines[0] if lines else None}
    log_viewed(actor=actor_for(request.user), filters={"proof": sequence})
    return render(request, "audit/proof.html", context)
