"""Of alternatives a letter argues what holds; nothing twice, no title, every day with its year."""

from dataclasses import replace
from typing import Any

from apps.drafting.domain.letter import compose_letter
from apps.drafting.domain.tasks import (
    DraftInput,
    PassageView,
    PolicyGroup,
    PolicyLeaf,
    input_from_json,
    input_to_json,
)
from tests.drafting.charts import TODAY, letter_of, lines, passage


def leaf(node_id: str, text: str, **test: Any) -> PolicyLeaf:
    return PolicyLeaf(node_id, text, (), test)


REST = leaf(
    "2a", "Saturation at rest of 88 % or less.", kind="observation", any_of=["oxygen saturation"], setting=["rest"],
    compare={"op": "<=", "value": 88, "unit": "%"},
)  # fmt: skip
WALKING = leaf(
    "2b", "Saturation on exertion of 88 % or less.", kind="observation", any_of=["oxygen saturation"],
    setting=["exertion"], compare={"op": "<=", "value": 88, "unit": "%"},
)  # fmt: skip
TRIED = leaf("2c", "Pulmonary rehabilitation for a year.", kind="trial", any_of=["prednisone"], outcome="intolerance")
COPD = leaf("1", "COPD.", kind="condition", any_of=["COPD"])
READINGS = lines(
    "vital_signs", "Vital signs", "Oxygen saturation, rest, room air: 93 % · 12 Nov 2026",
    "Oxygen saturation, exertion, room air: 86 % · 12 Nov 2026",
)  # fmt: skip
STEROID = lines(
    "medication_list", "Ordered, no longer current",
    "Prednisone 10 mg tablet, 10 mg daily · started 1 Aug 2026 · stopped 20 Aug 2026",
)  # fmt: skip


def asked(*passages: PassageView, op: str = "any", k: int | None = None) -> DraftInput:
    given = letter_of(*passages, leaves=(COPD, REST, WALKING, TRIED))
    groups = (PolicyGroup("0", "all", None, ("1", "2")), PolicyGroup("2", op, k, ("2a", "2b", "2c")))
    assert given.task.policy is not None
    return replace(given, task=replace(given.task, policy=replace(given.task.policy, groups=groups)))


def argued(given: DraftInput) -> set[str]:
    return {claim.criterion_id for claim in compose_letter(given).claims if claim.criterion_id}


def test_an_alternative_that_does_not_hold_is_left_out_where_another_does() -> None:
    assert argued(asked(READINGS)) == {"2b"}


def test_where_all_are_asked_for_what_does_not_hold_is_told() -> None:
    assert argued(asked(READINGS, op="all")) == {"2a", "2b"}


def test_where_more_are_needed_than_hold_every_one_is_told() -> None:
    assert argued(asked(READINGS, op="at_least", k=2)) == {"2a", "2b"}


def test_a_therapy_that_was_tried_is_told_though_another_alternative_is_enough() -> None:
    assert argued(asked(READINGS, STEROID)) == {"2b", "2c"}


def test_the_groups_of_a_policy_are_sealed_with_an_input_and_change_no_digest_where_there_are_none() -> None:
    given = asked(READINGS)
    assert input_from_json(input_to_json(given)) == given
    bare = letter_of(READINGS, leaves=(COPD,))
    body = input_to_json(bare)
    del body["task"]["policy"]["groups"]
    assert input_from_json(body).sha256() == bare.sha256()


def texts(*passages: PassageView, leaves: tuple[PolicyLeaf, ...]) -> list[str]:
    return [claim.text for claim in compose_letter(letter_of(*passages, leaves=leaves)).claims if claim.criterion_id]


def test_every_value_of_a_series_has_the_year_of_its_day() -> None:
    days = leaf(
        "2", "15 headache days.", kind="observation", any_of=["headache days per month"],
        compare={"op": ">=", "value": 15, "unit": "d/mo"}, within={"months": 6, "before": "as_of"}, k=2,
    )  # fmt: skip
    told = lines(
        "results", "Results", *(f"Headache days per month: 17 d/mo · {day} 2026" for day in ("30 Sep", "31 Oct"))
    )
    assert texts(told, leaves=(days,)) == ["Headache days per month 17 d/mo (30 Sep 2026), 17 d/mo (31 Oct 2026)."]


GRADE = leaf(
    "2", "Kellgren-Lawrence grade 3 or 4.", kind="observation", any_of=["Kellgren-Lawrence grade", "knee radiograph"]
)
FILM = lines("results", "Results", "Kellgren-Lawrence grade: 4 · 19 Aug 2026")


def test_the_title_of_a_report_is_not_quoted_beside_its_result() -> None:
    report = passage("imaging_report", "Other", "KNEE RADIOGRAPH STANDING AP, LATERAL.", TODAY)
    assert texts(FILM, report, leaves=(GRADE,)) == ["Kellgren-Lawrence grade 4 on 19 Aug 2026."]


def test_the_row_of_a_laboratory_page_is_not_quoted_beside_the_result_it_gave() -> None:
    a1c = leaf("3", "HbA1c below 8 %.", kind="observation", any_of=["hemoglobin A1c", "HbA1c"])
    result = lines("results", "Results", "Hemoglobin A1c: 7.2 % · 20 Oct 2026")
    page = passage("laboratory_report", "Results", "HbA1c 7.2 % H < 6.5.", TODAY)
    assert texts(result, page, leaves=(a1c,)) == ["Hemoglobin A1c 7.2 % on 20 Oct 2026."]


ORDER = lines("orders", "Orders", "Knee arthroplasty · active · ordered 5 Nov 2026 · code 27447 · Right knee")


def test_an_order_is_told_in_full_once_and_named_after_that() -> None:
    first = leaf(
        "1", "The order names the side.", kind="request", attribute="laterality",
        compare={"op": "in", "value": ["right", "left"]},
    )  # fmt: skip
    given = letter_of(ORDER, leaves=(first, replace(first, node_id="2")))
    assert given.task.policy is not None
    given = replace(given, task=replace(given.task, policy=replace(given.task.policy, title="Knee arthroplasty")))
    assert [claim.text for claim in compose_letter(given).claims if claim.criterion_id] == [
        "Order of 5 Nov 2026: Knee arthroplasty (27447); Right knee.",
        "Order of 5 Nov 2026, as told above: Knee arthroplasty (27447).",
    ]
