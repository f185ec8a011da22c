"""What payers decided about signed letters, split by what made them. Pure counting, small cells withheld (0005)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from apps.quality.domain.counting import Figure
from apps.quality.domain.suppression import table_may_leave

COLUMNS = {
    "APPROVED": "Approved",
    "PARTLY_APPROVED": "Partly approved",
    "DENIED": "Denied",
    "WITHDRAWN": "Withdrawn",
    "PEER_TO_PEER": "In a talk after a denial",
}
EDITS = {"none": "Signed unedited", "style": "Wording edited", "substantive": "Content edited"}


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """Letters that are alike in everything we count: ``count`` of them. No patient, no reviewer."""

    stage: str
    edit_class: str
    policy: str
    release: str
    is_appeal: bool
    count: int


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    name: str
    cells: tuple[int, ...]  # in the order of COLUMNS
    approved: Figure

    @property
    def total(self) -> int:
        return self.approved.denominator


@dataclass(frozen=True, slots=True)
class OutcomeTable:
    """One way to split the letters. ``rows`` is empty where a cell of 1 to 10 withholds the whole table."""

    name: str
    rows: tuple[OutcomeRow, ...]
    is_withheld: bool


def outcome_total(groups: Iterable[OutcomeGroup]) -> OutcomeRow:
    """Return all letters as one row."""
    return _row("All letters", list(groups))


def outcome_tables(groups: Iterable[OutcomeGroup]) -> tuple[OutcomeTable, ...]:
    """Return the letters by edit, by first letter and appeal, by policy version and by release."""
    every = list(groups)
    return (
        _table("By what the physician changed", every, lambda group: EDITS.get(group.edit_class, group.edit_class)),
        _table("First letters and appeals", every, lambda group: "Appeal" if group.is_appeal else "First letter"),
        _table("By policy version", every, lambda group: group.policy),
        _table("By release", every, lambda group: group.release[:12] or "not on record"),
    )


def _table(name: str, groups: list[OutcomeGroup], key: Callable[[OutcomeGroup], str]) -> OutcomeTable:
    names = sorted({key(group) for group in groups})
    rows = tuple(_row(one, [group for group in groups if key(group) == one]) for one in names)
    may_be_shown = table_may_leave([[*row.cells, row.total] for row in rows])
    return OutcomeTable(name, rows if may_be_shown else (), is_withheld=not may_be_shown)


def _row(name: str, groups: list[OutcomeGroup]) -> OutcomeRow:
    cells = tuple(sum(group.count for group in groups if group.stage == stage) for stage in COLUMNS)
    total = sum(group.count for group in groups)
    return OutcomeRow(name, cells, Figure("approved", cells[0], total))
