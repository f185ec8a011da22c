"""The notes of our own charts, each with what the chart it stands in knows of its patient."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

from apps.chart.domain.identity import KnownIdentity, known_identity

FIXTURES = Path(__file__).parents[2] / "fixtures"


def fixture_charts() -> Iterator[tuple[str, KnownIdentity, str]]:
    """Yield (id of the note, whose chart, text)."""
    for bundle in sorted(FIXTURES.glob("*/*/bundle.json")):
        resources = [entry["resource"] for entry in json.loads(bundle.read_text(encoding="utf-8"))["entry"]]
        known = known_identity(next(one for one in resources if one["resourceType"] == "Patient"))
        for resource in resources:
            for content in resource.get("content", []):
                text = base64.b64decode(content["attachment"].get("data", ""))
                yield resource["id"], known, text.decode("utf-8", "replace")
