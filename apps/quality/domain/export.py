"""The overrides report as CSV: every row carries what it takes to understand and to check it."""

import csv
import io
from collections.abc import Iterator, Sequence

from apps.core.domain.spreadsheets import formula_safe
from apps.quality.domain.counting import Counts, Figure
from apps.quality.domain.definitions import METRICS
from apps.quality.domain.suppression import table_may_leave

COLUMNS = ("group", "metric", "numerator", "denominator", "rate", "interval_low", "interval_high")
WITHHELD = "withheld (1 to 10, or derivable from such a cell)"


def overrides_csv(tables: Sequence[Sequence[tuple[str, Counts]]], columns: dict[str, str]) -> str:
    """Return CSV text. ``tables`` are groups that add up to the same whole; ``columns`` stand on every row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *columns])
    for table in tables:
        for row in _rows(table):
            writer.writerow([formula_safe(cell) for cell in (*row, *columns.values())])
    return out.getvalue()


def _rows(table: Sequence[tuple[str, Counts]]) -> Iterator[list[str]]:
    sizes_may_leave = table_may_leave([[counts.decisions] for _, counts in table])
    parts_may_leave = table_may_leave([_cells(counts) for _, counts in table])
    for group, counts in table:
        size = str(counts.decisions) if sizes_may_leave else WITHHELD
        for figure in counts.figures():
            numbers = _numbers(figure) if parts_may_leave else [WITHHELD, size, "", "", ""]
            yield [group, METRICS[figure.key].name, *numbers]


def _cells(counts: Counts) -> list[int]:
    parts = [counts.unedited, counts.style, counts.substantive, counts.rejected, counts.decisions]
    return [*parts, counts.opened, counts.decisions - counts.opened]


def _numbers(figure: Figure) -> list[str]:
    if figure.rate is None or figure.interval is None:
        return [str(figure.numerator), str(figure.denominator), "", "", ""]
    return [str(figure.numerator), str(figure.denominator), *(f"{x:.4f}" for x in (figure.rate, *figure.interval))]
