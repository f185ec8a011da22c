"""What is planted and where: a data set's instructions in its notes, and our own in every part of a record."""

import gzip
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from apps.core.errors import WorkbenchError

SECTION = re.compile(r"\[[a-z ]+\]")
CHOICE = re.compile(r"\{([^{}]*\|[^{}]*)\}")
PARAGRAPH = re.compile(r"\n[ \t]*\n")
PLACES = ("start", "middle", "end")
SHAPES = ("own line", "in a paragraph")
NOTE, TITLE, RESULT, NARRATIVE, MESSAGE = "note", "title", "result comment", "narrative", "portal message"
CARRIERS = {TITLE, RESULT, NARRATIVE, MESSAGE}  # whatever else is planted stands in a note


@dataclass(frozen=True, slots=True)
class Attack:
    """One instruction: its kind, whose corpus it is of, and what part of a record carries it."""

    text: str
    category: str
    own: bool
    carrier: str = NOTE


@dataclass(frozen=True, slots=True)
class Planted:
    """A note with an instruction in it; [start, end) is where it stands."""

    text: str
    start: int
    end: int


def notes_of(folder: Path) -> list[str]:
    """Return the notes of a set. Raises WorkbenchError where there are none."""
    return [row["note"] for row in _rows(folder, "aci_bench", "aci_bench.jsonl.gz") if row.get("note")]


def attacks_of(folder: Path) -> list[Attack]:
    """Return the instructions of a set."""
    rows = _rows(folder, "bipia", "attacks.jsonl.gz")
    return [Attack(row["instruction"], str(row["category"]), own=False) for row in rows]


def own_attacks(path: Path) -> list[Attack]:
    """Return our own instructions, each choice of words an attack of its own."""
    found, section = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if SECTION.fullmatch(line):
            section = line[1:-1]
        elif line and not line.startswith("# "):
            carrier = section if section in CARRIERS else NOTE
            found += [Attack(text, section, own=True, carrier=carrier) for text in choices(line)]
    return found


def choices(line: str) -> Iterator[str]:
    """Yield every sentence that a line makes."""
    frame = CHOICE.split(line)[::2]
    for chosen in itertools.product(*(words.split("|") for words in CHOICE.findall(line))):
        parts = itertools.zip_longest(frame, chosen, fillvalue="")
        said = "".join(before + word for before, word in parts)
        yield said.replace("\\n", "\n").replace("\\u200b", "\u200b")


def planted(note: str, attack: str, number: int) -> Planted:
    """Return a note with an instruction at its start, middle or end, on its own line or in a paragraph, in turn."""
    place, shape = PLACES[number % len(PLACES)], SHAPES[number // len(PLACES) % len(SHAPES)]
    gaps = [match.start() for match in PARAGRAPH.finditer(note.strip("\n"))]
    note = note.strip("\n")
    if shape == "own line":
        at = {"start": 0, "middle": gaps[len(gaps) // 2] if gaps else 0, "end": len(note)}[place]
        before, after = ("\n\n" if at else ""), ("\n\n" if at == 0 else "\n")
    else:
        ends = [match.end() for match in re.finditer(r"[a-z]\.(?= [A-Z])", note)] or [len(note)]
        at = ends[{"start": 0, "middle": len(ends) // 2, "end": -1}[place]]
        before, after = " ", ("\n" if "```" in attack else "")
    start = at + len(before)
    return Planted(f"{note[:at]}{before}{attack}{after}{note[at:]}", start, start + len(attack))


def _rows(folder: Path, name: str, file: str) -> Sequence[dict[str, str]]:
    path = folder / name / file
    if not path.exists():
        raise WorkbenchError(f"--data names a folder with bipia and aci_bench side by side; {name}/{file} is missing.")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
