"""Active time: what a page says it was looked at, cut down to what can be true.

A page tells the total so far, never a difference: a report that was lost is made up for by the next, one that comes
twice says nothing new. Two limits hold, whatever a page says: between two reports of one page no more can have passed
than the clock of the server shows, and all pages of one person together never fill more than it shows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, auto
from itertools import pairwise

MOST_AT_ONCE = timedelta(minutes=2)  # a page reports every 30 seconds of activity; a few reports may be lost
SOONEST = timedelta(milliseconds=250)  # what comes sooner waits for the next report, which says it too
LONGEST_PAGE = timedelta(hours=12)
IDLE = timedelta(minutes=1)  # as static/js/active.js has it
RUN_ENDS_AFTER = timedelta(minutes=10)
# A page that measures begins with the request that gave it. It reports every half minute of activity, so that much may
# be on its way when a decision is asked for; a page that has said nothing for longer than AFTER measures no more.
BEFORE, ON_ITS_WAY, AFTER = timedelta(seconds=5), timedelta(seconds=35), timedelta(seconds=90)


class Basis(StrEnum):
    """How active time is known: by the page itself, out of the times of requests, or both."""

    MEASURED = auto()
    PARTLY = auto()
    ESTIMATED = auto()


@dataclass(frozen=True, slots=True)
class Spell:
    """One page as one person had it open. ``claimed_ms`` is what it said, ``active_ms`` what can be true of it."""

    started_at: datetime
    ended_at: datetime
    claimed_ms: int = 0
    active_ms: int = 0
    dwell: Mapping[str, int] = field(default_factory=dict)  # by citation; together never more than ``active_ms``


@dataclass(frozen=True, slots=True)
class Report:
    """What a page says: how long it was in use so far, and of that how long each source stood beside the draft."""

    active_ms: int
    dwell: Mapping[str, int] = field(default_factory=dict)


def taken(spell: Spell, report: Report, counted_until: datetime, now: datetime) -> tuple[Spell, datetime] | None:
    """Return the spell after a report and until when this person's time is given out, or None where nothing is new.

    ``counted_until`` is the moment up to which all pages of the person have used up the clock.
    """
    new = report.active_ms - spell.claimed_ms
    own = now - spell.ended_at
    if new <= 0 or own < SOONEST:
        return None
    begins = max(counted_until, now - MOST_AT_ONCE)
    counted = max(0, min(new, _ms(own), _ms(now - begins), _ms(MOST_AT_ONCE)))
    active = spell.active_ms + counted
    after = Spell(spell.started_at, now, report.active_ms, active, _within(report.dwell, active))
    return after, begins + timedelta(milliseconds=counted)


def _within(dwell: Mapping[str, int], active_ms: int) -> dict[str, int]:
    """Return how long each source stood there, in proportion where all together would be more than was active."""
    said = {citation: ms for citation, ms in dwell.items() if ms > 0}
    total = sum(said.values())
    if total <= active_ms:
        return said
    return {citation: ms * active_ms // total for citation, ms in said.items()}


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request of a person on a draft, from the audit log; ``citation`` where it opened the source of one."""

    at: datetime
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Attention:
    """How long one person was at one draft: never less than ``low_ms``, never more than ``high_ms``.

    ``active_ms`` is what pages measured. Without a measure the bounds come out of the times of requests.
    ``dwell`` is the most that each citation's source can have stood beside the draft.
    """

    active_ms: int
    low_ms: int
    high_ms: int
    basis: Basis
    dwell: Mapping[str, int] = field(default_factory=dict)

    def dwelt(self, citations: Iterable[str]) -> int:
        return sum(self.dwell.get(citation, 0) for citation in citations)


def attention(spells: Sequence[Spell], seen: Sequence[Seen], now: datetime) -> Attention:
    """Return how long a person was at a draft until now, out of what pages measured and of the requests beside that.

    Between two requests that no measuring page covers a person was there at least if they came within a minute, and at
    most for ten minutes: then a run is over.
    """
    measured = sum(spell.active_ms for spell in spells)
    low = high = measured
    dwell = Counter[str]()
    for spell in spells:
        dwell.update(spell.dwell)
    is_estimated = False
    for first, then in pairwise([*sorted(seen, key=lambda one: one.at), Seen(now)]):
        told = max((spell.ended_at for spell in spells if _covers(spell, first.at)), default=None)
        if told is None:
            gap = _ms(min(then.at - first.at, RUN_ENDS_AFTER))
            is_estimated = is_estimated or gap > 0
            low += gap if gap <= _ms(IDLE) else 0
        else:
            gap = max(0, _ms(min(then.at - max(first.at, told), ON_ITS_WAY)))
        high += gap
        if first.citation:
            dwell[first.citation] += gap
    return Attention(measured, low, high, _basis(spells, is_estimated), dwell)


def _covers(spell: Spell, moment: datetime) -> bool:
    return spell.started_at - BEFORE <= moment <= spell.ended_at + AFTER


def _basis(spells: Sequence[Spell], is_estimated: bool) -> Basis:
    if not spells:
        return Basis.ESTIMATED
    return Basis.PARTLY if is_estimated else Basis.MEASURED
