"""P01: the law that sets a payer's time is chosen against the chart's coverage or the code only with a reason."""

import pytest

from apps.audit.models import AuditEvent
from apps.chart.services import resource_store
from apps.coverage.domain.classes import classes_told, is_drug_code
from apps.coverage.domain.payers import PayerClass
from apps.review.errors import ReviewError
from apps.review.models import Submission
from tests.factories import SETUP
from tests.review.after_signature import as_signed, submit
from tests.review.test_authorization_pages import page, post, sent_now
from tests.viewer.test_requested import COVERAGE

PRIVATE = {PayerClass.COMMERCIAL, PayerClass.EMPLOYER, PayerClass.QHP_FFE}
ADVANTAGE = {PayerClass.MEDICARE_ADVANTAGE}
SOPT = "https://nahdo.org/sopt"


@pytest.mark.parametrize(
    ("words", "codes", "classes"),
    [
        (("PPO",), (), PRIVATE),
        (("Medicare Advantage PPO",), (), ADVANTAGE),
        (("", "", "Beechmont Medicare-Advantage"), (), ADVANTAGE),
        (("Managed Medicaid HMO",), (), {PayerClass.MEDICAID_MANAGED}),
        (("Medicaid",), (), {PayerClass.MEDICAID_MANAGED, PayerClass.MEDICAID_FFS}),
        (("State CHIP",), (), {PayerClass.CHIP}),
        (("school employees plan",), (), {PayerClass.EMPLOYER, PayerClass.COMMERCIAL}),
        (("Self-funded plan",), (), {PayerClass.EMPLOYER}),
        (("Marketplace silver",), (), {PayerClass.QHP_FFE}),
        (("PPO",), ((SOPT, "21"),), {PayerClass.MEDICAID_MANAGED}),
        (("PPO",), ((SOPT, "99"), ("http://other", "21")), PRIVATE),
        (("Harbor Mutual",), (), set()),
        (("Chippewa Health", "Composed", ""), (), set()),
    ],
    ids=range(13),
)
def test_what_a_coverage_tells_of_its_payers_class(words, codes, classes):
    assert classes_told(words, codes) == classes


@pytest.mark.parametrize(
    ("system", "code", "is_drug"),
    [("HCPCS", "J0139", True), ("NDC", "0074-0554-02", True), ("HCPCS", "Q5103", True), ("HCPCS", "E1390", False),
     ("CPT", "72148", False), ("HCPCS", "K0823", False), ("HCPCS", "J7300", None), ("HCPCS", "C9399", None),
     ("CPT", "90283", None)],
)  # fmt: skip
def test_what_a_code_tells_of_drugs(system, code, is_drug):
    assert is_drug_code(system, code) is is_drug


def covered(desk, **changed):
    anna = desk.world.anna
    body = {**COVERAGE, "resourceType": "Coverage", "id": "cov-1", "type": {"text": "PPO"}, "class": [],
            "payor": [{"display": "Northfield"}], "beneficiary": {"reference": f"Patient/{anna.source_id}"},
            **changed}  # fmt: skip
    resource_store(
        organization=desk.world.cedar, patient=anna, encounter=None, source_system=anna.source_system, body=body,
        actor=SETUP,
    )  # fmt: skip
    return as_signed(desk)


def test_a_class_and_a_drug_chosen_against_the_record_are_refused_in_a_sentence_without_a_reason(desk):
    covered(desk)
    with pytest.raises(ReviewError, match=r"not of Medicare Advantage.*is the code of a drug.*say why"):
        submit(desk, class_reason=" . ")
    assert not Submission.objects.exists()
    assert submit(desk, payer_class="commercial", is_drug=True, class_reason="").doubts == []


def test_what_was_chosen_against_the_record_stays_with_its_reason_and_its_event(desk):
    covered(desk)
    sent = submit(desk, class_reason="Ms. Lindgren-Sato turned 65; her new card says so.")
    assert len(sent.doubts) == 2
    assert "Lindgren" not in sent.class_reason
    assert AuditEvent.objects.get(action="authorization_submitted").details["against_record"] == sent.doubts
    shown = page(desk, desk.world.okafor).content.decode()
    assert "not of Medicare Advantage" in shown
    assert "her new card says so" in shown
    assert "Lindgren" not in page(desk, desk.world.lindqvist).content.decode()


def test_the_page_says_before_what_the_record_tells_and_takes_a_reason(desk):
    covered(desk)
    staff = desk.world.lindqvist
    shown = page(desk, staff).content.decode()
    assert "coverage tells of: Qualified health plan on the federal exchange; Commercial, insured; or Employer" in shown
    assert "HCPCS J0139 is the code of a drug." in shown
    against = {**sent_now(), "payer_class": "medicare_advantage"}
    refused = post(desk, staff, "authorization_submit", against)
    assert refused.status_code == 422
    assert "not of Medicare Advantage" in refused.content.decode()
    with_reason = {**against, "class_reason": "The card is new."}
    assert post(desk, staff, "authorization_submit", with_reason).status_code == 302


def test_a_record_that_tells_nothing_asks_for_no_reason(desk):
    covered(desk, type={"text": "Gold"})
    assert submit(desk, is_drug=True, class_reason="").doubts == []
