"""What keeps people from using a page, as axe-core finds it in the browser (WCAG 2.2, A and AA)."""

import json
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = {"serious", "critical"}
AXE = Axe().axe_script
IS_THERE = "typeof axe !== 'undefined'"


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
