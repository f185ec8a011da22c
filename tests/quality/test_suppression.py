"""What is withheld cannot be derived from what is published: an attacker who holds all of it tries."""

import json
from collections import Counter
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.quality.domain.feasible import Sum
from apps.quality.domain.published import COLUMNS, Column, Shape, Table, may_leave
from apps.quality.domain.suppression import is_small, table_may_leave, withheld
from tests.quality.attacker import Attacker

C = Column
COUNTS_AS = ("unedited", "style", "substantive", "rejected")


def row_of(decisions, shape):
    """Return the numbers of a row, counted one decision after the other."""
    row = Counter(dict.fromkeys(COLUMNS[shape], 0))
    for one in decisions:
        told = {"decisions", one["as"], "opened" if one["opened"] else "unopened"}
        told |= {"override"} if one["as"] in {"substantive", "rejected"} else set()
        row.update(column for column in COLUMNS[shape] if column.value in told)
    return dict(row)


def table(key, decisions, by, shape=Shape.DECISIONS, whole="total"):
    """Return a table of decisions by values from the root of a tree down."""
    paths = {tuple(one[name] for name in by[:depth]) for one in decisions for depth in range(1, len(by) + 1)}
    rows = {
        path: row_of([one for one in decisions if tuple(one[name] for name in by[: len(path)]) == path], shape)
        for path in sorted(paths)
    }
    return Table(key, key, tuple(by), shape, rows, whole)


def share(decisions, kind):
    counted = sum(kind in one["kinds"] for one in decisions)
    return {C.OF: len(decisions), C.COUNTED: counted, C.OTHER: len(decisions) - counted}


def tables_of(decisions):
    """Return the tables of a publication: the total, a tree, ways that overlap it, reasons, kinds of edits."""
    everything = {("All",): row_of(decisions, Shape.DECISIONS)}
    changed = [one for one in decisions if one["as"] != "unedited"]
    kinds = sorted({kind for one in decisions for kind in one["kinds"]})
    edits = {(kind,): share(decisions, kind) for kind in kinds}
    signed = [one for one in decisions if one["as"] != "rejected"]
    edited = [one for one in signed if one["kinds"]]
    claims = {C.OF: 5 * len(signed), C.COUNTED: len(edited), C.OTHER: 5 * len(signed) - len(edited)}
    hasty = sum(not one["opened"] for one in signed) // 2
    return [
        Table("total", "Total", ("All",), Shape.DECISIONS, everything),
        table("tree", decisions, ("kind", "payer", "policy")),
        table("site", decisions, ("site",)),
        table("week", decisions, ("week",)),
        table("reason", changed, ("reason",), Shape.CHANGES),
        Table("edits", "Edits", ("kind",), Shape.SHARE, edits, "total", overlaps=True),
        Table("claims", "Claims", ("",), Shape.SHARE, {("All",): claims}),
        Table("severity", "Severity", ("Severity",), Shape.SHARE, {("High",): claims}, "claims"),
        Table("balance", "Balance", ("Measure",), Shape.SHARE, {
            ("Hasty",): {C.OF: len(signed), C.COUNTED: hasty, C.OTHER: len(signed) - hasty},
        }),
    ]  # fmt: skip


def decisions_of(seed, number, values):
    """Return decisions, some values far more frequent than others."""
    chance = Random(seed)

    def pick(most):
        return str(min(int(chance.expovariate(1)), most - 1))

    made = []
    for _ in range(number):
        kind = chance.choice("ab")
        payer = kind + pick(values)
        counts_as = chance.choices(COUNTS_AS, [50, 15, 15, 10])[0]
        kinds = {"style": ["style"], "substantive": chance.choice([["dose"], ["date"], ["date", "style"]])}
        made.append({
            "as": counts_as, "opened": chance.random() < 0.7, "kind": kind, "payer": payer,
            "policy": payer + pick(values), "site": pick(values), "week": pick(4), "reason": pick(3),
            "kinds": kinds.get(counts_as, []),
        })  # fmt: skip
    return made


def published(tables):
    return json.loads(json.dumps([one.as_json() for one in tables]))


def small_ones(tables):
    return {(one.key, *path, column.value): value for one in tables for path, row in one.rows.items()
            for column, value in row.items() if is_small(value)}  # fmt: skip


@settings(max_examples=6)
@given(st.integers(0, 10**6), st.integers(0, 100), st.integers(1, 4))
def test_nothing_that_is_withheld_can_be_derived_from_everything_that_is_published(seed, number, values):
    tables = tables_of(decisions_of(seed, number, values))
    left = may_leave(tables)
    attacker, small = Attacker(published(left)), small_ones(tables)
    assert not small.keys() & attacker.known.keys()
    assert attacker.derived(small) == []


@settings(max_examples=2)
@given(st.integers(0, 10**6), st.integers(40, 120))
def test_no_subset_of_files_and_no_difference_of_two_publications_tells_more(seed, number):
    periods = [may_leave(tables_of(decisions_of(seed + at, number, 2))) for at in range(2)]
    for one in periods:
        for chosen in combinations(one[1:], 2):
            attacker = Attacker(published([one[0], *chosen]))
            assert list(attacker.determined()) == []
    # Periods share no decision, so the only sums of both are those of a longer period, which is published nowhere.
    both = Attacker(
        [t | {"key": f"{at}-{t['key']}", "whole": t["whole"] and f"{at}-{t['whole']}"}
         for at, one in enumerate(periods) for t in published(one)]
    )  # fmt: skip
    assert list(both.determined()) == []


def test_the_attacker_finds_what_was_only_blanked():
    """The attack bites: small cells taken out, and nothing beside them."""
    tables = tables_of(decisions_of(7, 120, 3))
    blanked = published(tables)
    for one in blanked:
        for row in one["rows"]:
            row["cells"] = [None if is_small(value) else value for value in row["cells"]]
    found = Attacker(blanked).derived(small_ones(tables))
    assert len(found) > 3


@pytest.mark.parametrize("beside", ["balance", "claims"])
def test_what_is_counted_of_signed_drafts_would_give_a_withheld_rejection_away_and_is_left_out(beside):
    whole = {C.DECISIONS: 200, C.OVERRIDE: 30, C.REJECTED: 5, C.SUBSTANTIVE: 25, C.STYLE: 30, C.UNEDITED: 140,
             C.OPENED: 100, C.UNOPENED: 100}  # fmt: skip
    each = {"balance": 1, "claims": 5}[beside]
    signed = {C.OF: 195 * each, C.COUNTED: 80, C.OTHER: 195 * each - 80}
    tables = [
        Table("total", "Total", ("",), Shape.DECISIONS, {("All",): whole}),
        Table(beside, "Signed", ("",), Shape.SHARE, {("All",): signed}),
    ]
    left = may_leave(tables)
    before = [left[0], tables[1]]
    assert ("total", "All", "rejected") in set(Attacker(published(before)).determined())
    assert [one.key for one in left] == ["total"]
    assert list(Attacker(published(left)).determined()) == []


def test_claims_leave_where_nothing_of_the_whole_and_of_a_kind_of_work_is_withheld():
    def row(rejected):
        return {C.DECISIONS: 100, C.OVERRIDE: rejected + 20, C.REJECTED: rejected, C.SUBSTANTIVE: 20, C.STYLE: 20,
                C.UNEDITED: 60 - rejected, C.OPENED: 50, C.UNOPENED: 50}  # fmt: skip

    def keys(first, second):
        kinds = {("a",): row(first), ("b",): row(second)}
        total = {column: kinds["a",][column] + kinds["b",][column] for column in COLUMNS[Shape.DECISIONS]}
        signed = {C.OF: 800, C.COUNTED: 80, C.OTHER: 720}
        return [one.key for one in may_leave([
            Table("total", "Total", ("",), Shape.DECISIONS, {("All",): total}),
            Table("tree", "Tree", ("Kind",), Shape.DECISIONS, kinds, "total"),
            Table("claims", "Claims", ("",), Shape.SHARE, {("All",): signed}),
        ])]  # fmt: skip

    assert keys(20, 30) == ["total", "tree", "claims"]
    assert keys(5, 30) == ["total", "tree"]


def test_a_total_that_says_how_small_its_withheld_parts_must_be_goes_with_them():
    one = Sum(("all",), (("a",), ("b",)))
    assert withheld({("all",): 12, ("a",): 4, ("b",): 8}, [one]) == {("a",), ("b",)}
    assert withheld({("all",): 11, ("a",): 4, ("b",): 7}, [one]) == {("all",), ("a",), ("b",)}


def test_large_cells_all_leave_and_zeros_do_too():
    whole = {C.DECISIONS: 100, C.OVERRIDE: 40, C.REJECTED: 40, C.SUBSTANTIVE: 0, C.STYLE: 0, C.UNEDITED: 60,
             C.OPENED: 50, C.UNOPENED: 50}  # fmt: skip
    left = may_leave([Table("total", "Total", ("All",), Shape.DECISIONS, {("All",): whole})])
    assert left[0].rows["All",] == whole
    assert left[0].figures(("All",))["substantive_override"].numerator == 40


def test_one_small_cell_takes_a_second_with_it_and_their_rates():
    whole = {C.DECISIONS: 100, C.OVERRIDE: 43, C.REJECTED: 40, C.SUBSTANTIVE: 3, C.STYLE: 17, C.UNEDITED: 40,
             C.OPENED: 50, C.UNOPENED: 50}  # fmt: skip
    left = may_leave([Table("total", "Total", ("All",), Shape.DECISIONS, {("All",): whole})])[0]
    gone = {column for column, value in left.rows["All",].items() if value is None}
    assert gone == {C.SUBSTANTIVE, C.REJECTED}
    assert left.figures(("All",))["reject"] is None
    assert left.figures(("All",))["substantive_override"].denominator == 100


def test_a_whole_that_is_small_shows_nothing_but_zeros():
    whole = {C.DECISIONS: 5, C.OVERRIDE: 0, C.REJECTED: 0, C.SUBSTANTIVE: 0, C.STYLE: 0, C.UNEDITED: 5,
             C.OPENED: 5, C.UNOPENED: 0}  # fmt: skip
    left = may_leave([Table("total", "Total", ("All",), Shape.DECISIONS, {("All",): whole})])[0]
    assert set(left.rows["All",].values()) == {None, 0}


def test_one_small_cell_withholds_a_table_of_the_page():
    assert table_may_leave([[0, 11], [12, 40]])
    assert not table_may_leave([[0, 11], [1, 40]])
