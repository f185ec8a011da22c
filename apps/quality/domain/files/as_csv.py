"""A report as CSV (RFC 4180): one number a row, each row with all that it takes to understand and to check it."""

from collections.abc import Iterator

from apps.core.domain.spreadsheets import csv_text
from apps.quality.domain.counting import Figure
from apps.quality.domain.files.report import WITHHELD, Report, heading, label_of, number_words, rates
from apps.quality.domain.published import Table

COLUMNS = (
    "table", "group", "measure", "number", "of", "rate", "interval_low", "interval_high", "definition",
    "period_start", "period_end", "decisions_in_period", "data_cut_off", "definition_version", "audit_sequence",
    "audit_hash", "made_by", "made_at", "note",
)  # fmt: skip


def report_csv(report: Report) -> str:
    """Return the CSV text. What the whole is about is in its first rows, under the table ``about``."""
    beside = [
        report.first.isoformat(), report.last.isoformat(), number_words(report.decisions),
        report.cut_off.isoformat(timespec="seconds"), str(report.definition_version), str(report.audit_sequence),
        report.audit_hash, report.made_by, report.made_at.isoformat(timespec="seconds"),
    ]  # fmt: skip
    about = ([*("about", name), *[""] * 7, *beside, words] for name, words in report.about)
    told = ([table.name, *row, *beside, ""] for table in report.tables for row in _rows(table))
    return csv_text([COLUMNS, *about, *told])


def _rows(table: Table) -> Iterator[list[str]]:
    """Yield what a table holds: each number, then each rate with its interval."""
    for path, row in table.rows.items():
        for column in table.columns:
            yield [label_of(table, path), heading(table, column), number_words(row[column]), "", "", "", "", ""]
        for metric, figure in rates(table, path):
            yield [label_of(table, path), f"{metric.name}: rate", *_figure(figure), metric.numerator]


def _figure(figure: Figure | None) -> list[str]:
    if figure is None:
        return [WITHHELD, WITHHELD, "", "", ""]
    if figure.rate is None or figure.interval is None:
        return [str(figure.numerator), str(figure.denominator), "", "", ""]
    return [str(figure.numerator), str(figure.denominator), *(f"{x:.4f}" for x in (figure.rate, *figure.interval))]
