"""A medicine that was put on hold: an older list that still has it is overtaken, and contradicts nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from apps.retrieval.domain.answerability import Statement
from apps.retrieval.domain.asking import Asked, written
from apps.retrieval.domain.contradiction import Said
from apps.retrieval.domain.dating import day_told
from apps.retrieval.domain.evidence import places

_ASKS_OF_TAKING = re.compile(
    r"(?i)^\W*(?:is|are|does|do)\b(?!.*\b(?:ever|allerg\w*)\b).*\b(?:tak(?:e|es|ing)|on|us(?:e|es|ing)|still|currently)\b"
)
_HELD = re.compile(r"(?i)\b(?:on hold|hold|held|holding|withheld|paused)\b")
# A condition, a doubt, what goes on, and a dose left out once.
_NO_ORDER = re.compile(
    r"(?i)\b(?:if|unless|consider|may|could|should we|(?:do not|don't|no need to) (?:hold|withhold|pause)|"
    r"not (?:held|on hold)|hold(?:ing)? at \d|resum\w+|restart\w*|no longer (?:held|on hold)|"
    r"(?:hold|held|holding|withheld|paused)\W+(?:\w+\W+){0,4}(?:tonight|today|tomorrow|this (?:morning|evening)|"
    r"one dose|(?:am|pm|next) dose|overnight))\b|\?"
)
_LINE = re.compile(r"[^\n;.]+(?:\.(?=\d)[^\n;.]+)*")
MOST_TOLD = 2


@dataclass(frozen=True, slots=True)
class Hold:
    """The newest statements that a medicine is on hold, and the day of the newest."""

    told: tuple[Statement, ...]
    day: date


def hold_of(question: str, asked: Sequence[Asked], said: Iterable[Said]) -> Hold | None:
    """Return the order to hold the one medicine of a question whether it is taken, or None where there is none."""
    medicines = [one for one in asked if one.is_medicine]
    if len(medicines) != 1 or not _ASKS_OF_TAKING.search(question):
        return None
    rows = [row for one in said if not (one.superseded or one.claims_nothing) for row in _held(medicines[0], one)]
    rows.sort(key=lambda row: row[0], reverse=True)
    return Hold(tuple(statement for _, statement in rows[:MOST_TOLD]), rows[0][0]) if rows else None


def _held(medicine: Asked, said: Said) -> Iterator[tuple[date, Statement]]:
    for match in _LINE.finditer(said.text):
        words = match.group()
        if not (places(medicine, written(words)) and _HELD.search(words)) or _NO_ORDER.search(words):
            continue
        start, end = match.start() + len(words) - len(words.lstrip()), match.start() + len(words.rstrip())
        day = day_told(said.text, start, end, said.day) if said.dates_itself else said.day
        if day:
            yield day, Statement(said.passage_id, start, end)
