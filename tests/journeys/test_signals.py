"""An analyst follows an override to its stage and makes it a case; a physician says what is expected of it."""

import re
from datetime import timedelta
from random import Random

import pytest
from playwright.sync_api import expect

from apps.chart.services import patient_grant
from apps.core import clock
from apps.quality.tasks import make_digests
from tests.factories import SETUP
from tests.journeys.test_after_signature import shown, sign
from tests.quality.signalled import signalled, some_place

pytestmark = pytest.mark.journey


@pytest.fixture
def decided(building):
    """A signed letter, and a month of decisions of others before this week."""
    letter = building.next_letter()
    sign(building.clinic(letter))
    ruth = building.ruth
    patient_grant(patient=ruth, permission="view_chart", person=building.people["lindholm"], actor=SETUP)
    for seed, name in enumerate(("okafor", "lindholm", "reyes")):
        signalled(ruth, building.people[name], some_place(ruth), clock.now() - timedelta(days=1), 20, Random(seed), 28)
    make_digests()
    return letter


def test_an_override_is_followed_to_its_stage_and_becomes_a_case_of_two_people(decided, open_context, console, picture):
    page = open_context("marchetti")
    page.goto("/quality/signals/")
    shown(page, picture, "signals")
    case = page.locator(f"#case-{decided.pk}")
    case.get_by_role("button", name="Retrieval").click()
    expect(page.get_by_text("Kept beside the proposal: retrieval.")).to_be_visible()
    expect(case.get_by_role("button", name="Retrieval")).to_have_attribute("aria-pressed", "true")
    case.get_by_role("button", name="Make it a regression case").click()
    expect(page.get_by_role("heading", name="It waits")).to_be_visible()
    shown(page, picture, "case-masked")
    page.goto(f"/quality/signals/#case-{decided.pk}")
    case.get_by_role("link", name="The stage in its trace").click()
    expect(page).to_have_url(re.compile(r"/trace/#questions$"))
    expect(page.locator("body")).not_to_contain_text("Calloway")
    page.goto("/quality/digest/")
    shown(page, picture, "digest")
    doctor = open_context("lindholm")
    doctor.goto("/quality/plain/")
    shown(doctor, picture, "plain")
    doctor.get_by_role("link", name="Regression cases").click()
    doctor.get_by_role("link", name="Say what is expected").click()
    shown(doctor, picture, "case")
    for sentence in doctor.locator(".expected > li").all():
        sentence.get_by_label("Leave it out of the case").check()
    doctor.locator(".expected > li").first.get_by_label("Wrong: it must not say this").check()
    doctor.get_by_role("button", name="Keep this as expected").click()
    expect(doctor.get_by_text("You corrected the case.")).to_be_visible()
    assert console == []
