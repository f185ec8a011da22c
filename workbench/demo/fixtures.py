"""Read ``fixtures/``: who works there, whose charts there are, which drafts are asked for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

FIXTURES: Path = settings.BASE_DIR / "fixtures"
CHARTS = FIXTURES / "charts"
POLICIES = FIXTURES / "policies"
# Later messages supersede what earlier ones brought, so the order matters.
MESSAGES = ("bundle.json", "update.json")


@dataclass(frozen=True)
class Chart:
    """One fictional patient's folder, in the organization whose patient it is."""

    slug: str
    organization: str
    messages: tuple[Path, ...]

    def patient_source_id(self) -> str:
        """Return the id that the patient carries in the messages."""
        bundle = json.loads(self.messages[0].read_text(encoding="utf-8"))
        patients = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Patient"]
        return str(patients[0]["id"])


def cast() -> dict[str, list[dict[str, Any]]]:
    """Return organizations, people, care teams and grants as ``people.json`` lists them."""
    found: dict[str, list[dict[str, Any]]] = json.loads((FIXTURES / "people.json").read_text(encoding="utf-8"))
    return found


def requests() -> list[dict[str, Any]]:
    """Return the drafts that the demo asks for."""
    found: list[dict[str, Any]] = json.loads((FIXTURES / "requests.json").read_text(encoding="utf-8"))["requests"]
    return found


def charts() -> Iterator[Chart]:
    """Yield every chart that has been assembled, by name."""
    organization_of = {grant["patient"]: grant["organization"] for grant in cast()["grants"]}
    for slug, organization in sorted(organization_of.items()):
        messages = tuple(path for name in MESSAGES if (path := CHARTS / slug / name).exists())
        if messages:
            yield Chart(slug, organization, messages)
