"""Results as series over time."""

from datetime import date, timedelta

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Result

LONG_AGO = date(1, 1, 1)
# Between the points of a trend, newest gap first: a stay in hospital must not push out how it was before.
GAPS = (timedelta(days=21), timedelta(days=75))


def day_of(result: Result) -> date:
    return result.day.first if result.day else LONG_AGO


def series(chart: Chart) -> dict[str, list[Result]]:
    """Return the results of each name, oldest first, one a day (the last of that day)."""
    found: dict[str, dict[date, Result]] = {}
    for result in chart.results:
        if result.day:
            found.setdefault(result.name, {})[day_of(result)] = result
    return {name: [by_day[day] for day in sorted(by_day)] for name, by_day in found.items()}


def trend(points: list[Result]) -> list[Result]:
    """Return the newest result and what it moved from: at most three, oldest first, the same unit throughout."""
    newest = points[-1]
    unit = _unit(newest)
    comparable = [point for point in points if _unit(point) == unit and point.number is not None] or [newest]
    shown = [comparable[-1]]
    for gap in GAPS:
        earlier = [point for point in comparable if day_of(shown[0]) - day_of(point) >= gap]
        if earlier:
            shown.insert(0, earlier[-1])
    return shown


def _unit(result: Result) -> str:
    return result.value.split(" ", 1)[1] if " " in result.value else ""
