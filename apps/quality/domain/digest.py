"""The digest of a closed week: sentences, made once and kept as they were. Small numbers are withheld. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.quality.domain.causes import Cause
from apps.quality.domain.counting import Counts, Figure
from apps.quality.domain.definitions import METRICS
from apps.quality.domain.few import FEWEST_PEOPLE
from apps.quality.domain.passages import Fates
from apps.quality.domain.plain import FEW, FEW_PEOPLE, listed, share
from apps.quality.domain.suppression import is_small, table_may_leave
from apps.review.domain.status import HARM_WORDS

FORMAT = 2  # what was made as 1 held each week against the twelve before, counted anew: two of them told a third
SECOND_WEEKS = 12
CHART_WEEKS = 26
MOST_REASONS = 3
WITHHELD = "withheld: a part of it is 1 to 10"
ALWAYS = frozenset({"substantive_override", "evidence_opened"})  # told where another part of the whole is small
COMPARED = "substantive_override"  # what a baseline is signed for
STEP = 5  # per cent: what is said of a baseline is no sum that a withheld week could be taken from
WRITING = (Cause.GENERATION, Cause.CHECK)


@dataclass(frozen=True, slots=True)
class Past:
    """The signed weeks that a week is held against: they do not move with the newest."""

    rate: float
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Week:
    """What a digest is made of: the week, the signed past it is held against, and what stands beside them."""

    counts: Counts
    people: int  # who decided
    past: Past | None
    reasons: Mapping[str, int]
    harms: Mapping[str, int]
    abstained: int
    causes: Mapping[Cause, int]
    passages: Fates
    chart: Sequence[str]  # what the control chart says of this week
    changes: Sequence[tuple[str, str]]  # day and sentence
    second: Sequence[tuple[str, Figure | None, str]] = ()  # of second readings: name, figure, why there is none


def digest_of(week: Week) -> dict[str, Any]:
    """Return the content of a digest as it is kept: plain JSON, no number that was withheld in it."""
    told = {
        "format": FORMAT,
        "lead": lead(week),
        "changes": [{"day": day, "sentence": sentence} for day, sentence in week.changes],
        "adjudication": [_second(*row) for row in week.second],
    }
    if week.people < FEWEST_PEOPLE:
        return told | {"figures": [], "chart": [], "reasons": [], "signals": [], "safety": []}
    return told | {
        "figures": [_figure(one, week) for one in _figures(week)],
        "past": _past(week.past),
        "chart": list(week.chart),
        "reasons": _reasons(week),
        "signals": _signals(week),
        "safety": _safety(week),
    }


def lead(week: Week) -> str:
    """Return the first sentence. Of fewer than three people no number: who is one of them would know the other's."""
    number = week.counts.decisions
    if not number:
        return "No draft was decided this week."
    if week.people < FEWEST_PEOPLE:
        return f"{FEW_PEOPLE} decided on drafts this week: figures of the house would be those of a colleague."
    if is_small(number):
        return f"{FEW} drafts were decided this week: too few to be told more of."
    beside = "" if Figure("", 0, number).enough else ": too few to compare with anything"
    return f"{number} drafts were decided this week{beside}."


def _figures(week: Week) -> list[Figure]:
    return [] if is_small(week.counts.decisions) or not week.counts.decisions else week.counts.figures()


def _figure(one: Figure, week: Week) -> dict[str, str]:
    """Return one figure in words: this week, and what it says where a past was signed for it."""
    name = METRICS[one.key].name
    if not may_be_told(one, week.counts):
        return {"name": name, "week": WITHHELD, "said": ""}
    compared = said(one, week.past.rate) if week.past and one.key == COMPARED else ""
    return {"name": name, "week": _in_full(one), "said": compared}


def _past(past: Past | None) -> dict[str, str]:
    if past is None:
        return {}
    rough = STEP * round(100 * past.rate / STEP)
    words = f"about {rough} %" if rough else f"less than {STEP} %"
    return {"rate": words, "first": past.first.isoformat(), "last": past.last.isoformat()}


def may_be_told(figure: Figure, counts: Counts) -> bool:
    """Say whether a figure may stand: neither it nor its rest is small, and no other part can be derived from it.

    The four parts of the decisions add up. Where one of them is small, only sums of two are told, and what stands
    beside the four.
    """
    rest = figure.denominator - figure.numerator
    if not figure.denominator or is_small(figure.numerator) or is_small(rest):
        return False
    parts = (counts.unedited, counts.style, counts.substantive, counts.rejected)
    return figure.key in ALWAYS or table_may_leave([parts])


def said(one: Figure, then: float) -> str:
    """Return how a week stands to a signed past: nothing of fewer than 30, nothing that the interval may hold."""
    if not one.enough or one.interval is None:
        return "Too few to compare."
    low, high = one.interval
    if low <= then <= high:
        return "No clear difference from the baseline."
    return "Higher than the baseline." if then < low else "Lower than the baseline."


def _in_full(figure: Figure) -> str:
    counted = f"{figure.numerator} of {figure.denominator}"
    if not figure.enough or figure.interval is None:
        return f"{counted}: not enough data for a rate"
    low, high = (_percent(one) for one in figure.interval)
    return f"{_percent(figure.rate)} ({counted}; 95 % interval {low} to {high})"


def _percent(rate: float | None) -> str:
    return "" if rate is None else f"{100 * rate:.1f} %"


def _reasons(week: Week) -> list[str]:
    return list(listed(week.reasons, MOST_REASONS))


def _signals(week: Week) -> list[str]:
    overrides = week.counts.rejected + week.counts.substantive
    told: list[str] = []
    if not overrides:
        told.append("No draft was overridden.")
    elif not Figure("", 0, overrides).enough:
        told.append("Too few drafts were overridden to say where that came from.")
    else:
        told.append(
            f"Of the overrides, {_point(week.causes[Cause.RETRIEVAL], overrides)} to retrieval and "
            f"{_point(sum(week.causes[one] for one in WRITING), overrides)} to writing and its check. Rules propose "
            "this; nothing is proven by it."
        )
    opened = Figure("passage_opened", week.passages.opened, week.passages.cited)
    if opened.enough and opened.rate is not None:
        told.append(f"Of all that the drafts cite, {share(opened.rate)} was opened before deciding.")
    return told


def _second(name: str, figure: Figure | None, why_not: str) -> str:
    rest = figure.denominator - figure.numerator if figure else 0
    if figure is None or not figure.enough or is_small(figure.numerator) or is_small(rest):
        return f"{name}: {why_not or 'not enough, or withheld'}"
    return f"{name}: {_in_full(figure)}."


def _point(number: int, whole: int) -> str:
    return f"{FEW} point" if number and is_small(number) else f"{share(number / whole)} point"


def _safety(week: Week) -> list[str]:
    serious = week.harms.get(HARM_WORDS["serious"], 0)
    told = [f"{_drafts(serious)} called seriously harmful, had they gone out unread."]
    if week.abstained:
        told.append(f"{_drafts(week.abstained)} withheld by the system: the chart did not support one.")
    return told


def _drafts(count: int) -> str:
    if is_small(count):
        return f"Some drafts, {FEW}, were"
    return f"{count} drafts were" if count else "No drafts were"
