"""Saved reports are made each time a period closes, as long as somebody answers for them."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.audit.selectors import events_for
from apps.core import clock
from apps.quality.errors import ReportError
from apps.quality.making import WORKER
from apps.quality.models import Publication, ReportDefinition, ReportFile
from apps.quality.services import period_publish, plan_change, plan_save, plans_run
from apps.quality.services.plans import PlanAct
from tests.factories import make_person

OCTOBER = datetime(2026, 10, 15, 12, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 5, 12, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 5, 12, tzinfo=UTC)


@pytest.fixture
def analyst(world):
    return world.people["marchetti"]


@pytest.fixture
def plan(analyst):
    """A report that was saved in October, in an organization that publishes months."""
    with clock.standing_at(OCTOBER):
        period_publish(first_day=date(2026, 9, 1), months=1, person=analyst, actor=actor_for(analyst))
        return plan_save(
            name="For the board", tables=["hour", "tree"], formats=["csv", "pdf"], person=analyst,
            actor=actor_for(analyst),
        )  # fmt: skip


def run_at(moment):
    with clock.standing_at(moment):
        return [(file.format, file.first_day, file.asked_by) for file in plans_run(actor=WORKER)]


def test_each_period_that_closes_is_made_once_in_the_name_of_who_keeps_the_report(plan, analyst):
    assert run_at(OCTOBER) == []
    assert run_at(NOVEMBER) == [("pdf", date(2026, 10, 1), analyst), ("csv", date(2026, 10, 1), analyst)]
    assert run_at(NOVEMBER) == []
    assert {first for _, first, _ in run_at(DECEMBER)} == {date(2026, 11, 1)}
    assert Publication.objects.filter(organization=analyst.organization_id).count() == 3
    asked = events_for(organization_id=analyst.organization_id, action="report_asked")
    assert {event.actor_id for event in asked} == {str(analyst.pk)}


def test_a_stopped_report_makes_nothing_and_a_resumed_one_the_next_period(plan, analyst):
    who = {"person": analyst, "actor": actor_for(analyst)}
    plan_change(plan=plan, act=PlanAct.STOP, **who)
    assert run_at(NOVEMBER) == []
    with clock.standing_at(NOVEMBER):
        plan_change(plan=plan, act=PlanAct.RESUME, **who)
    assert {first for _, first, _ in run_at(DECEMBER)} == {date(2026, 11, 1)}


def test_a_report_whose_keeper_left_waits_until_somebody_takes_it_over(plan, analyst, world, client):
    second = make_person(world.cedar, "second-analyst", "quality")
    Person.objects.filter(pk=analyst.pk).update(is_active=False)
    assert run_at(NOVEMBER) == []
    client.force_login(second)
    page = client.get(reverse("quality:report_plans")).content.decode()
    assert "Nothing is made until somebody takes it over." in page
    client.post(reverse("quality:report_plan", args=[plan.pk, "take_over"]))
    assert {who for _, _, who in run_at(NOVEMBER)} == {second}


def test_the_page_saves_a_report_and_says_what_is_missing(analyst, client, world):
    client.force_login(analyst)
    address = reverse("quality:report_plans")
    refused = client.post(address, {"name": "", "tables": ["hour"], "formats": ["csv"]})
    assert refused.status_code == 422
    assert "Give the report a name." in refused.content.decode()
    client.post(address, {"name": "Board", "tables": ["hour"], "formats": ["csv"]})
    page = client.get(address).content.decode()
    assert "Board" in page
    assert "until the first period is published by hand" in page
    client.force_login(world.people["brightwater_quality"])
    assert "Board" not in client.get(address).content.decode()
    plan = ReportDefinition.objects.get()
    assert client.post(reverse("quality:report_plan", args=[plan.pk, "stop"])).status_code == 404
    assert not ReportFile.objects.exists()


@pytest.mark.parametrize(("name", "tables"), [(" ", ["hour"]), ("x" * 81, ["hour"]), ("Board", ["ward"])])
def test_a_report_without_a_name_or_tables_is_not_saved(analyst, name, tables):
    with pytest.raises(ReportError, match="Nothing was"):
        plan_save(name=name, tables=tables, formats=["csv"], person=analyst, actor=actor_for(analyst))


@pytest.mark.parametrize(
    ("name", "sentence"), [("for the BOARD ", "a name of its own"), ("Of MRN-000414", "(?i)patient|number|record")]
)
def test_a_saved_report_has_a_name_of_its_own_that_names_no_patient(plan, analyst, name, sentence):
    with pytest.raises(ReportError, match=sentence):
        plan_save(name=name, tables=["hour"], formats=["csv"], person=analyst, actor=actor_for(analyst))
    assert ReportDefinition.objects.count() == 1
