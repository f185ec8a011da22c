"""A report as one JSON object. Its shape has a version; a withheld number is null."""

import json
from typing import Any

from apps.quality.domain.counting import Figure
from apps.quality.domain.files.report import SCHEMA, Report, rates
from apps.quality.domain.published import Path, Table


def report_json(report: Report) -> str:
    """Return the JSON text."""
    told = {
        "schema": SCHEMA,
        "about": dict(report.about),
        "period": {"first_day": report.first.isoformat(), "last_day": report.last.isoformat()},
        "decisions": report.decisions,
        "left_out": [{"what": what, "decisions": number} for what, number in report.left_out],
        "minutes_at_a_draft": list(report.minutes),
        "data_cut_off": report.cut_off.isoformat(),
        "definition_version": report.definition_version,
        "audit": {"sequence": report.audit_sequence, "tree_head": report.audit_hash},
        "published": {"by": report.published_by, "at": report.published_at.isoformat()},
        "made": {"by": report.made_by, "at": report.made_at.isoformat()},
        "definitions": {one.name: {"counts": one.numerator, "note": one.note} for one in report.definitions},
        "tables": [_table(table) for table in report.tables],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _table(table: Table) -> dict[str, Any]:
    told = table.as_json()
    for row in told["rows"]:
        row["rates"] = _rates(table, tuple(row["path"]))
    return told


def _rates(table: Table, path: Path) -> dict[str, Any]:
    return {metric.name: _figure(figure) for metric, figure in rates(table, path)}


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None or figure.rate is None or figure.interval is None:
        return None
    low, high = figure.interval
    return {"numerator": figure.numerator, "denominator": figure.denominator, "rate": round(figure.rate, 6),
            "interval": [round(low, 6), round(high, 6)]}  # fmt: skip
