"""Results as series over time."""

import re
from datetime import date, timedelta

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Result

LONG_AGO = date(1, 1, 1)
# Between the points of a trend, newest gap first: a stay in hospital must not push out how it was before.
GAPS = (timedelta(days=21), timedelta(days=75))
LAST_MONTHS = timedelta(days=190)
MOST_POINTS = 3
UPWARD = re.compile(r"\bhigh\b|^abnormal\b|^critical(?! low)|^panic", re.IGNORECASE)
DOWNWARD = re.compile(r"\blow\b|^critical$|^panic$", re.IGNORECASE)


def day_of(result: Result) -> date:
    return result.day.first if result.day else LONG_AGO


def series(chart: Chart) -> dict[str, list[Result]]:
    """Return the results of each name, oldest first: the last of each day, and what lay further out that day."""
    found: dict[str, dict[date, list[Result]]] = {}
    for result in chart.results:
        if result.day:
            found.setdefault(result.name, {}).setdefault(day_of(result), []).append(result)
    return {
        name: [point for day in sorted(by_day) for point in _of_one_day(by_day[day])] for name, by_day in found.items()
    }


def _of_one_day(measured: list[Result]) -> list[Result]:
    peaks = _peaks(measured)
    return [point for point in measured if point is measured[-1] or any(point is peak for peak in peaks)]


def trend(points: list[Result]) -> list[Result]:
    """Return the newest result, what it moved from and the peaks of the last months, oldest first, in one unit.

    Three points at most, where there are not more peaks. A peak is the abnormal value that lay furthest out.
    """
    comparable = _comparable(points)
    shown = [comparable[-1]]
    for gap in GAPS:
        earlier = [point for point in comparable if day_of(shown[0]) - day_of(point) >= gap]
        if earlier:
            shown.insert(0, earlier[-1])
    kept = _with_peaks(comparable, shown)
    ordinary = [point for point in shown[:-1] if point not in _peaks(_late(comparable))]
    for point in ordinary[: max(0, len(kept) - MOST_POINTS)]:
        kept.remove(point)
    return kept


def briefly(points: list[Result], *, before: bool = False) -> list[Result]:
    """Return the newest result with the peaks of the last months; ``before``: where there is none, what it was."""
    comparable = _comparable(points)
    kept = _with_peaks(comparable, comparable[-1:])
    return trend(points)[-2:] if before and len(kept) == 1 else kept


def _comparable(points: list[Result]) -> list[Result]:
    unit = _unit(points[-1])
    return [point for point in points if _unit(point) == unit and point.number is not None] or [points[-1]]


def _late(points: list[Result]) -> list[Result]:
    return [point for point in points if day_of(points[-1]) - day_of(point) <= LAST_MONTHS]


def _with_peaks(points: list[Result], shown: list[Result]) -> list[Result]:
    """Return the points shown together with the peaks that none of them reaches, in the order of time."""
    reached = {point.number for point in shown}
    wanted = [*shown, *(peak for peak in _peaks(_late(points)) if peak.number not in reached)]
    return [point for point in points if any(point is one for one in wanted)]


def _peaks(points: list[Result]) -> list[Result]:
    """Return the highest of the values called high and the lowest of those called low; critical counts as both."""
    high = [point for point in points if point.number is not None and UPWARD.search(point.flag)]
    low = [point for point in points if point.number is not None and DOWNWARD.search(point.flag)]
    highest = sorted(high, key=lambda point: point.number or 0)[-1:]
    return [*highest, *sorted(low, key=lambda point: point.number or 0)[:1]]


def _unit(result: Result) -> str:
    return result.value.split(" ", 1)[1] if " " in result.value else ""
