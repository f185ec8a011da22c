"""What a later note takes back is no evidence unmarked, in a letter either; units and series read as people do."""

from datetime import date

from apps.drafting.domain.claims import ClaimType, Stance
from apps.drafting.domain.composing import sentence_case
from apps.drafting.domain.language.ucum import plain_units
from apps.drafting.domain.summary import compose_summary
from tests.drafting.charts import lines, note, summary_of
from tests.drafting.test_letter import claims_for, leaf

LEG = lines("problem_list", "Active problems", "Lumbar radiculopathy, left L5 · active · since 14 Aug 2026")
WRONG = note("SLR positive right at 40, right radicular pain.", date(2026, 10, 13))
TAKEN_BACK = note("Correction for the record: 10/13 note side is an error, symptoms LEFT.", date(2026, 11, 17))
OTHER_DAY = note("Correction for the record: 9/1 note side is an error, symptoms LEFT.", date(2026, 11, 17))
SIGNS = leaf("2", "Radicular pain is present, with SLR positive.", kind="statement", any_of=["SLR", "radicular pain"])


def test_a_quote_that_a_later_note_takes_back_stands_with_the_correction() -> None:
    told = [one for one in claims_for("2", LEG, WRONG, TAKEN_BACK, leaves=(SIGNS,)) if "right at 40" in one.text]
    assert told
    for one in told:
        assert '17 Nov 2026: "Correction for the record: 10/13 note side is an error, symptoms LEFT"' in one.text
        assert one.type is ClaimType.CONFLICT or any(c.stance is Stance.CONTRADICTS for c in one.citations)
    assert not any("Unresolved" in one.text for one in told)


def test_a_correction_of_another_day_settles_nothing() -> None:
    told = [one for one in claims_for("2", LEG, WRONG, OTHER_DAY, leaves=(SIGNS,)) if "right" in one.text]
    assert told
    assert not any("corrected 17 Nov" in one.text for one in told)


def test_the_first_session_of_a_series_is_told_with_the_others() -> None:
    days = ("8 Sep 2026", "15 Sep 2026", "24 Sep 2026")
    therapy = [f"Physical therapy, low back · {day}" for day in days]
    first, other = "Physical therapy, low back, initial evaluation · 1 Sep 2026", "Physical therapy, knee · 2 Sep 2026"
    draft_input = summary_of(lines("procedures", "Procedures", first, *therapy, other))
    text = "\n".join(one.text for one in compose_summary(draft_input).claims)
    assert "1 Sep 2026, 8 Sep 2026, 15 Sep 2026 and 24 Sep 2026: physical therapy, low back." in text
    assert "2 Sep 2026: physical therapy, knee" in text


def test_units_read_as_people_write_them_and_what_is_quoted_stays() -> None:
    assert plain_units("BP 134 mm[Hg], INR 2.4 {INR}, 72 {beats}/min") == "BP 134 mmHg, INR 2.4, 72 beats/min"
    assert plain_units("[PERSON-1] {sic} 3 10*3/uL") == "[PERSON-1] {sic} 3 10*3/uL"
    assert sentence_case('hypertension.; gout; "BP 134 mm[Hg].; ok"') == 'Hypertension; gout; "BP 134 mm[Hg].; ok".'
