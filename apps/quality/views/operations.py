"""How the belt runs: a page for the control room, and figures for the machine that watches."""

from hmac import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.quality.domain.exposition import CONTENT_TYPE, exposition
from apps.quality.operations import metrics, operations_report

PERIODS = (("1", "24 hours"), ("7", "7 days"), ("30", "30 days"))
LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")  # a proxy asks for somebody else


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def operations(request: PersonRequest) -> HttpResponse:
    """Show how the drafts of the person's own organization ended, how long they took and what they cost."""
    asked = request.GET.get("days", "")
    chosen = asked if asked in dict(PERIODS) else PERIODS[0][0]
    report = operations_report(organization=request.user.organization, days=int(chosen))
    return render(request, "quality/operations.html", {"report": report, "periods": PERIODS, "chosen": chosen})


@require_GET
def prometheus(request: HttpRequest) -> HttpResponse:
    """Give the figures as text to whoever shows the token; to anybody else there is no such page."""
    if not _may_read(request):
        raise Http404("No metrics.")
    return HttpResponse(exposition(metrics()), content_type=CONTENT_TYPE)


def _may_read(request: HttpRequest) -> bool:
    if token := settings.WORKBENCH_METRICS_TOKEN:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    is_here = request.META.get("REMOTE_ADDR") in LOOPBACK and not any(name in request.META for name in FORWARDED)
    return bool(settings.WORKBENCH_METRICS_ON_LOOPBACK) and is_here
