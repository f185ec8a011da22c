"""Signed heads of the log, and the proof that one event is in them, in words and checked as the page is made."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.log_alarms import KNOWN_BECAUSE
from apps.access.domain.roles import Permission
from apps.access.errors import AccessError
from apps.access.selectors import actor_for, gap_lines, log_lines, may, why_not_whole_log
from apps.access.services import log_alarm_take_up
from apps.audit.pipeline import VERIFIER, export_lines_to
from apps.audit.selectors import (
    alarms,
    event_holds,
    event_seen,
    freshness,
    grave_of,
    heads_newest_first,
    last_comparison,
    last_reading,
    proof_of,
    public_key,
    witness_states,
)
from apps.audit.services import log_exported, log_viewed
from apps.core import clock
from apps.core.errors import WorkbenchError


@require_GET
@permission_required(Permission.VIEW_AUDIT)
def heads(request: PersonRequest) -> HttpResponse:
    """Show how fresh the signed heads are, how far each witness is, and the newest of them."""
    return _heads(request)


@require_POST
@permission_required(Permission.REVIEW_AUDIT)
def alarm_known(request: PersonRequest) -> HttpResponse:
    """Take up what the nightly check found."""
    seen, reason = request.POST.get("seen", ""), request.POST.get("reason", "")
    try:
        log_alarm_take_up(
            person=request.user, seen=int(seen) if seen.isdecimal() else 0, reason=reason, actor=actor_for(request.user)
        )
    except AccessError as error:
        return _heads(request, refusal=error.sentence, typed=reason)
    messages.success(request, "You took it up; it is on record with your name.")
    return redirect("audit:heads")


def _heads(request: PersonRequest, refusal: str = "", typed: str = "") -> HttpResponse:
    context = {
        "alarms": alarms(request.user.organization_id),
        "because": KNOWN_BECAUSE.items(),
        "refusal": refusal,
        "typed": typed,
        "freshness": freshness(clock.now()),
        "witnesses": witness_states(),
        "heads": heads_newest_first(),
        "gaps": gap_lines(organization_id=request.user.organization_id),
        "compared": last_comparison(),
        "read": last_reading(),
        "public_key": public_key(),
        "whole": why_not_whole_log(),
    }
    return render(request, "audit/heads.html", context, status=422 if refusal else 200)


@require_POST
@permission_required(Permission.VIEW_AUDIT)
def log_whole(request: PersonRequest) -> HttpResponseBase:
    """Stream the whole log as verify_log.py reads it, heads first: where one organization alone has it."""
    if sentence := why_not_whole_log():
        raise WorkbenchError(sentence)
    begun = log_exported(actor=actor_for(request.user), kind="verifiable", filters={})
    answer = StreamingHttpResponse(export_lines_to(begun.sequence), content_type="application/jsonl")
    answer["Content-Disposition"] = 'attachment; filename="log.jsonl"'
    return answer


@require_GET
@permission_required(Permission.VIEW_AUDIT)
def log_verifier(request: PersonRequest) -> HttpResponseBase:
    """Hand out the one file that verifies the log without this program."""
    return FileResponse(VERIFIER.open("rb"), as_attachment=True, filename=VERIFIER.name, content_type="text/x-python")


@require_GET
@permission_required(Permission.VIEW_AUDIT)
def log_key(request: PersonRequest) -> HttpResponseBase:
    """Hand out the public key that the newest head names; 404 before there is one."""
    if not (key := public_key()):
        raise Http404("No head was signed yet.")
    answer = HttpResponse(f"{key}\n", content_type="text/plain")
    answer["Content-Disposition"] = 'attachment; filename="log.key.txt"'
    return answer


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
    chained = event_holds(sequence)
    context = {
        "proof": found, "chained": chained, "sound": chained and found.holds, "line": lines[0] if lines else None,
    }  # fmt: skip
    log_viewed(actor=actor_for(request.user), filters={"proof": sequence})
    return render(request, "audit/proof.html", context)
