"""What crosses the wire and what jumps on the page: the desk in a real browser, its files served as production does."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client, override_settings
from django.urls import reverse

from apps.core.domain.bench import Say

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

    from apps.evaluation.benches.pages.world import World

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WINDOW: "ViewportSize" = {"width": 1440, "height": 900}
CLICKS = 5
OF_ONE_SOURCE = ".unit:has(.cite):not(:has(.cite ~ .cite)) .cite"  # such a claim can be confirmed once it is opened
KB = 1000
NO_BROWSER = "Bytes and layout shift were not measured: that takes Chromium and the package playwright."
HOW = (
    "Bytes as they cross the wire, headers included, with an empty cache: files with hashed names, compressed once; "
    "pages compressed as they are sent. Layout shift is the sum over swaps, moves after a click counted as well."
)
WATCH_SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


def browsed(world: "World", say: Say) -> tuple[dict[str, float], list[str]]:
    """Return kilobytes and layout shift of the review page, and sentences about them. Empty without a browser."""
    if not CHROMIUM or find_spec("playwright") is None:
        return {}, [NO_BROWSER]
    with _as_in_production(), _served() as address, _page(world, address) as page:
        figures = _looked_at(page, world, address)
    say(f"first load {figures['review_first_load_kb']:.0f} kB, a citation {figures['citation_click_kb']:.1f} kB")
    return figures, [HOW]


@contextmanager
def _as_in_production() -> Iterator[None]:
    """Serve files under hashed names, compressed beforehand, whatever the settings of this process say."""
    with TemporaryDirectory() as folder:
        storages = {**settings.STORAGES, "staticfiles": {"BACKEND": settings.COLLECTED_STATICFILES}}
        with override_settings(
            STATIC_ROOT=folder, STORAGES=storages, WHITENOISE_USE_FINDERS=False, WHITENOISE_AUTOREFRESH=False
        ):
            call_command("collectstatic", interactive=False, verbosity=0)
            yield


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing: the bench tells what it measured."""


@contextmanager
def _served() -> Iterator[str]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(WSGIHandler())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@contextmanager
def _page(world: "World", address: str) -> "Iterator[Page]":
    from playwright.sync_api import sync_playwright

    client = Client()
    client.force_login(world.physician, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    # Playwright's loop runs in this thread; what is asked of the database beside it is meant to be synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            context = browser.new_context(viewport=WINDOW, base_url=address)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
            context.add_init_script(WATCH_SHIFTS)
            yield context.new_page()
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def _looked_at(page: "Page", world: "World", address: str) -> dict[str, float]:
    wire = _Wire(page)
    page.goto(address + reverse("review:draft_detail", args=[world.review.pk]), wait_until="networkidle")
    figures = {"review_first_load_kb": wire.taken(), "review_shift": page.evaluate("window.shifted")}
    clicks = []
    for number in range(CLICKS):
        _click(page, page.locator(OF_ONE_SOURCE).nth(number))
        clicks.append(wire.taken())
    figures |= {"citation_click_kb": max(clicks), "citation_shift": _shift(page)}
    figures |= {"confirm_kb": _confirmed(page, wire), "confirm_shift": _shift(page)}
    page.reload(wait_until="networkidle")
    figures["review_again_kb"] = wire.taken()
    for name, view, where in (
        ("queue", "review:queue", []),
        ("document", "viewer:document_detail", [world.patient.pk, world.long_document_id]),
        ("table", "viewer:document_detail", [world.patient.pk, world.table_id]),
    ):
        page.goto(address + reverse(view, args=where), wait_until="networkidle")
        figures[f"{name}_kb"] = wire.taken()
    return figures


def _confirmed(page: "Page", wire: "_Wire") -> float:
    """Confirm the claim whose evidence was opened last, from the source pane."""
    _click(page, page.locator("#source-acts [data-act=confirm]"))
    return wire.taken()


def _click(page: "Page", what: Any) -> None:
    with page.expect_response(lambda response: response.request.headers.get("hx-request") == "true"):
        what.click()
    page.wait_for_load_state("networkidle")


def _shift(page: "Page") -> float:
    """Return what was moved since this was asked last."""
    page.wait_for_timeout(200)  # an observer is told a frame later
    moved: float = page.evaluate("(() => { const moved = window.shifted; window.shifted = 0; return moved; })()")
    return moved


class _Wire:
    """Counts what the browser receives."""

    def __init__(self, page: "Page") -> None:
        self._bytes = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, Any]) -> None:
        self._bytes += event["encodedDataLength"]

    def taken(self) -> float:
        """Return the kilobytes since this was asked last."""
        kilobytes, self._bytes = self._bytes / KB, 0
        return kilobytes
