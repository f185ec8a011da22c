"""Pages for what went wrong, and two answers for whoever watches over the process."""

from http import HTTPStatus
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRedirect
from kombu.exceptions import OperationalError

from apps.core.context import request_id
from apps.core.crypto.keys import data_keys_open
from apps.core.errors import Detour, WorkbenchError
from apps.core.htmx import wants_partial

log = structlog.get_logger(__name__)
NOT_ALLOWED = "Your role or your grants do not reach this far. An administrator of your organization can change that."
STALE_FORM = "This form was open for too long, or in another session. Go back, reload the page and send it again."
UNREADABLE = "The address or the form could not be read. Go back, check it and send it again."


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400. What the framework says about the request is not shown: it may quote it."""
    return render(request, "400.html", {"sentence": UNREADABLE}, status=400)


def not_possible(request: HttpRequest, error: WorkbenchError) -> HttpResponse:
    """Answer 400 with the sentence of the room that refused."""
    return render(request, "400.html", {"sentence": error.sentence}, status=400)


def gone(request: HttpRequest, error: WorkbenchError) -> HttpResponse:
    """Answer 410 with when and by whom the thing was destroyed, to somebody who might have seen it."""
    return render(request, "410.html", {"sentence": error.sentence}, status=410)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 with the sentence of the guard, to somebody who may know that the thing exists."""
    sentence = exception.sentence if isinstance(exception, WorkbenchError) else NOT_ALLOWED
    return render(request, "403.html", {"sentence": sentence}, status=403)


def keys_unavailable(request: HttpRequest, error: WorkbenchError) -> HttpResponse:
    """Answer 503: records stay closed while the key provider does not answer. The page itself needs no key."""
    response = render(request, "503.html", {"sentence": error.sentence}, status=503)
    response["Retry-After"] = "60"
    return response


def unavailable(request: HttpRequest, error: WorkbenchError) -> HttpResponse:
    """Answer 503 with what cannot be done for the moment, and whom to ask."""
    return render(request, "503_unavailable.html", {"sentence": error.sentence}, status=503)


def record_damaged(request: HttpRequest, error: WorkbenchError) -> HttpResponse:
    """Answer 500: what is stored does not open. Which row it is stands in the log under the reference."""
    context = {"sentence": error.sentence, "reference": request_id()}
    return render(request, "500_record.html", context, status=500)


def detour(request: HttpRequest, error: Detour) -> HttpResponse:
    """Answer 303 to what comes first, or have htmx load it: a part of it would not fit where it was asked for."""
    if wants_partial(request):
        return HttpResponseClientRedirect(error.address)
    return HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": error.address})


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without its token."""
    return render(request, "403.html", {"sentence": STALE_FORM}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, the same for what does not exist and for what is not yours to know of."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a page that asks nothing of the database, the session or the person."""
    context = {"reference": request_id(), "static_url": settings.STATIC_URL}
    return HttpResponse(get_template("500.html").render(context), status=500)


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether database and broker answer, records can be opened and acts recorded; else what stands against it."""
    is_ready = _database_answers() and _broker_answers() and _keys_open()
    against = _said_against() if is_ready else "not ready"
    return HttpResponse(against or "ready", status=503 if against else 200, content_type="text/plain")


def _said_against() -> str:
    said = (import_string(path)() for path in settings.WORKBENCH_NOT_READY)
    return next(filter(None, said), "")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _keys_open() -> bool:
    is_open = data_keys_open()
    if not is_open:
        log.error("the key provider opens no data key")
    return is_open


def _broker_answers() -> bool:
    celery: Any = current_app
    try:
        with celery.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError):
        return False
    return True
