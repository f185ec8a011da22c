"""The bench of pages counts what it says it counts, and stops where a page does not answer."""

from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction

from apps.evaluation.benches.pages import visits
from apps.evaluation.benches.pages.visits import Visit, growth, measured


@dataclass
class Answer:
    status_code: int = 200
    request: dict = field(default_factory=lambda: {"PATH_INFO": "/drafts/"})


def silent(_):
    """Say nothing."""


def asking(statements):
    """Return a visit that asks the database so often."""

    def ask():
        with connection.cursor() as cursor:
            for _ in range(statements):
                cursor.execute("SELECT 1")
        return Answer()

    return ask


@pytest.fixture(autouse=True)
def few_visits(monkeypatch):
    monkeypatch.setattr(visits, "VISITS", 3)


@pytest.mark.django_db
def test_statements_of_an_act_are_counted_without_those_that_put_things_back():
    figures = measured([Visit("confirm", asking(2), asking(5))], "_x100", silent)
    assert figures["confirm_sql_x100"] == 2
    assert {"confirm_p50_ms_x100", "confirm_p95_ms_x100"} <= set(figures)


@pytest.mark.django_db
def test_a_savepoint_asks_for_nothing_and_is_not_counted():
    def ask():
        with transaction.atomic():
            return asking(1)()

    assert measured([Visit("confirm", ask)], "", silent)["confirm_sql"] == 1


@pytest.mark.django_db
def test_an_act_is_put_back_after_each_visit():
    done = []
    measured(
        [Visit("confirm", lambda: done.append("do") or Answer(), lambda: done.append("undo") or Answer())], "", silent
    )
    assert done == ["do", "undo"] * (len(done) // 2)


@pytest.mark.django_db
def test_a_page_that_does_not_answer_is_no_figure():
    with pytest.raises(RuntimeError, match="answered 404"):
        measured([Visit("review", lambda: Answer(status_code=404))], "", silent)


def test_growth_is_the_95th_percentile_at_a_hundred_times_over_that_at_once():
    assert growth({"queue_p95_ms": 20.0, "queue_p95_ms_x100": 25.0}) == {"queue_p95_growth": 1.25}
