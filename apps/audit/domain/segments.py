"""Segments of the log: what is old enough is destroyed by whole segments, and never by a row (decision 0057)."""

from datetime import datetime

BLOCK = 256  # events under one kept node of the tree: a segment begins and ends with a block
SEGMENT = 65_536  # events of one segment, counted from the first event there ever was
FEWEST_YEARS, MOST_YEARS = 6, 10  # 45 CFR 164.316(b)(2) and 164.530(j) ask for six
FEWEST_WITNESSES = 2


def years_before(moment: datetime, years: int) -> datetime:
    """Return the same moment some years ago, as PostgreSQL counts: the 29th of February becomes the 28th."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)


def years_after(moment: datetime, years: int) -> datetime:
    """Return the same moment in some years, by the same rule."""
    return years_before(moment, -years)


def tombstone_text(head: str, **said: object) -> str:
    """Return what a tombstone says: the head of the tree up to its last event, and a line for each thing more."""
    return head + "".join(f"{word} {value}\n" for word, value in said.items())
