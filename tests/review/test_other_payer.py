"""P11: a letter to a payer that is not the patient's is asked for knowingly, and the signer is told."""

import pytest
from django.urls import reverse

from apps.chart.services import resource_store
from apps.coverage.domain.payers import may_be_same_payer
from apps.coverage.services import policy_load
from apps.drafting.models import Draft
from tests.coverage.test_tree import POLICY
from tests.factories import SETUP
from tests.review.letters import checked
from tests.viewer.test_requested import COVERAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [("Northfield PPO", "Northfield"), ("NORTHFIELD Insurance Co.", "Northfield PPO"), ("Health Plan", "Harbor Mutual"),
     ("UHC", "United Health Care"), ("", "Harbor Mutual")],
)  # fmt: skip
def test_two_spellings_of_a_payer_may_be_one(one, other):
    assert may_be_same_payer(one, other)
    assert may_be_same_payer(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Northfield PPO", "Harbor Mutual"), ("Harborline Advantage Plan", "Harbor Mutual"), ("Aetna", "Cigna Health")],
)
def test_payers_that_share_nothing_of_their_own_are_two(one, other):
    assert not may_be_same_payer(one, other)
    assert not may_be_same_payer(other, one)


def cover(desk, payer):
    anna = desk.world.anna
    body = {**COVERAGE, "resourceType": "Coverage", "id": "cov-1", "payor": [{"display": payer}], "class": [],
            "beneficiary": {"reference": f"Patient/{anna.source_id}"}}  # fmt: skip
    resource_store(
        organization=desk.world.cedar, patient=anna, encounter=None, source_system=anna.source_system, body=body,
        actor=SETUP,
    )  # fmt: skip


def ask(desk, **typed):
    policy = policy_load(body={**POLICY, "codes": [], "payer": "Harbor Mutual"}, actor=SETUP)
    form = {"patient": desk.world.anna.pk, "kind": "prior_auth_letter", "subject": "Adalimumab", "policy": policy.pk,
            "service_code": "J0139", "diagnosis_codes": "M05.79", "urgency": "standard", **typed}  # fmt: skip
    return desk.client(desk.world.okafor).post(reverse("review:draft_new"), form)


def test_a_policy_of_another_payer_is_shown_before_it_is_sent_and_sent_when_it_is_meant(desk):
    cover(desk, "Northfield PPO")
    shown = ask(desk)
    assert shown.status_code == 422
    assert "coverage is with Northfield PPO; policy TS-01 is Harbor Mutual&#x27;s" in shown.content.decode()
    assert not Draft.objects.filter(kind="prior_auth_letter").exists()
    assert ask(desk, other_payer="on").status_code == 302
    assert Draft.objects.get(kind="prior_auth_letter").policy.payer == "Harbor Mutual"


@pytest.mark.parametrize("payer", ["Harbor Mutual Insurance", ""])
def test_the_payers_own_policy_and_a_record_without_a_payer_are_asked_for_at_once(desk, payer):
    cover(desk, payer)
    assert ask(desk).status_code == 302


@pytest.mark.parametrize(("payer", "told"), [("Harbor Mutual", True), ("Northfield PPO", False)])
def test_the_signer_is_told_of_a_letter_to_another_payer(letter, payer, told):
    cover(letter, payer)
    checked(letter)
    page = letter.client(letter.world.okafor).get(reverse("review:draft_decide", args=[letter.draft.pk]))
    assert ("coverage is with Harbor Mutual; policy ADA is Northfield" in page.content.decode()) is told
