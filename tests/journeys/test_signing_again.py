"""A second signature and an addendum with a security key, in browsers that each have a virtual one."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from apps.access.selectors import actor_for
from apps.chart.services import patient_grant
from apps.review import services
from apps.review.models import Amendment, SecondSignature
from apps.review.selectors import access_draft
from apps.review.selectors.rules import rules_of
from tests.journeys.barriers import barriers
from tests.journeys.conftest import WORKER
from tests.journeys.keys import name_key, open_factors
from tests.journeys.test_after_signature import sign
from tests.journeys.test_outcomes import ADDED, CLAIMS, NOTE, RULES
from tests.review.conftest import make_document, make_draft

pytestmark = pytest.mark.journey


@pytest.fixture
def signed_once(clinic):
    """Dr. Okafor signed a draft about a controlled substance; Dr. Lindholm has read its evidence and signs second."""
    people, admin = clinic.people, clinic.people["admin"]
    for permission in ("view_chart", "review_draft", "sign_draft"):
        patient_grant(patient=clinic.ruth, permission=permission, person=people["lindholm"], actor=WORKER)
    seen = rules_of(clinic.ruth.organization_id)
    if seen != RULES:
        services.rules_set(rules=RULES, seen=seen, reason="Two sign.", person=admin, actor=actor_for(admin))
    documents = {"note": make_document(clinic.ruth, "note", NOTE)}
    draft = make_draft(clinic.ruth, people["okafor"], documents, CLAIMS)
    draft.subject = "Oxycodone 10 mg for the wrist"
    draft.save()
    sign(replace(clinic, draft=draft))
    reader = people["lindholm"]
    for claim in draft.claims.filter(severity="high"):
        services.evidence_open(
            citation_id=claim.citations.get().pk, draft=access_draft(reader, draft.pk), person=reader,
            actor=actor_for(reader),
        )  # fmt: skip
    return draft


def with_key(desk):
    """Set a key up for whoever sits there; return their page."""
    desk.plug_in()
    open_factors(desk.page)
    name_key(desk.page)
    return desk.page


def refused_then_signed(desk, button, picture, name):
    """Press the button with a key that does not know its owner, and then with one that does."""
    page, press = desk.page, desk.page.get_by_role("button", name=button, exact=True)
    desk.recognizes_its_owner(False)
    press.click()
    expect(page.locator("[data-key-error]")).to_contain_text("Nothing was signed")
    picture(page, f"{name}-key-refused")
    assert barriers(page) == []
    desk.recognizes_its_owner(True)
    press.click()
    page.wait_for_url("**/signed/")


def test_who_signs_second_and_who_adds_to_it_each_sign_with_a_key_of_their_own(
    clinic, signed_once, at_name, picture, console
):
    second = at_name("lindholm")
    page = with_key(second)
    page.goto(f"/drafts/{signed_once.pk}/second/")
    page.get_by_role("radio", name="Approved").check()
    refused_then_signed(second, "Sign", picture, "second")
    expect(page.locator(".letter")).to_contain_text("as second signer")
    made = SecondSignature.objects.get(signature__decision__item__draft=signed_once)
    assert (made.person, made.step_up["factors"]) == (clinic.people["lindholm"], ["webauthn"])

    first = at_name("okafor")
    page = with_key(first)
    page.goto(f"/drafts/{signed_once.pk}/amend/")
    page.get_by_role("radio", name="Addendum").check()
    page.get_by_label("Why", exact=True).select_option("fact_missing")
    page.get_by_label("What the addendum says").fill(ADDED)
    picture(page, "amend-key")
    refused_then_signed(first, "Sign the addendum", picture, "amend")
    expect(page.locator("#addendum-1")).to_contain_text(ADDED)
    added = Amendment.objects.get(signature__decision__item__draft=signed_once)
    assert (added.person, added.step_up["factors"]) == (clinic.people["okafor"], ["webauthn"])
    page.goto(f"/drafts/{signed_once.pk}/verify/")
    expect(page.locator(".note.ok")).to_contain_text("as they were signed")
    assert console == []


def test_a_key_asked_in_vain_loses_nothing_that_was_written_and_says_why(clinic, signed_once, at_name):
    """Evidence is asked for before the key is: nobody touches a key for what would be refused."""
    desk = at_name("lindholm")
    page = with_key(desk)
    page.goto(f"/drafts/{signed_once.pk}/second/")
    reader = clinic.people["lindholm"]
    services.second_refuse(
        draft=access_draft(reader, signed_once.pk), reason_code="omission", words="Which wrist?", person=reader,
        actor=actor_for(reader),
    )  # fmt: skip
    page.get_by_role("radio", name="Approved").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator("[data-key-error]")).not_to_be_empty()
    expect(page.get_by_role("radio", name="Approved")).to_be_checked()
    assert not SecondSignature.objects.filter(signature__decision__item__draft=signed_once).exists()
