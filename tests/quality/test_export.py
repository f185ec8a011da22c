"""What leaves as CSV: formula-safe, and never a small cell nor a way to derive one."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from apps.core.domain.spreadsheets import formula_safe
from apps.quality.domain.counting import Counts
from apps.quality.domain.export import WITHHELD, overrides_csv
from apps.quality.domain.suppression import is_small


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_large_cells_leave_with_numerator_denominator_and_interval() -> None:
    text = overrides_csv([[("All work", Counts(unedited=60, style=20, substantive=11, rejected=12, opened=80))]], {})
    override = rows(text)[0]
    assert (override["numerator"], override["denominator"], override["rate"]) == ("23", "103", "0.2233")


def test_one_small_cell_withholds_every_number_of_its_table() -> None:
    text = overrides_csv([[("All work", Counts(unedited=60, style=20, substantive=1, rejected=12, opened=80))]], {})
    assert {row["numerator"] for row in rows(text)} == {WITHHELD}
    assert {row["denominator"] for row in rows(text)} == {"93"}


def test_a_cell_cannot_become_a_formula() -> None:
    assert [formula_safe(cell) for cell in ("=1+1", "+1", "-1", "@x", "12")] == ["'=1+1", "'+1", "'-1", "'@x", "12"]


CELL = st.integers(0, 40)
COUNTS = st.builds(Counts, unedited=CELL, style=CELL, substantive=CELL, rejected=CELL)


@given(st.lists(COUNTS, min_size=1, max_size=4))
def test_no_small_cell_can_be_read_or_computed_from_group_tables(groups: list[Counts]) -> None:
    total = Counts(
        *(sum(getattr(c, name) for c in groups) for name in ("unedited", "style", "substantive", "rejected"))
    )
    table = [(f"group {i}", counts) for i, counts in enumerate(groups)]
    exported = rows(overrides_csv([[("All work", total)], table], {}))
    shown = [row for row in exported if row["group"] != "All work" and row["numerator"] != WITHHELD]
    assert not any(is_small(int(row["numerator"])) for row in shown if row["metric"] in {"Rejected", "Style edit"})
    sizes = {row["group"]: row["denominator"] for row in exported if row["group"] != "All work"}
    assert all(size == WITHHELD for size in sizes.values()) or not any(is_small(int(size)) for size in sizes.values())
