"""Priors are gentle: they decide between equals, and nothing where a chart has neither dates nor sections."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.chart.domain.documents import SectionKind
from apps.retrieval.domain.fusion import WEIGHTS, Candidate, candidates_of, fuse
from apps.retrieval.domain.priors import NEWER, SECTIONS, bonuses
from apps.retrieval.domain.tasks import SearchTask

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CHANNELS = st.fixed_dictionaries(dict.fromkeys(WEIGHTS, st.floats(0, 50)))
PLAIN = st.lists(st.builds(Candidate, st.uuids().map(str), CHANNELS), max_size=10, unique_by=lambda c: c.passage_id)
DATES = st.none() | st.integers(0, 20_000).map(lambda days: NOW - timedelta(days=days))


@given(PLAIN, st.sampled_from(SearchTask))
def test_without_dates_and_sections_everybody_gets_the_same(candidates, task):
    assert len(set(bonuses(candidates_of(candidates), task).tolist())) <= 1


@given(st.lists(DATES, max_size=10), st.sampled_from(SearchTask))
def test_newer_is_never_worse_and_no_bonus_is_large(dates, task):
    found = candidates_of(Candidate(f"{i:02}", {}, dated_at=date) for i, date in enumerate(dates))
    given_ = dict(zip(dates, bonuses(found, task).tolist(), strict=True))
    dated = [given_[date] for date in sorted(date for date in given_ if date)]
    assert dated == sorted(dated)
    assert all(0 <= bonus <= 0.5 for bonus in given_.values())


@pytest.mark.parametrize(("task", "first"), [(SearchTask.CRITERION, "new"), (SearchTask.SUMMARY, "new")])
def test_of_two_equals_the_newer_assessment_stands_first(task, first):
    old = Candidate("a", {}, "family_history", NOW - timedelta(days=4000))
    new = Candidate("new", {}, "assessment", NOW)
    found = candidates_of([old, new])
    assert fuse(found, bonuses=bonuses(found, task))[0].passage_id == first


def test_every_task_has_its_tables_and_they_name_sections_of_the_chart():
    assert set(SECTIONS) == set(NEWER) == set(SearchTask)
    assert {kind for table in SECTIONS.values() for kind in table} <= {kind.value for kind in SectionKind}
