"""What a request must carry before anything is looked up in a chart."""

from typing import Any

import pytest

from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.codes import CodeMalformed, diagnosis_code, service_code
from apps.drafting.domain.errors import RequestRefused
from apps.drafting.domain.requests import check_codes, check_words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("J0135", "HCPCS J0135"), ("hcpcs|e1390", "HCPCS E1390"), ("72148", "CPT 72148"), ("CPT 0075T", "CPT 0075T")],
)
def test_a_service_code_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert str(service_code(typed)) == kept


@pytest.mark.parametrize("typed", ["", "J013", "adalimumab", "HCPCS 72148", "CPT J0135", "Z0135", "J0135; DROP"])
def test_a_service_code_that_cannot_exist_is_refused(typed: str) -> None:
    with pytest.raises(CodeMalformed, match="is not a service code"):
        service_code(typed)


@pytest.mark.parametrize(
    ("typed", "kept"), [("M05.79", "M05.79"), ("m0579", "M05.79"), ("I10", "I10"), ("ICD-10-CM|E10.649", "E10.649")]
)
def test_a_diagnosis_code_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert diagnosis_code(typed).code == kept


@pytest.mark.parametrize("typed", ["", "M5", "05.79", "M05.79123", "rheumatoid"])
def test_a_diagnosis_code_that_cannot_exist_is_refused(typed: str) -> None:
    with pytest.raises(CodeMalformed, match="is not an ICD-10-CM code"):
        diagnosis_code(typed)


WORDS = {"subject": "Adalimumab", "urgency": "standard", "urgency_reason": ""}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"subject": "  "}, "what the draft is for"),
        ({"subject": "x" * 301}, "longer than 300"),
        ({"urgency": "asap"}, "standard or expedited"),
        ({"urgency": "expedited"}, "needs the clinician's own reason"),
        ({"urgency": "expedited", "urgency_reason": "urgent"}, "needs the clinician's own reason"),
        ({"urgency_reason": "Waiting would harm her."}, "the request is standard"),
        ({"urgency": "expedited", "urgency_reason": "x" * 501}, "longer than 500"),
    ],
)
def test_an_incomplete_request_is_refused_with_what_to_do(change: dict[str, str], words: str) -> None:
    with pytest.raises(RequestRefused) as refusal:
        check_words(**{**WORDS, **change})
    assert words in refusal.value.sentence


def test_a_complete_request_passes() -> None:
    check_words(**WORDS)
    check_words(subject="Oxygen", urgency="expedited", urgency_reason="He desaturates walking to the bathroom.")


LETTER: dict[str, Any] = {"has_policy": True, "service": "J0135", "diagnoses": ["M05.79", "m0579"]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"has_policy": False}, "choose the payer's policy"),
        ({"service": " "}, "the code of the service"),
        ({"diagnoses": []}, "at least one diagnosis code"),
        ({"service": "J1"}, "'J1' is not a service code"),
        ({"diagnoses": ["M05.79", "x"]}, "'x' is not an ICD-10-CM code"),
    ],
)
def test_a_letter_without_its_codes_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(RequestRefused) as refusal:
        check_codes(DraftKind.PRIOR_AUTH_LETTER, **{**LETTER, **change})
    assert words in refusal.value.sentence


def test_codes_are_kept_once_each_and_a_summary_takes_none() -> None:
    assert check_codes(DraftKind.PRIOR_AUTH_LETTER, **LETTER).diagnoses == ("M05.79",)
    with pytest.raises(RequestRefused, match="takes no policy"):
        check_codes(DraftKind.CHART_SUMMARY, **LETTER)
