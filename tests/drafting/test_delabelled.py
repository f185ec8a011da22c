"""An allergy that testing refuted is told with both sides; nothing less than that refutes one."""

from datetime import date

import pytest

from apps.drafting.domain.checks import check_draft
from apps.drafting.domain.claims import ClaimType, Stance
from apps.drafting.domain.summary import compose_summary
from tests.drafting.charts import lines, note, summary_of

LIST = lines("allergy_list", "Allergies and intolerances", "Penicillin: Anaphylaxis · active · since 1988")
SEEN = date(2025, 11, 12)


def told(text: str, day: date = SEEN):
    return compose_summary(summary_of(LIST, note(text, day, kind="consult_note"))).claims


@pytest.mark.parametrize(
    "text",
    [
        "Skin test negative. Not allergic to penicillin.",
        "Penicillin allergy was ruled out by challenge.",
        "No evidence of an allergy to penicillin.",
        "Penicillin skin test: negative.",
        "PCN allergy removed after testing.",
    ],
)
def test_a_listed_allergy_and_what_refutes_it_are_told_together(text: str) -> None:
    claims = told(text)
    line = next(claim for claim in claims if claim.section == "Allergies and intolerances")
    assert "anaphylaxis" in line.text
    assert text.rsplit(". ", maxsplit=1)[-1].rstrip(".") in line.text
    assert {span.stance for span in line.citations} == {Stance.SUPPORTS, Stance.CONTRADICTS}
    assert any(claim.type is ClaimType.CONFLICT and "Penicillin on the allergy list" in claim.text for claim in claims)


@pytest.mark.parametrize(
    "text",
    [
        "Refer to the allergist; if not allergic to penicillin, remove the label.",
        "Not allergic to latex.",
        "Her mother is not allergic to penicillin.",
        "Penicillin allergy confirmed.",
        "Consider penicillin allergy testing.",
    ],
)
def test_a_condition_another_substance_a_relative_and_a_plan_refute_nothing(text: str) -> None:
    claims = told(text)
    assert not any("on the allergy list, but" in claim.text for claim in claims)
    assert any(claim.text == "Penicillin: anaphylaxis, since 1988." for claim in claims)


def test_a_note_from_before_the_reaction_refutes_nothing() -> None:
    assert not any(
        "on the allergy list, but" in claim.text for claim in told("Not allergic to penicillin.", date(1980, 1, 1))
    )


def test_the_checks_find_both_sides_told() -> None:
    draft_input = summary_of(LIST, note("Not allergic to penicillin.", SEEN))
    notes = check_draft(draft_input, compose_summary(draft_input)).notes
    assert not any("The draft does not say so" in one.sentence for one in notes)
