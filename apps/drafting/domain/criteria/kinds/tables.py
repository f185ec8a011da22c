"""Values that stand in the cells of a note: a label with its value beside it, and columns under a head."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.interpretations import told_as
from apps.drafting.domain.criteria.kinds.asked import Asked
from apps.drafting.domain.criteria.kinds.measurement import Measurement
from apps.drafting.domain.criteria.kinds.strangers import strangers_part
from apps.drafting.domain.criteria.labels import label_named, says_part
from apps.drafting.domain.criteria.periods import Interval, on, told_dates
from apps.drafting.domain.criteria.polarity import PENDING
from apps.drafting.domain.criteria.sayings import is_patient_written, is_suppliers
from apps.drafting.domain.criteria.units import Measured, unit_named
from apps.drafting.domain.criteria.values import value_in_cell, value_of, values_after
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.tasks import PassageView

CELL = re.compile(r"\S+(?:[ \u00a0]\S+)*")  # cells stand apart by a tab or by two blanks
LEADERS = re.compile(
    r"\.{3,}|_{3,}|(?:\. ){3,}|(?<=\s)\|(?=\s)|^\|\s|\s\|$"
)  # "Eosinophils ....... 610", "| A1c | 8.2 |"
COUNT_OF_DAYS = re.compile(r"(?i)^(?P<what>.+ days) (?:per|a|each) month$")  # a diary has a row for each month
DAYS = re.compile(r"(?i)\bdays?\b")
LEAST_CELLS = 2
HEAD = 160  # characters of a page in which it says which days it covers
LONGEST_LABEL = 60
UNIT_IN_HEAD = re.compile(r"\(([^()]{1,16})\)")
NUMBER = re.compile(r"[<>~=]{0,2}\s?[-+]?\d")
MARKED = re.compile(r"(?<=\d)\s?[*†‡#^]+$")  # of "85 *", what a footnote tells of
FIRST_WORD = re.compile(r"[A-Za-z]{3,}")
FLAG = re.compile(r"(?i)h|l|hh|ll|hi|lo|high|low|a|abn|abnormal|pos(?:itive)?|neg(?:ative)?|n|normal|wnl|\\*?[hl]\\*?")
FLAGS = {
    "H": "high", "HH": "high", "HI": "high", "HIGH": "high", "L": "low", "LL": "low", "LO": "low", "LOW": "low",
    "A": "abnormal", "ABN": "abnormal", "ABNORMAL": "abnormal", "POS": "positive", "POSITIVE": "positive",
    "NEG": "negative", "NEGATIVE": "negative", "N": "normal", "NORMAL": "normal", "WNL": "normal",
}  # fmt: skip
NO_RESULT = re.compile(
    r"\b(?:not (?:ordered|done|performed|measured|tested)|QNS|quantity not sufficient|-{1,3})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a page as it was laid out, the sentence it belongs to, and its day."""

    quote: Quote
    text: str
    line: NoteLine
    when: Interval | None
    cells: tuple[str, ...]


def rows_of(case: Case) -> list[Row]:
    """Return the laid out lines of final notes about the patient, in order, without what is somebody else's page."""
    lines: dict[str, list[NoteLine]] = {}
    passages: dict[str, PassageView] = {}
    for line in case.notes:
        passage = line.quote.passage
        lines.setdefault(passage.passage_id, []).append(line)
        passages[passage.passage_id] = passage
    return [row for key, passage in passages.items() for row in _rows(case, passage, lines[key])]


def _rows(case: Case, passage: PassageView, lines: Sequence[NoteLine]) -> Iterator[Row]:
    covered = _covered(passage, lines[0])
    strangers, position = strangers_part(case, passage), 0
    if titled := _titled(passage, lines[0], covered):
        yield titled
    for text in passage.text.split("\n"):
        start, position = position, position + len(text) + 1
        inside = next((one for one in lines if one.quote.start < start + len(text) and start < one.quote.end), None)
        if any(first <= start < last for first, last in strangers) or inside is None or not text.strip():
            continue
        quote = Quote(passage, start, start + len(text))
        yield Row(quote, text, inside, covered or on(inside.first_day), _cells(text))


def _titled(passage: PassageView, line: NoteLine, covered: Interval | None) -> Row | None:
    """Return a row that was taken for the title of what follows it: "Tests per day, both    2.1"."""
    cells = _cells(passage.section_title)
    if len(cells) < LEAST_CELLS or not any(cell[:1].isdigit() for cell in cells[1:]):
        return None
    return Row(line.quote, passage.section_title, line, covered or on(line.first_day), cells)


def _cells(text: str) -> tuple[str, ...]:
    laid_out = LEADERS.sub(lambda match: " " * max(2, len(match.group())), text)
    return tuple(match.group() for match in CELL.finditer(laid_out))


def _covered(passage: PassageView, line: NoteLine) -> Interval | None:
    """Return the last of the days that a download says it covers."""
    page = passage.text[:HEAD]
    told = told_dates(page, line.first_day)
    for one, two in pairwise(told):
        if re.fullmatch(r"\s*(?:-|–|to|through)\s*", page[one.end : two.start]):
            return two.when
    return None


def of_cells(case: Case, asked: Asked) -> Iterator[Measurement]:
    """Yield the values that stand beside, or under, a cell which names the quantity."""
    names: Mapping[str, str] = {}
    page = ""
    head: Row | None = None
    columns: list[int] = []
    for row in rows_of(case):
        if row.quote.passage.passage_id != page:
            page = row.quote.passage.passage_id
            told = asked.in_cells(f"{row.quote.passage.document_title} {row.quote.passage.text}")
            told = (*told, *(match["what"] for name in told if (match := COUNT_OF_DAYS.match(name))))
            names = {name: asked.known_as(name) for name in told}
        if head is not None and (row.quote.passage is not head.quote.passage or len(row.cells) < len(head.cells)):
            head = None
        if head is not None and _is_numbers(row):
            yield from (one for column in columns if (one := _under(head, row, column, names)))
            continue
        named = [number for number, cell in enumerate(row.cells) if _names(cell, names)]
        if not named:
            yield from _under_first(row, asked)
            continue
        head = row if len(row.cells) > 1 and not any(NUMBER.match(cell) for cell in row.cells[1:]) else None
        columns = named
        yield from (one for number in named if (one := _beside(row, number, names)))


def _names(cell: str, names: Mapping[str, str]) -> bool:
    return len(cell) <= LONGEST_LABEL and bool(label_named(UNIT_IN_HEAD.sub("", cell).strip(" :"), names))


def _is_numbers(row: Row) -> bool:
    return sum(bool(re.match(r"[<>]?\d", cell)) for cell in row.cells) * 2 >= len(row.cells)


def _under(head: Row, row: Row, column: int, names: Mapping[str, str]) -> Measurement | None:
    return _measurement(row, head.cells[column], _with_unit(head.cells[column], row.cells[column]), names)


def _beside(row: Row, number: int, names: Mapping[str, str]) -> Measurement | None:
    if number + 1 >= len(row.cells):
        return None
    value, rest = row.cells[number + 1], row.cells[number + 2 :]
    if rest and value_of(value) is not None and not rest[0][:1].isdigit() | rest[0].startswith(("<", ">")):
        value, rest = (f"{value} {rest[0].split()[0]}", rest[1:]) if unit_named(rest[0].split()[0]) else (value, rest)
    elif rest and value_of(value) is not None and "/" in rest[0] and unit_named(rest[0]):
        value, rest = f"{value} {rest[0]}", rest[1:]
    flag = next((cell for cell in rest[:2] if FLAG.fullmatch(cell)), "")
    return _measurement(
        row, row.cells[number], _with_unit(row.cells[number], value), names, FLAGS.get(flag.upper(), "")
    )


def _under_first(row: Row, asked: Asked) -> Iterator[Measurement]:
    """Yield values whose label continues the first word of the row: "Leak median 11 L/min   95 % 31.0 L/min"."""
    first = FIRST_WORD.match(row.cells[0])
    for cell in row.cells[1:] if first else ():
        text = f"{first.group() if first else ''} {cell}"
        for named in asked.named_in(text):
            if named.start == 0 and named.end > (first.end() if first else 0):
                for read in values_after(text, named.end, named.name):
                    value = text[read.start : read.end].strip()
                    if one := _measurement(row, text[: named.end], value, {text[: named.end]: named.name}):
                        yield one


def _with_unit(label: str, value: str) -> str:
    """Return a bare value with the unit that stands in brackets in its label: "FVC (L)"."""
    unit = UNIT_IN_HEAD.search(label)
    return f"{value} {unit[1]}" if unit and re.fullmatch(r"[<>]?\s?[\d.,]+", value) and unit_named(unit[1]) else value


def _measurement(row: Row, label: str, value: str, names: Mapping[str, str], flag: str = "") -> Measurement | None:
    found = label_named(UNIT_IN_HEAD.sub("", label).strip(" :"), names)
    named = names.get(found, found)
    measured = value_in_cell(MARKED.sub("", value), named)
    polarity = told_as(named, measured, value if measured is None or measured.unit is None else "", flag)
    if PENDING.search(value) or NO_RESULT.search(value) or (measured is None and not polarity):
        return None
    passage = row.quote.passage
    why_not = "is what the patient tells" if is_patient_written(passage) else ""
    if not why_not and is_suppliers(passage):
        why_not = "was made by an equipment supplier"
    if not why_not and says_part(label, " ".join(names)):
        why_not = "is a part of what is asked for, or of another kind"
    if measured and not (measured.unit and measured.unit.code) and DAYS.search(label):
        measured = Measured(measured.low, measured.high, unit_named("d/mo"))
    told = told_dates(row.text, row.line.first_day)
    return Measurement(
        row.quote, label, value, measured, polarity, told[-1].when if told else row.when, row.text, row.text, why_not,
        name=named,
    )  # fmt: skip
