"""One view, two sizes: the whole page, or the partial that htmx swaps in. Both come from the same file."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


class HtmxHttpRequest(HttpRequest):
    """A request that passed the htmx middleware (for annotations)."""

    htmx: HtmxDetails


def render_page(
    request: HttpRequest, page_template: str, partial_template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render the partial for htmx, and the page for everyone else: a boosted link or a restored history wants the page.

    Permission is checked before this call: a partial can be asked for alone.
    """
    template = partial_template if wants_partial(request) else page_template
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_partial(request: HttpRequest) -> bool:
    """Return whether htmx will swap the answer into a page that is already there."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
