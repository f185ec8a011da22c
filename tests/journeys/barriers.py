"""What keeps people from using a page, as axe-core finds it in the browser (WCAG 2.2, A and AA)."""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SIZES = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}
SERIOUS = {"serious", "critical"}
AXE = Axe().axe_script
IS_THERE = "typeof axe !== 'undefined'"


def in_every_window(page: Page) -> Iterator[str]:
    """Show a page that stands open in each width and theme; yield what a picture of it is called.

    Going there takes longer than looking: whoever only looks goes once. Colours that fade would be measured half-way.
    """
    before = page.viewport_size
    for size, theme in product(SIZES, ("light", "dark")):
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        yield f"{size}-{theme}"
    if before:
        page.set_viewport_size(before)


def barriers(page: Page, **options: Any) -> list[str]:
    """Return the serious barriers of a page as it stands. Its half a megabyte of script goes into a page once."""
    if not page.evaluate(IS_THERE):
        page.evaluate(AXE)
    asked = json.dumps({"resultTypes": ["violations"], **options})
    found = page.evaluate(f"axe.run(document, {asked})")["violations"]
    return [
        f"{row['id']}: {row['help']} ({node['html'][:120]})"
        for row in found
        if row["impact"] in SERIOUS
        for node in row["nodes"]
    ]
