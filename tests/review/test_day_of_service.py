"""P11, decision 0035: the date of service picks the version of the policy, and is asked for with the letter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.core import clock
from apps.coverage.models import CoveragePolicy
from apps.coverage.services import policy_load
from apps.drafting.domain.errors import RequestRefused
from apps.drafting.models import Draft
from apps.drafting.services import draft_request
from apps.drafting.services.inputs import day_of_asking
from apps.review.pipeline import draft_ask_anew
from tests.coverage.test_tree import POLICY
from tests.factories import SETUP
from tests.review.conftest import make_document

CODE = "HCPCS J0000"


def day(days):
    return clock.today() + timedelta(days=days)


def load(version, start, end=None, **changed):
    dates = {"start": start.isoformat(), "end": end.isoformat() if end else None}
    return policy_load(body={**POLICY, "codes": [], "version": version, "effective": dates, **changed}, actor=SETUP)


@pytest.fixture
def versions():
    """Version 1 until yesterday, version 2 since today."""
    return load("1", day(-400), day(-1)), load("2", day(0))


def typed(desk, **changed):
    return {"patient": desk.world.anna.pk, "kind": "prior_auth_letter", "subject": "Adalimumab", "service_code": CODE,
            "diagnosis_codes": "M05.79", "urgency": "standard", **changed}  # fmt: skip


def post(desk, **changed):
    return desk.client(desk.world.okafor).post(reverse("review:draft_new"), typed(desk, **changed))


def letters():
    return Draft.objects.filter(kind="prior_auth_letter")


def test_the_form_offers_of_each_policy_the_version_of_the_day_with_its_days(desk, versions):
    page = desk.client(desk.world.okafor).get(reverse("review:draft_new")).content.decode()
    assert "TS-01 version 2, in force from" in page
    assert "no end so far" in page
    assert "version 1" not in page


def test_a_past_date_of_service_shows_the_version_of_that_day_before_anything_is_sent(desk, versions):
    one, two = versions
    shown = post(desk, policy=two.pk, service_on=day(-10).isoformat())
    assert shown.status_code == 422
    assert not letters().exists()
    assert "TS-01 version 1 counts, in force from" in shown.content.decode()
    assert f'value="{one.pk}" selected' in shown.content.decode()
    assert post(desk, policy=one.pk, service_on=day(-10).isoformat()).status_code == 302
    made = letters().get()
    assert (made.policy, made.service_on) == (one, day(-10))


def test_looking_at_the_versions_of_a_day_asks_for_nothing_and_loses_nothing(desk, versions):
    shown = post(desk, policy=versions[1].pk, service_on=day(-10).isoformat(), look="1").content.decode()
    assert f'value="{versions[0].pk}" selected' in shown
    assert 'value="Adalimumab"' in shown
    assert not letters().exists()


def test_a_day_on_which_no_version_is_in_force_is_refused_in_a_sentence(desk, versions):
    shown = post(desk, policy=versions[1].pk, service_on=day(-500).isoformat())
    assert "No version of policy TS-01 is in force on" in shown.content.decode()
    assert not letters().exists()


def test_where_a_policy_ended_the_payers_one_that_speaks_of_the_code_takes_its_place(desk):
    codes = [{"system": "HCPCS", "code": "J0000"}]
    old = load("1", day(-400), day(-100), codes=codes)
    new = load("1", day(-99), policy_id="TS-02", codes=codes)
    assert f'value="{new.pk}" selected' in post(desk, policy=old.pk).content.decode()


def test_without_a_date_of_service_it_is_today(desk, versions):
    post(desk, policy=versions[1].pk)
    assert letters().get().service_on == clock.today()


@pytest.mark.parametrize("days", [-800, 800])
def test_a_date_of_service_years_away_is_taken_for_a_slip(desk, versions, days):
    with pytest.raises(RequestRefused, match="more than two years away"):
        ask(desk, load("0", day(-900)), day(days))


@pytest.mark.parametrize("due_at", ["9999-12-31T23:59", "2226-01-01T12:00"])
def test_a_due_time_years_away_is_refused_before_it_is_stored_and_the_desk_stands(desk, versions, due_at):
    for asked in ({"policy": versions[1].pk}, {"kind": "chart_summary"}):
        shown = post(desk, due_at=due_at, **asked)
        assert (shown.status_code, "more than two years away" in shown.content.decode()) == (422, True)
    assert not Draft.objects.filter(subject="Adalimumab").exists()
    with pytest.raises(RequestRefused, match="more than two years away"):
        ask(desk, versions[1], day(0), due_at=datetime.max.replace(tzinfo=UTC))
    assert desk.client(desk.world.okafor).get("/").status_code == 200
    soon = clock.now() + timedelta(days=3)
    assert ask(desk, versions[1], day(0), due_at=soon).due_at == soon


def ask(desk, policy, service_on, **more):
    okafor = desk.world.okafor
    return draft_request(
        patient_id=desk.world.anna.pk, kind="prior_auth_letter", subject="Adalimumab", policy=policy, service_code=CODE,
        diagnosis_codes=["M05.79"], service_on=service_on, person=okafor, actor=actor_for(okafor), **more,
    )  # fmt: skip


def test_the_service_refuses_a_version_that_is_not_in_force_on_the_date_of_service(desk, versions):
    with pytest.raises(RequestRefused, match="TS-01 version 1 is in force from"):
        ask(desk, versions[0], day(0))
    assert ask(desk, versions[0], day(-1)).policy == versions[0]


@pytest.mark.parametrize(("days", "counts_from"), [(-30, -30), (0, 0), (30, 0)])
def test_windows_count_back_from_the_earlier_of_request_and_service(desk, days, counts_from):
    assert day_of_asking(ask(desk, load("1", day(-400)), day(days))) == day(counts_from)


def pages(desk, draft):
    client = desk.client(desk.world.okafor)
    Draft.objects.filter(pk=draft.pk).update(status="READY", ready_at=clock.now())
    return client.get(reverse("review:draft_detail", args=[draft.pk])).content.decode(), client.get(
        "/"
    ).content.decode()


def test_a_draft_in_flight_keeps_its_version_and_warns_when_another_counts_on_its_day(desk):
    draft = ask(desk, load("1", day(-400)), day(-10))
    load("3", day(-5))  # after the date of service: nothing to say
    assert "policy v" not in pages(desk, draft)[1]
    load("2", day(-20))
    page, queue = pages(desk, draft)
    assert "Version 2 of policy TS-01 is in force on the date of service" in page
    assert "This draft argues from version 1, and keeps it." in page
    assert "policy v2 in force" in queue


def test_a_draft_made_anew_keeps_the_date_of_service(desk, versions):
    first = ask(desk, versions[0], day(-10))
    make_document(desk.world.anna, "more", "Progress note\n\nFills.")
    okafor = desk.world.okafor
    desk.draft = first
    new, _ = draft_ask_anew(draft=desk.as_seen_by(okafor), person=okafor, actor=actor_for(okafor))
    assert (new.policy, new.service_on) == (versions[0], first.service_on)


def test_a_summary_has_no_date_of_service(desk, versions):
    assert post(desk, kind="chart_summary", service_on=date(2020, 1, 1).isoformat()).status_code == 302
    assert Draft.objects.get(subject="Adalimumab").service_on is None
    assert CoveragePolicy.objects.count() == 2
