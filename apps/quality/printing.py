"""A report on paper: the tables, and the chart that the page of overrides shows, in ink alone."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from apps.quality.domain.charts.choice import ControlChart, RunChart, chart_of
from apps.quality.domain.charts.drawing import drawing
from apps.quality.domain.charts.points import Subgroup
from apps.quality.domain.files.report import Report, heading, label_of, rates
from apps.quality.domain.published import RATES, Column, Path, Shape, Table
from apps.quality.domain.suppression import PROTECTION
from apps.review.pipeline.printing import pdf_of

STYLES = "report_print.css"
FIGURES, COURSE = "total", "week"
# A drawing on paper knows no style but its own: ink, dashes, rings.
INK = mark_safe(
    "<style>text { font: 11px 'DejaVu Sans', sans-serif; fill: #000 } .axis { stroke: #bbb; stroke-width: .6 } "
    ".limit { stroke: #000; stroke-dasharray: 3 4; fill: none } .centre { stroke: #000; stroke-dasharray: 9 3 } "
    ".event { stroke: #000; stroke-dasharray: 1 3 } .series { stroke: #000; stroke-width: 1.6; fill: none } "
    "circle { fill: #000; stroke: #000 } .out { fill: #fff; stroke: #000; stroke-width: 2 }</style>"
)
BAR = 120  # units wide: the whole scale of a rate


def report_pdf(report: Report) -> bytes:
    """Return the PDF (PDF/UA-1) of a report. Raises what ``pdf_of`` raises."""
    chart = _course(report)
    context: dict[str, Any] = {
        "report": report,
        "about": [row for row in report.about if row[1] != PROTECTION],
        "headline": [(metric, figure) for table in report.tables if table.key == FIGURES for path in table.rows
                     for metric, figure in rates(table, path)],
        "tables": [_laid_out(table) for table in report.tables],
        "chart": chart,
        "ink": INK,
        "is_control": isinstance(chart, ControlChart),
        "drawn": drawing(chart, {}) if chart else None,
    }  # fmt: skip
    return pdf_of(render_to_string("quality/report_print.html", context), styles=STYLES)


def _course(report: Report) -> ControlChart | RunChart | None:
    """Return the chart of the weeks whose numbers are published."""
    weeks = next((table for table in report.tables if table.key == COURSE), None)
    if weeks is None:
        return None
    told = [(date.fromisoformat(path[0]), row[Column.OVERRIDE], row[Column.DECISIONS])
            for path, row in weeks.rows.items()]  # fmt: skip
    return chart_of([Subgroup(day, above, below) for day, above, below in told if above is not None and below])


def _laid_out(table: Table) -> dict[str, Any]:
    """Return a table as it stands on paper: its numbers, its first rate with the interval, and that rate drawn."""
    first = next(iter(RATES[table.shape]), None)
    return {
        "name": table.name,
        "gaps": table.gaps,
        "group": " / ".join(table.levels) or "Group",
        "columns": [heading(table, column) for column in table.columns],
        "rate": "Share" if table.shape is Shape.SHARE else "Override rate" if first else "",
        "rows": [_row(table, path, first) for path in table.rows],
    }


def _row(table: Table, path: Path, first: str | None) -> dict[str, Any]:
    figure = table.figures(path)[first] if first else None
    low, high = figure.interval if figure and figure.interval else (0.0, 0.0)
    return {
        "label": label_of(table, path) if table.key == COURSE else path[-1],
        "depth": len(path),
        "numbers": list(table.rows[path].values()),
        "figure": figure if figure and figure.rate is not None else None,
        "low": round(low * BAR, 1),
        "high": round(high * BAR, 1),
        "at": round((figure.rate or 0) * BAR, 1) if figure else 0,
    }
