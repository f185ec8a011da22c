"""The trace of a draft: as a page, and as a JSON file with the same content."""

import json
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.drafting.pipeline import replay_ask
from apps.review import services
from apps.review.selectors import access_ledger, replay_shown, trace_of
from apps.review.selectors.trace_file import why_not_file
from apps.viewer.selectors import patient_banner

MASKED_FOR = (Permission.VIEW_AUDIT, Permission.VIEW_QUALITY)  # they read ids, figures and acts, and no word


@require_GET
@permission_required(Permission.OPEN_CHARTS, *MASKED_FOR)
def draft_trace(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show what was asked, found and used for a draft and what people did with it, in redacted words.

    Who reads the audit log or the quality figures without a grant on the patient gets ids, figures and acts.
    """
    draft, granted = access_ledger(request.user, draft_id, masked_for=MASKED_FOR)
    replay = replay_shown(draft, request.user, granted=granted)
    context = {"trace": trace_of(draft, request.user, granted=granted), "draft": draft, "granted": granted}
    context |= {
        "replay": replay,
        "waiting": bool(replay and not replay.made),
        "why_not_file": why_not_file(draft, with_words=granted),
    }
    context["record"] = services.trace_show(draft=draft, actor=actor_for(request.user))
    if granted:
        context["banner"] = patient_banner(draft.patient)
    return render(request, "review/draft_trace.html", context)


@require_POST
@permission_required(Permission.OPEN_CHARTS, Permission.REPLAY_RUN, act="have a run made once more")
def draft_replay(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Have the draft's newest run made once more by a worker; the trace shows what came of it."""
    draft, _ = access_ledger(request.user, draft_id, masked_for=MASKED_FOR)
    replay_ask(draft=draft, person=request.user, actor=actor_for(request.user))
    return redirect(f"{reverse('review:draft_trace', args=[draft_id])}#replay")


@require_GET
@permission_required(Permission.OPEN_CHARTS, *MASKED_FOR)
def draft_trace_export(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Hand the trace over as JSON: exactly what the page would show this person."""
    draft, granted = access_ledger(request.user, draft_id, masked_for=MASKED_FOR)
    trace = trace_of(draft, request.user, granted=granted)
    services.trace_export(draft=draft, with_words=granted, actor=actor_for(request.user))
    body = json.dumps(trace.export(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="trace-{str(draft_id)[:8]}.json"'}
    return HttpResponse(body, content_type="application/json", headers=headers)
