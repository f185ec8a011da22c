"""Cells that a spreadsheet shows and does not compute (OWASP CSV injection)."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def formula_safe(cell: str) -> str:
    """Return a cell that begins no formula, wherever a spreadsheet strips what stands before one."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA_STARTS) or cell.startswith(FORMULA_STARTS) else cell


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV (RFC 4180), each cell formula-safe."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([formula_safe(cell) for cell in row] for row in rows)
    return out.getvalue()
