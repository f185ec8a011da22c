"""What every request passes: an id, a line in the log without anything of the patient, and no copy left in a cache."""

import time
from collections.abc import Callable, Sequence
from http.client import BAD_REQUEST, SERVICE_UNAVAILABLE

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from apps.core.context import request_id_start
from apps.core.crypto.errors import DAMAGED, KeysUnavailable
from apps.core.errors import Detour, Gone, NotAllowed, Unavailable, WorkbenchError
from apps.core.views import detour, gone, keys_unavailable, not_allowed, not_possible, record_damaged, unavailable

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)


def request_id_middleware(get_response: GetResponse) -> GetResponse:
    """Give each request an id of its own, which its log lines, its audit events and its answer share.

    An id that the browser sends is not taken over: nobody outside chooses what stands in the log.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        identifier = request_id_start()
        response = get_response(request)
        response["X-Request-ID"] = identifier
        return response

    return middleware


def access_log_middleware(get_response: GetResponse) -> GetResponse:
    """Log each answer by the name of its route. Path and query may hold what a person typed, so neither is logged.

    A file of the pages (a style, a script) has no route and gets no line.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else ""
        if route or response.status_code >= BAD_REQUEST:
            log.info(
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                duration_ms=round((time.perf_counter() - start) * 1000),
            )
        return response

    return middleware


def no_store_middleware(get_response: GetResponse) -> GetResponse:
    """Forbid every cache to keep a page, a PDF or a partial, unless its view said how long it may."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
        return response

    return middleware


# How browsers, and scripts that fetch what a pointer hovers over, say that nobody asked yet.
AHEAD: Sequence[tuple[str, tuple[str, ...]]] = (
    ("Sec-Purpose", ("prefetch", "prerender")),
    ("Purpose", ("prefetch", "prerender", "preview")),
    ("X-Purpose", ("prefetch", "prerender", "preview")),
    ("X-Moz", ("prefetch",)),
    ("HX-Preloaded", ("true",)),
)


def prefetch_middleware(get_response: GetResponse) -> GetResponse:
    """Answer no page before a person asked for it: what is shown is recorded as seen, and opens the evidence gate.

    The refusal makes the browser forget what it fetched ahead and ask anew when the person does.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_ahead(request):
            return HttpResponse(
                "Pages here are not fetched ahead: what is shown counts as seen.",
                status=SERVICE_UNAVAILABLE, content_type="text/plain; charset=utf-8",
            )  # fmt: skip
        return get_response(request)

    return middleware


def is_ahead(request: HttpRequest) -> bool:
    """Return whether a request says of itself that it is made before anybody asked."""
    return any(word in request.headers.get(name, "").lower() for name, words in AHEAD for word in words)


# The first that fits answers.
ANSWERS: Sequence[tuple[type[Exception] | tuple[type[Exception], ...], Callable[..., HttpResponse]]] = (
    (Detour, detour),
    (NotAllowed, not_allowed),
    (Gone, gone),
    (KeysUnavailable, keys_unavailable),
    (Unavailable, unavailable),
    (DAMAGED, record_damaged),
    (WorkbenchError, not_possible),
)


class RefusalMiddleware:
    """Turn what a room refuses into a page with the room's own sentence: 303 to what comes first, 403 for a missing
    right, 410 for what was destroyed, 503 while keys or the index are away, 500 for a record that is damaged, 400 for
    the rest."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        for kind, answer in ANSWERS:
            if isinstance(exception, kind):
                return answer(request, exception)
        return None
