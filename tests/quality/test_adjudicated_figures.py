"""What second readings come to: samples that are fair, answers that stand, figures held against known truth."""

from collections import Counter
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.quality.domain.adjudicated import ADJUDICATED, ReadCase, results
from apps.quality.domain.adjudication import (
    ERRORS,
    Drawn,
    Gold,
    Stratum,
    Verdict,
    drawn,
    frame_sha256,
    gold_of,
    seats_for,
)
from apps.quality.domain.agreement import ac1, kappa
from apps.quality.domain.agreement_intervals import Sampled, agreement, error_rate, share_overridden
from apps.quality.domain.counting import wilson

SEED = "00112233445566778899aabbccddeeff"
frames = st.lists(st.uuids(), unique=True, max_size=40)
verdicts = st.lists(st.sampled_from(list(Verdict)), max_size=3)


def table(*cells):
    both, first, second, neither = cells
    return {("True", "True"): both, ("True", "False"): first, ("False", "True"): second, ("False", "False"): neither}


# --- The draw


@given(frames, st.integers(0, 50), st.randoms(use_true_random=False))
def test_a_sample_is_that_many_of_the_frame_and_the_same_from_any_order(frame, size, chance):
    sample = drawn(frame, size, SEED)
    assert len(sample) == len(set(sample)) == min(size, len(frame))
    assert set(sample) <= set(frame)
    mixed = chance.sample(frame, len(frame))
    assert drawn(mixed, size, SEED) == sample
    assert frame_sha256(mixed) == frame_sha256(frame)


def test_over_seeds_each_decision_and_each_pair_is_drawn_equally_often():
    frame, times = [UUID(int=number) for number in range(8)], 4000
    singles, pairs = Counter(), Counter()
    for seed in range(times):
        sample = drawn(frame, 3, f"{seed:032x}")
        singles.update(sample)
        pairs.update(frozenset(two) for two in ((sample[0], sample[1]), (sample[0], sample[2]), (sample[1], sample[2])))
    assert chi_square(singles, times * 3 / 8, 8) < 24.3  # 7 degrees of freedom, one chance in 1,000
    assert chi_square(pairs, times * 3 / 28, 28) < 55.5  # 27 degrees of freedom


def chi_square(counts, expected, cells):
    return sum((n - expected) ** 2 / expected for n in counts.values()) + expected * (cells - len(counts))


# --- What stands


@given(verdicts)
def test_an_answer_stands_when_two_say_it_and_a_third_is_asked_only_where_two_do_not(given_so_far):
    said = [None if one is Verdict.CANNOT_TELL else one in ERRORS for one in given_so_far]
    gold = gold_of(given_so_far)
    assert (gold is Gold.ERROR) == (said.count(True) >= 2)
    assert (gold is Gold.NO_ERROR) == (said.count(False) >= 2)
    assert (gold is Gold.WAITS) == (len(said) < seats_for(given_so_far))
    assert seats_for(given_so_far) <= 3


# --- Agreement, against published examples


@pytest.mark.parametrize(
    ("cells", "published_kappa", "published_ac1"),
    [
        ((118, 5, 2, 0), -0.0234, 0.9408),  # Gwet 2002, Statistical Methods for Inter-Rater Reliability 1
        ((40, 9, 6, 45), 0.70, 0.70),  # kappa: Feinstein and Cicchetti 1990, J Clin Epidemiol 43; AC1 by hand
        ((80, 10, 5, 5), 0.32, 0.81),  # as above: the same agreement, 85 of 100
        ((90, 4, 4, 2), 0.29, 0.91),  # 92 of 100, and kappa 0.29 (requirement Q08)
    ],
)
def test_kappa_falls_where_nearly_all_is_alike_and_ac1_does_not(cells, published_kappa, published_ac1):
    assert kappa(table(*cells)) == pytest.approx(published_kappa, abs=0.006)
    assert ac1(table(*cells), 2) == pytest.approx(published_ac1, abs=0.006)


def test_the_bootstrap_of_kappa_comes_near_the_published_interval():
    """Fleiss, Levin and Paik 2003, table 18.1: 100 diagnoses by two raters, kappa 0.68 with standard error 0.087."""
    rows = {"P": (75, 1, 4), "N": (5, 4, 1), "O": (0, 0, 10)}
    pairs = {(a, b): n for a, row in rows.items() for b, n in zip("PNO", row, strict=True) if n}
    found, _ = agreement(pairs, SEED)
    assert found.value == pytest.approx(0.676, abs=0.0005)
    assert found.interval == pytest.approx((0.68 - 1.96 * 0.087, 0.68 + 1.96 * 0.087), abs=0.04)
    assert agreement(pairs, SEED)[0] == found  # the same seed, the same interval


def test_readers_who_never_differ_have_no_resampled_interval():
    for measure in agreement(table(3, 0, 0, 27), SEED):
        assert measure.value == pytest.approx(1)
    assert [one.interval for one in agreement({("True", "True"): 3, ("False", "False"): 27}, SEED)] == [None, None]


# --- Estimates against a known truth


def test_intervals_cover_the_truth_of_a_generated_population_as_often_as_they_say():
    chance, times = Random(20260), 400
    population = {"override": (400, 300), "accept": (1600, 160)}  # decisions, and those with an error
    truth = {"error_rate": 460 / 2000, "share_overridden": 300 / 460, "override": 0.75, "accept": 0.1}
    covered = Counter()
    for number in range(times):
        halves = {}
        for name, (size, errors) in population.items():
            read = {"override": 80, "accept": 120}[name]
            found = sum(one < errors for one in chance.sample(range(size), read))
            halves[name] = Sampled(size, read, found)
            low, high = wilson(found, read)
            covered[name] += low <= truth[name] <= high
        for estimate in (error_rate, share_overridden):
            made = estimate(halves["override"], halves["accept"], f"{number:032x}")
            covered[made.key] += made.interval[0] <= truth[made.key] <= made.interval[1]
    for name, times_covered in covered.items():
        assert 0.91 <= times_covered / times <= 0.995, name


def test_each_case_counts_for_as_many_as_it_stands_for():
    overrides, accepts = Sampled(100, 50, 40), Sampled(1000, 50, 5)
    assert share_overridden(overrides, accepts, SEED).value == pytest.approx(80 / 180)
    assert error_rate(overrides, accepts, SEED).value == pytest.approx(180 / 1100)


def cases(stratum, errors, sound, people=3, said=None):
    golds = [Gold.ERROR] * errors + [Gold.NO_ERROR] * sound
    pair = {Gold.ERROR: ("error", "must_not"), Gold.NO_ERROR: ("sound", "wording")}
    return [
        ReadCase(stratum, gold, str(number % people), said or pair[gold]) for number, gold in enumerate(golds)
    ]  # fmt: skip


def came_to(*given_cases, sizes=(100, 1000)):
    halves = {one: Drawn(size, "", 60) for one, size in zip(Stratum, sizes, strict=True)}
    return results(halves, [case for some in given_cases for case in some], SEED)


def test_nothing_found_is_shown_with_its_exact_bound_and_without_a_resampled_interval():
    found = came_to(cases(Stratum.OVERRIDE, 30, 10), cases(Stratum.ACCEPT, 0, 59))
    missed = found.figure("missed_error")
    assert missed.figure.numerator == 0
    assert missed.bound == pytest.approx(0.05, abs=0.001)  # the rule of three: 3 of 59
    assert came_to(cases(Stratum.ACCEPT, 0, 299)).figure("missed_error").bound < 0.01  # requirement Q07
    pooled = found.figure("share_overridden")
    assert pooled.estimate.value == 1
    assert pooled.estimate.interval is None
    assert "all accepts that were read are alike" in pooled.note


def test_a_rate_of_fewer_than_three_reviewers_is_withheld_and_with_it_what_is_made_of_it():
    found = came_to(cases(Stratum.OVERRIDE, 30, 10, people=2), cases(Stratum.ACCEPT, 3, 57))
    assert found.figure("appropriate_override").figure is None
    assert "fewer than 3 reviewers" in found.figure("appropriate_override").note
    assert found.figure("missed_error").figure.numerator == 3
    for key in ("share_overridden", "error_rate"):
        assert found.figure(key).estimate is None


def test_few_cases_compare_with_nothing_and_what_is_not_settled_is_counted_apart():
    unsettled = [
        ReadCase(Stratum.ACCEPT, Gold.CANNOT_TELL, "1", ("cannot_tell", "cannot_tell")),
        ReadCase(Stratum.ACCEPT, Gold.WAITS, "2", ("error",)),
    ]
    found = came_to(cases(Stratum.OVERRIDE, 20, 9), cases(Stratum.ACCEPT, 2, 28), unsettled)
    assert found.figure("appropriate_override").note.startswith("Not enough data")
    assert found.figure("missed_error").note == ""
    assert (found.settled, found.cannot_tell, found.unfinished) == (59, 1, 1)
    raw = found.agreement[0]
    assert (raw.figure.numerator, raw.figure.denominator) == (59, 59)  # of the first two, where both could tell


def test_agreement_is_of_the_first_two_answers_alone():
    split = cases(Stratum.ACCEPT, 4, 0, said=("error", "sound", "error"))
    found = came_to(cases(Stratum.OVERRIDE, 3, 3), split)
    assert (found.agreement[0].figure.numerator, found.agreement[0].figure.denominator) == (6, 10)
    assert {row.metric for row in found.agreement} == {ADJUDICATED[key] for key in ("raw_agreement", "kappa", "ac1")}
