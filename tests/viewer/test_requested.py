"""What the record says of a request: the plan and the order. Never what a draft says."""

from apps.viewer.domain.requested import conditions_named, order_of, plan_of

COVERAGE = {
    "status": "active", "subscriberId": "NF-1", "payor": [{"display": "Northfield PPO"}],
    "class": [
        {"type": {"coding": [{"code": "group"}]}, "value": "G-204"},
        {"type": {"coding": [{"code": "plan"}]}, "value": "PPO-7", "name": "Northfield Select"},
    ],
}  # fmt: skip
ORDER = {
    "resourceType": "MedicationRequest", "status": "active", "authoredOn": "2026-11-06",
    "medicationCodeableConcept": {"text": "Adalimumab 40 mg subcutaneous"},
    "note": [{"text": "Requested as HCPCS J0139."}],
    "dosageInstruction": [
        {"text": "40 mg every 2 weeks", "timing": {"repeat": {"boundsDuration": {"value": 12, "unit": "mo"}}}}
    ],
    "dispenseRequest": {"quantity": {"value": 6, "unit": "pens"}},
    "reasonCode": [{"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M05.79", "display": "RA"}]}],
}  # fmt: skip


def test_plan_and_group_come_from_the_active_coverage():
    plan = plan_of([{**COVERAGE, "status": "cancelled", "subscriberId": "OLD"}, COVERAGE])
    assert (plan.member_id, plan.group, plan.name) == ("NF-1", "G-204", "Northfield Select PPO-7")


def test_what_the_coverage_does_not_say_is_empty():
    plan = plan_of([{"status": "active"}])
    assert (plan.payer, plan.name, plan.member_id, plan.group) == ("", "", "", "")


def test_the_order_with_the_code_gives_quantity_frequency_and_duration_as_written():
    order = order_of([ORDER], code="HCPCS J0139", subject="Something else")
    assert (order.quantity, order.frequency, order.duration) == ("6 pens", "40 mg every 2 weeks", "12 months")
    assert order.diagnoses == {"M05.79": "RA"}


def test_without_a_code_the_order_of_the_same_name_counts_and_no_other():
    bare = {key: value for key, value in ORDER.items() if key != "note"}
    assert order_of([bare], code="HCPCS J0139", subject="Adalimumab 40 mg").item.startswith("Adalimumab")
    assert order_of([bare], code="HCPCS J0139", subject="Etanercept 50 mg").item == ""


def test_a_stopped_order_is_not_what_is_asked_for():
    assert order_of([{**ORDER, "status": "stopped"}], code="HCPCS J0139", subject="Adalimumab").item == ""


def test_a_code_is_matched_whole():
    near = {**ORDER, "note": [{"text": "J01390"}], "medicationCodeableConcept": {"text": "Other"}}
    assert order_of([near], code="HCPCS J0139", subject="Adalimumab").item == ""


def test_diagnoses_are_named_by_the_chart():
    condition = {"code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "J44.9"}], "text": "COPD"}}
    assert conditions_named([condition, {}]) == {"J44.9": "COPD"}


def test_a_period_is_written_so_that_nobody_misreads_it():
    order = {**ORDER, "dosageInstruction": [], "occurrencePeriod": {"start": "2026-11-19", "end": "2027-11-19"}}
    assert order_of([order], code="J0139", subject="").duration == "19 Nov 2026 to 19 Nov 2027"


SERVICE = {
    "resourceType": "ServiceRequest", "status": "active", "authoredOn": "2026-11-06T09:00:00Z",
    "code": {"coding": [{"code": "J0139"}], "text": "Adalimumab, every 2 weeks"},
    "occurrencePeriod": {"start": "2026-12-01", "end": "2027-11-30"},
}  # fmt: skip


def test_what_the_order_with_the_code_leaves_open_another_of_the_same_day_and_name_says():
    order = order_of([SERVICE, ORDER], code="HCPCS J0139", subject="Adalimumab 40 mg")
    assert (order.quantity, order.frequency) == ("6 pens", "40 mg every 2 weeks")
    assert order.duration == "1 Dec 2026 to 30 Nov 2027"


def test_an_order_of_another_day_or_name_completes_nothing():
    older = {**ORDER, "authoredOn": "2025-11-06"}
    other = {**ORDER, "medicationCodeableConcept": {"text": "Etanercept"}, "note": []}
    assert order_of([SERVICE, older, other], code="HCPCS J0139", subject="Adalimumab").quantity == ""


def test_a_loading_dose_is_told_with_the_dose_that_follows_it():
    doses = [{"text": "80 mg once on day 1"}, {"text": "40 mg on day 8, then every 2 weeks"}]
    order = order_of([{**ORDER, "dosageInstruction": doses}], code="HCPCS J0139", subject="")
    assert order.frequency == "80 mg once on day 1; then 40 mg on day 8, then every 2 weeks"


def test_a_unit_of_annotation_is_told_without_its_braces():
    counted = {**ORDER, "dispenseRequest": {"quantity": {"value": 2, "code": "{pen}"}}}
    assert order_of([counted], code="HCPCS J0139", subject="").quantity == "2 pen"
