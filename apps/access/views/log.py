"""The audit log in words. It stands here and not in the audit room, which knows nothing of people and roles."""

from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.purposes import purpose_of
from apps.access.domain.roles import Permission
from apps.access.forms import LogExportForm, LogFilterForm
from apps.access.selectors import actor_for, log_page
from apps.audit.domain.balp import as_fhir
from apps.audit.domain.chain import COLUMNS, as_line
from apps.audit.selectors import alarms, destructions_beside, events_to_file, log_begins
from apps.audit.services import log_exported, log_viewed
from apps.core.canonical import canonical_json
from apps.core.htmx import render_page

if TYPE_CHECKING:
    from apps.audit.models import AuditEvent


@require_GET
@permission_required(Permission.VIEW_AUDIT)
def log(request: PersonRequest) -> HttpResponse:
    """Show the events of the person's own organization, newest first, narrowed by the filters in the address."""
    form = LogFilterForm(request.GET, viewer=request.user)
    filters = form.filters()
    page = form.is_valid() and log_page(
        organization_id=request.user.organization_id, before=form.cleaned_data["before"], **filters
    )
    log_viewed(actor=actor_for(request.user), filters=_told(filters))
    context = {
        "form": form, "page": page, "filters": filters, "query": form.query(), "destroyed_to": _destroyed(filters),
        "alarms": alarms(request.user.organization_id),
    }  # fmt: skip
    return render_page(request, "audit/log.html", "audit/partials/events.html", context)


@require_POST
@permission_required(Permission.VIEW_AUDIT)
def log_export(request: PersonRequest) -> HttpResponseBase:
    """Stream the events that the filters leave, oldest first, one a line: as they are, or as FHIR AuditEvents."""
    form = LogExportForm(request.POST, viewer=request.user)
    if not form.is_valid():
        context: dict[str, Any] = {"form": form, "page": None, "filters": {}, "query": form.query()}
        return render_page(request, "audit/log.html", "audit/partials/events.html", context, status=400)
    kind, filters = form.cleaned_data["kind"], form.filters()
    begun = log_exported(actor=actor_for(request.user), kind=kind, filters=_told(filters))
    asked = {"organization_id": request.user.organization_id, "installation": True, **filters}
    gone = destructions_beside(**asked) if _destroyed(filters) else ()
    line, media_type, ending = FILES[kind]
    events = chain(gone, events_to_file(up_to=begun.sequence, **asked))
    answer = StreamingHttpResponse(map(line, events), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="audit-log-to-{begun.sequence}.{ending}"'
    return answer


def _destroyed(filters: Mapping[str, Any]) -> datetime | None:
    """Return up to when the log was destroyed, where what is asked for may have stood in that part."""
    begins, since = log_begins(), filters.get("since")
    return begins if begins and (since is None or since <= begins) else None


def _told(filters: Mapping[str, Any]) -> dict[str, str]:
    return {name: value.isoformat() if isinstance(value, datetime) else str(value) for name, value in filters.items()}


def _as_it_is(event: "AuditEvent") -> bytes:
    return as_line({name: getattr(event, name) for name in COLUMNS}) + b"\n"


def _as_fhir(event: "AuditEvent") -> bytes:
    return canonical_json(as_fhir(event, purpose=purpose_of(event.actor_role))) + b"\n"


FILES = {
    "lines": (_as_it_is, "application/jsonl", "jsonl"),
    "fhir": (_as_fhir, "application/fhir+ndjson", "ndjson"),
}
