"""The pure chain: what it seals, what it finds, and what it cannot find."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.audit.domain.chain import GENESIS, SEALED, seal, verify

Row = dict[str, Any]
MOMENT = datetime(2026, 11, 21, 14, 2, 3, 4, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


def make_log(length: int, details: Row | None = None) -> list[Row]:
    rows: list[Row] = []
    for number in range(1, length + 1):
        row = dict.fromkeys(SEALED, "x") | {
            "sequence": number, "id": UUID(int=number), "recorded_at": MOMENT + timedelta(seconds=number),
            "details": details or {}, "previous_hash": rows[-1]["hash"] if rows else GENESIS,
        }  # fmt: skip
        rows.append(row | {"hash": seal(row)})
    return rows


def test_a_log_as_it_was_written_holds() -> None:
    rows = make_log(5)
    report = verify(rows)
    assert (report.intact, report.verified, report.head) == (True, 5, rows[-1]["hash"])


def test_an_empty_log_holds_and_its_head_is_the_genesis_hash() -> None:
    assert verify([]) == verify(iter(()))
    assert verify([]).head == GENESIS


@pytest.mark.parametrize("column", [*SEALED, "hash"])
def test_a_change_in_any_column_is_found_at_its_row(column: str) -> None:
    rows = make_log(5)
    rows[2][column] = {"sequence": 99, "details": {"changed": True}, "recorded_at": MOMENT}.get(column, "f" * 64)
    report = verify(rows)
    assert not report.intact
    assert report.verified == 2


def test_a_row_removed_from_the_middle_is_named_by_its_neighbours() -> None:
    rows = make_log(5)
    del rows[2]
    assert verify(rows).sentence == "Row 4 follows row 2: what stood between them was removed or re-ordered."


def test_two_rows_in_each_others_place_are_found_even_with_renumbered_sequences() -> None:
    rows = make_log(5)
    rows[1], rows[2] = rows[2] | {"sequence": 2}, rows[1] | {"sequence": 3}
    assert verify(rows).broken_at == 2


def test_a_row_sealed_anew_after_an_edit_breaks_the_row_that_follows_it() -> None:
    rows = make_log(5)
    forged = rows[2] | {"actor_id": "somebody else"}
    rows[2] = forged | {"hash": seal(forged)}
    assert verify(rows).sentence == "Row 4 does not continue row 3: it was written to follow something else."


def test_a_cut_at_the_end_does_not_show_which_is_why_the_head_is_kept_elsewhere() -> None:
    whole, cut = make_log(5), make_log(5)[:3]
    assert verify(cut).intact
    assert verify(cut).head != verify(whole).head


@given(st.dictionaries(TEXT, PLAIN, max_size=4))
def test_the_seal_does_not_depend_on_the_order_of_keys(details: Row) -> None:
    (row,) = make_log(1, details)
    shuffled = dict(reversed(list(row.items()))) | {"details": dict(reversed(list(details.items())))}
    assert seal(shuffled) == row["hash"]


@given(st.integers(-12, 14))
def test_the_seal_does_not_depend_on_the_time_zone_a_moment_is_read_in(hours: int) -> None:
    (row,) = make_log(1)
    elsewhere = row["recorded_at"].astimezone(timezone(timedelta(hours=hours)))
    assert seal(row | {"recorded_at": elsewhere}) == row["hash"]


@given(st.dictionaries(TEXT, PLAIN, max_size=3), st.dictionaries(TEXT, PLAIN, max_size=3))
def test_different_details_never_share_a_seal(one: Row, other: Row) -> None:
    same = make_log(1, one)[0]["hash"] == make_log(1, other)[0]["hash"]
    assert same == (repr(sorted_keys(one)) == repr(sorted_keys(other)))


def sorted_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, sorted_keys(value[key])) for key in sorted(value)]
    return [sorted_keys(item) for item in value] if isinstance(value, list) else value
