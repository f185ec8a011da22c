"""P09: who stands behind each answer of a payer's form. P07: a request and its answer as fields of the 278."""

from typing import Any

import pytest

from apps.review.domain.pas.forms import OriginWrong, check_origin, origin_of
from apps.review.domain.pas.reading import replies_in
from apps.review.domain.pas.values import Accident, FormAnswer, Origin
from apps.review.domain.pas.x278 import Field278, sheet
from tests.review.pas.values import DOCTOR, NOW, answer_to, built, extended, item, line


def answered(*answers: FormAnswer, **changed: Any) -> dict[str, Any]:
    bundle = built(form=answers, **changed).bundle
    found = [row["resource"] for row in bundle["entry"] if row["resource"]["resourceType"] == "QuestionnaireResponse"]
    return found[0]


def parts(answer: dict[str, Any]) -> dict[str, Any]:
    (origin,) = answer["answer"][0]["extension"]
    assert origin["url"].endswith("/davinci-dtr/StructureDefinition/information-origin")
    return {part["url"]: part for part in origin["extension"]}


@pytest.mark.parametrize(("machine", "origin"), [(True, Origin.OVERRIDE), (False, Origin.MANUAL)])
def test_p09_what_a_person_signed_is_never_auto(machine: bool, origin: Origin) -> None:
    """P09: proposed by the machine and accepted by the doctor is override, the doctor's own is manual; with author."""
    assert origin_of(proposed_by_machine=machine) is origin
    said = parts(answered(FormAnswer("1", "Q", "Yes.", origin, DOCTOR))["item"][0])
    assert said["source"]["valueCode"] == origin.value
    who = {part["url"]: part for part in said["author"]["extension"]}
    assert who["practitioner"]["valueReference"]["reference"].startswith("urn:uuid:")


@pytest.mark.parametrize("origin", [Origin.AUTO_CLIENT, Origin.AUTO_SERVER])
def test_p09_what_was_filled_in_by_itself_has_no_author(origin: Origin) -> None:
    said = parts(answered(FormAnswer("1", "Q", "1961", origin))["item"][0])
    assert set(said) == {"source"}


@pytest.mark.parametrize("origin", list(Origin))
def test_p09_an_author_stands_exactly_where_a_person_does(origin: Origin) -> None:
    """P09: required for override and manual, forbidden otherwise (dtrx-1)."""
    wrong = None if origin in {Origin.OVERRIDE, Origin.MANUAL} else DOCTOR
    with pytest.raises(OriginWrong, match="says its author wrongly"):
        check_origin(FormAnswer("1", "Q", "Yes.", origin, wrong))


def test_p09_a_form_with_a_question_that_nobody_answered_is_not_completed() -> None:
    whole = answered(FormAnswer("1", "Q", "Yes.", Origin.MANUAL, DOCTOR), form_url="http://payer.example/Q|2")
    lacking = answered(FormAnswer("1", "Q", "Yes.", Origin.MANUAL, DOCTOR), FormAnswer("2", "R"))
    assert (whole["status"], whole["questionnaire"]) == ("completed", "http://payer.example/Q|2")
    assert (lacking["status"], lacking["questionnaire"]) == ("in-progress", "#criteria")
    assert [row["linkId"] for row in lacking["item"]] == ["1"]
    assert [row["linkId"] for row in lacking["contained"][0]["item"]] == ["1", "2"]


def named(fields: tuple[Field278, ...]) -> dict[str, str]:
    return {field.name: field.value for field in fields}


def test_p07_a_request_reads_as_the_fields_of_the_278() -> None:
    """P07: UM01-UM06, HI, SV1/SV2, HSD, TRN and PWK come back from the bundle as they went in."""
    bundle = built(accident=Accident("AA", NOW.date()), items=(item(start=NOW.date(), end=NOW.date()),)).bundle
    page = sheet(bundle)
    whole, first = named(page.fields), named(page.lines[0].fields)
    assert (whole["TRN02"], whole["UM05"], whole["UM06"]) == ("CRW-1", "AA", "U")
    assert (whole["HI01"], whole["PWK06"]) == ("M05.79 Rheumatoid arthritis", "CTL-2")
    assert [first[name] for name in ("UM01", "UM02", "UM03", "UM04")] == ["HS", "I", "1", "11"]
    assert (first["SV101/SV202"], first["SV104/SV205"], first["HSD"]) == ("J0139", "6 UN", "every 2 weeks")
    assert (first["TRN02"], first["DTP03"]) == ("T1", "2026-11-20 to 2026-11-20")


def test_p07_an_answer_reads_as_the_fields_of_the_278() -> None:
    """P07: HCR action, reason and number; AAA with its follow-up."""
    bundle = built().bundle
    follow = extended(
        "extension-errorFollowupAction", valueCodeableConcept={"coding": [{"code": "C"}]},
    )  # fmt: skip
    error = {"code": {"coding": [{"code": "T4", "display": "Payer name"}]}, "extension": [follow]}
    (reply,) = replies_in(answer_to(bundle, line("A3", reason="0V", words="No trial.", number="N1"), error=[error]))
    page = sheet(bundle, reply)
    first, reject = named(page.lines[0].fields), named(page.rejects[0])
    assert (first["HCR01"], first["HCR02"], first["HCR03"]) == ("A3 Not certified", "N1", "0V No trial.")
    assert (reject["AAA03"], reject["AAA04"]) == ("T4 Payer name", "C")
