"""What led to a signature: the acts on one draft, the equal ones of one sitting told together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from apps.access.selectors import LogLine
from apps.audit.domain.actions import Action

# What came after, of who reads a second time: no page of a draft names them.
NOT_OF_THE_TRAIL = (
    Action.READING_OPENED,
    Action.READING_GIVEN,
    Action.THIRD_READING_ASKED,
    Action.SECOND_READING_VIEWED,
)
SITTING_ENDS_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One act, or several equal ones between ``since`` and ``at``."""

    sentence: str
    at: datetime
    since: datetime
    number: int


def trail_told(lines: Iterable[LogLine]) -> list[TrailLine]:
    """Return lines of the log of one draft, newest first, as its own page tells them.

    Within one sitting, which ends where nothing happens for ten minutes, equal sentences are one line that stands where
    the last of them stood. Each act by itself is in the log, and in the trace.
    """
    told: list[TrailLine] = []
    first = 0  # of the sitting
    for line in lines:
        at = line.event.recorded_at
        sentence = line.sentence.replace(f"draft {line.draft_id[:8]}", "this draft") if line.draft_id else line.sentence
        if told and min(one.since for one in told[first:]) - at >= SITTING_ENDS_AFTER:
            first = len(told)
        found = _equal(told, first, sentence)
        if found is None:
            told.append(TrailLine(sentence, at, at, 1))
        else:
            told[found] = TrailLine(sentence, told[found].at, at, told[found].number + 1)
    return told


def _equal(told: Sequence[TrailLine], first: int, sentence: str) -> int | None:
    return next((place for place in range(first, len(told)) if told[place].sentence == sentence), None)
