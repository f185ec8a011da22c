"""Reading the word lists ("[slot]", then entries with ";" between; "12* x" counts twelve times) and the templates."""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
STYLES = ("queries", "notes", "general")
_SLOT = re.compile(r"\[(\w+)\]")
_WEIGHTED = re.compile(r"(?:(\d+)\* )?(.+)")


@cache
def slots_read() -> dict[str, list[str]]:
    """Return the entries of every slot of every list."""
    slots: dict[str, list[str]] = {}
    name = ""
    for path in [*sorted((HERE / "words").glob("*.txt")), HERE / "templates" / "grammar.txt"]:
        for line in path.read_text(encoding="utf-8").splitlines():
            if slot := _SLOT.fullmatch(line):
                name = slot.group(1)
            elif line.strip() and not line.startswith("# "):
                slots.setdefault(name, []).extend(_entries(line))
    return slots


def _entries(line: str) -> list[str]:
    entries = (_WEIGHTED.fullmatch(entry.strip()) for entry in line.split(";"))
    return [entry.group(2) for entry in entries if entry for _ in range(int(entry.group(1) or 1))]


@cache
def templates_read(style: str) -> list[str]:
    """Return the templates of a style, in the order they are written."""
    lines = (HERE / "templates" / f"{style}.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line.strip() and not line.startswith("# ")]
