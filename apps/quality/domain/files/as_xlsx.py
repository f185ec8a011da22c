"""A report as a workbook: one sheet about it, one for each table, with charts that read in black and white."""

import io
import re
from collections.abc import Sequence
from typing import Any

from apps.core.domain.spreadsheets import formula_safe
from apps.quality.domain.counting import Figure
from apps.quality.domain.files.report import WITHHELD, Report, heading, label_of, rates
from apps.quality.domain.published import RATES, Shape, Table

MOST_BARS = 30
LETTERS = 31  # of the name of a sheet
WORDS_WIDE, NUMBER_WIDE = 46, 13
NAMES_WIDE, ABOUT_WIDE = 36, 90  # letters in a line of the sheet about the others
LINE = 15.75  # points; a program that draws the sheet need not measure its words
INK, GREY = "#1F1D1A", "#8A857D"


def report_xlsx(report: Report) -> bytes:
    """Return the workbook. Nothing in it is a formula: what was typed somewhere is text, whatever it begins with."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, options) as book:
        book.set_properties({"title": report.title, "author": report.made_by, "created": report.made_at.replace(
            tzinfo=None)})  # fmt: skip
        sheets = _Sheets(book)
        sheets.about(report)
        for table in report.tables:
            sheets.table(table)
    return out.getvalue()


class _Sheets:
    def __init__(self, book: Any) -> None:
        self.book = book
        plain = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self.words = book.add_format({**plain, "text_wrap": True})
        self.strong = book.add_format({**plain, "bold": True, "text_wrap": True})
        self.title = book.add_format({**plain, "bold": True, "font_size": 16})
        self.head = book.add_format({**plain, "bold": True, "text_wrap": True, "bottom": 2, "valign": "bottom"})
        self.count = book.add_format({**plain, "num_format": "#,##0"})
        self.percent = book.add_format({**plain, "num_format": "0.0 %"})
        self.gone = book.add_format({**plain, "italic": True, "font_color": "#57534C", "align": "right"})
        self.names: set[str] = set()

    def about(self, report: Report) -> None:
        """Write the sheet that says what the others are."""
        sheet = self._sheet("About")
        sheet.set_column(0, 0, NAMES_WIDE)
        sheet.set_column(1, 1, ABOUT_WIDE)
        sheet.write_string(0, 0, report.title, self.title)
        lines = [*report.about, *((one.name, f"{one.numerator} {one.note}".strip()) for one in report.definitions)]
        for at, (name, words) in enumerate(lines, start=2):
            sheet.set_row(at, LINE * max(-(-len(words) // ABOUT_WIDE), -(-len(name) // NAMES_WIDE)))
            sheet.write_string(at, 0, formula_safe(name), self.strong)
            sheet.write_string(at, 1, formula_safe(words), self.words)

    def table(self, table: Table) -> None:
        """Write one table: its numbers, its rates, and a chart of the first rate."""
        sheet = self._sheet(table.name)
        sheet.write_string(0, 0, table.name, self.title)
        levels = len(table.levels) if table.key == "tree" else 1
        keys = list(RATES[table.shape])
        heads = [*table.levels[:levels], *(heading(table, column) for column in table.columns)]
        for key in keys:
            heads += [f"{self._rate_name(table, key)} {what}" for what in ("rate", "95 % low", "95 % high")]
        for at, words in enumerate(heads):
            sheet.write_string(2, at, words or "Group", self.head)
        sheet.set_row(2, 3 * LINE)
        sheet.freeze_panes(3, levels)
        sheet.set_column(0, levels - 1, WORDS_WIDE if levels == 1 else WORDS_WIDE // 2)
        sheet.set_column(levels, len(heads) - 1, NUMBER_WIDE)
        for at, path in enumerate(table.rows, start=3):
            self._row(sheet, at, levels, table, path)
        if keys and table.shape is not Shape.COUNT and table.key not in {"total", "claims", "balance"}:
            self._chart(sheet, table, levels)

    def _sheet(self, name: str) -> Any:
        """Add a sheet that prints on the width of a page, under a name that no other has."""
        base = re.sub(r"[\[\]:*?/\\]", " ", name)[:LETTERS]
        chosen = next(one for one in (base, *(f"{base[: LETTERS - 3]} {n}" for n in range(2, 99)))
                      if one.lower() not in self.names)  # fmt: skip
        self.names.add(chosen.lower())
        sheet = self.book.add_worksheet(chosen)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def _rate_name(self, table: Table, key: str) -> str:
        if table.shape is Shape.SHARE:
            return "Share"
        return key.replace("_", " ").capitalize()

    def _row(self, sheet: Any, at: int, levels: int, table: Table, path: tuple[str, ...]) -> None:
        words = [*path, *[""] * (levels - len(path))] if levels > 1 else [label_of(table, path)]
        for column, word in enumerate(words):
            sheet.write_string(at, column, formula_safe(word), self.words)
        for column, number in enumerate(table.rows[path].values(), start=levels):
            self._number(sheet, at, column, number)
        start = levels + len(table.columns)
        for place, (_, figure) in enumerate(rates(table, path)):
            for offset, share in enumerate(_three(figure)):
                if share is not None:
                    sheet.write_number(at, start + 3 * place + offset, share, self.percent)

    def _number(self, sheet: Any, at: int, column: int, number: int | None) -> None:
        if number is None:
            sheet.write_string(at, column, WITHHELD, self.gone)
        else:
            sheet.write_number(at, column, number, self.count)

    def _chart(self, sheet: Any, table: Table, levels: int) -> None:
        """Draw the first rate of each row: bars, or a line over weeks; ink, dashes and marks instead of colours."""
        last = 2 + min(len(table.rows), MOST_BARS)
        column = levels + len(table.columns)
        is_course = table.key == "week"
        chart = self.book.add_chart({"type": "line" if is_course else "bar"})
        series = {
            "name": [sheet.name, 2, column],
            "categories": [sheet.name, 3, 0, last, levels - 1],
            "values": [sheet.name, 3, column, last, column],
            "line": {"color": INK, "width": 1.5},
            "marker": {"type": "circle", "size": 6, "fill": {"color": "#FFFFFF"}, "border": {"color": INK}},
            "pattern": {"pattern": "wide_upward_diagonal", "fg_color": INK, "bg_color": "#FFFFFF"},
            "border": {"color": INK},
        }
        chart.add_series({key: value for key, value in series.items()
                          if key not in ({"pattern", "border"} if is_course else {"marker", "line"})})  # fmt: skip
        chart.set_title({"name": f"{table.name}: {self._rate_name(table, next(iter(RATES[table.shape])))}",
                         "name_font": {"size": 12, "color": INK}})  # fmt: skip
        values = {"num_format": "0 %", "min": 0, "major_gridlines": {"visible": True, "line": {
            "color": GREY, "dash_type": "dash", "width": 0.5}}}  # fmt: skip
        chart.set_y_axis(values if is_course else {"reverse": True})
        chart.set_x_axis({} if is_course else values)
        chart.set_legend({"none": True})
        chart.show_na_as_empty_cell()
        chart.set_size({"width": 760, "height": max(260, 90 + 24 * (last - 2)) if not is_course else 320})
        sheet.insert_chart(5 + len(table.rows), 0, chart, {"object_position": 3, "description": f"{table.name}, drawn"})


def _three(figure: Figure | None) -> Sequence[float | None]:
    """Return a rate with its interval; nothing where it is withheld or of nothing: a chart draws a word as a zero."""
    if figure is None or figure.rate is None or figure.interval is None:
        return (None, None, None)
    return (figure.rate, *figure.interval)
