"""Code status: two different words for it within a year are a conflict."""

import re
from collections.abc import Iterator
from datetime import timedelta

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.reconcile.conflicts import Conflict

LIMITED = re.compile(
    r"\b(?:DNA?R|DNI|do not (?:attempt )?(?:resuscitat\w+|intubate)|no (?:CPR|intubation)|comfort care only|"
    r"allow natural death)\b",
    re.IGNORECASE,
)
FULL = re.compile(r"\bfull code\b|\bcode(?: status)?\W{1,3}full\b", re.IGNORECASE)
RETOLD = re.compile(r"->|\bchart (?:says|said)\b|\bplease fix\b|\bwrong\b", re.IGNORECASE)  # tells of an error
WITHIN = timedelta(days=365)


def conflicts(chart: Chart) -> Iterator[Conflict]:
    """Yield the newest limited and the newest full code status when both were written within a year."""
    limited, full = _newest(chart, LIMITED), _newest(chart, FULL)
    if limited is None or full is None or not limited.day or not full.day or abs(limited.day - full.day) > WITHIN:
        return
    newer, older = (limited, full) if limited.day >= full.day else (full, limited)
    text = f'Code status: {written(newer.day)} "{_short(newer)}"; {written(older.day)} "{_short(older)}".'
    yield Conflict("code status", text, (newer.quote,), (older.quote,))


def _newest(chart: Chart, words: re.Pattern[str]) -> NoteLine | None:
    return next(
        (
            line
            for line in chart.notes
            if words.search(line.text) and not line.relative and not RETOLD.search(line.text)
        ),
        None,
    )


def _short(line: NoteLine) -> str:
    return line.text.rstrip(".")
