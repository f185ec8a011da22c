"""One fictional chart in several sizes: the notes of a fixture chart again and again, on other days."""

import base64
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

NOTES = "DocumentReference"
DAYS_BETWEEN = 37  # from one turn of the notes to the next, back in time
HOW = (
    "Charts of 10 to 300 notes: the notes of one fixture chart in turn, each turn 37 days further back and ending in a "
    "line of its own; dates inside the notes and the structured records stay as they are."
)


def chart_of(bundle: Path, notes: int) -> bytes:
    """Return the bundle of a fixture chart with so many notes, as JSON. Every note is another document."""
    chart = json.loads(bundle.read_text(encoding="utf-8"))
    entries = chart["entry"]
    own = [entry for entry in entries if entry["resource"]["resourceType"] == NOTES]
    rest = [entry for entry in entries if entry["resource"]["resourceType"] != NOTES]
    grown = [_again(own[number % len(own)]["resource"], number, number // len(own)) for number in range(notes)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [*rest, *grown]}).encode()


def _again(note: dict[str, Any], number: int, turn: int) -> dict[str, Any]:
    """Return one entry: the note on another day, with a line that no other note has."""
    attachment = note["content"][0]["attachment"]
    text = base64.b64decode(attachment["data"]).decode() + f"\n\nVisit {number + 1} of this record.\n"
    day = datetime.fromisoformat(note["date"]) - timedelta(days=turn * DAYS_BETWEEN)
    data = base64.b64encode(text.encode()).decode()
    kept = {name: value for name, value in note.items() if name not in {"relatesTo", "identifier", "meta"}}
    return {
        "resource": {
            **kept,
            "id": f"{note['id']}-{number}",
            "date": day.isoformat(),
            # Without the size and the hash of the note it is made from: what contradicts itself is not taken in.
            "content": [{"attachment": {"contentType": attachment["contentType"], "data": data}}],
        }
    }
