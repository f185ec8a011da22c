"""Terse notes of our own charts: what care needs stays, however much it looks like a name or an address."""

import base64
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from apps.redaction.domain.kinds import BoundaryPolicy
from apps.redaction.interface import TextSearch

CHARTS = Path(settings.BASE_DIR) / "fixtures" / "charts"
CARE = re.compile(
    r"P[th]GA \d|[RL] PIP \d|TJC ?\d+|SJC ?\d+|CDAI|HAQ-DI|Cef\w+|Exemestane|CoQ10|Hypothyroid|Paroxysmal AF|polyp"
    r"|granuloma|emphysema|Paraspinal spasm|Sens\b|Subj\b|Obj\b|Fundi|Erosive|trop 18"
    r"|\b(?:in|since) (?:Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b"
)


def notes():
    for path in sorted(CHARTS.glob("*/*.json")):
        for entry in json.loads(path.read_text()).get("entry", []):
            for content in entry["resource"].get("content", []):
                if data := content["attachment"].get("data"):
                    yield f"{path.parent.name} {entry['resource']['id']}", base64.b64decode(data).decode()


@pytest.mark.parametrize("text", [text for _, text in notes()], ids=[name for name, _ in notes()])
def test_what_care_needs_stays(text):
    found = TextSearch(policy=BoundaryPolicy.LOCAL).find(text)
    care = [(match.start(), match.end(), match.group()) for match in CARE.finditer(text)]
    lost = [word for start, end, word in care if any(one.start < end and start < one.end for one in found)]
    assert lost == []
