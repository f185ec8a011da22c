"""One sheet of a scan is another person's: nothing is taken from it, the draft says so, the other sheets are read."""

from datetime import date

import pytest

from apps.drafting.domain.checks import check_draft
from apps.drafting.domain.facts.chart import read_chart
from apps.drafting.domain.summary import compose_summary
from tests.drafting.charts import CALLOWAY, note, summary_of

DAY = date(2026, 10, 1)  # Calloway is a woman of 57 then
OWN = "METER DOWNLOAD\nreadings a day 2.1\nlowest 65\nbelow 54: none\n"
OTHER = "readings a day 5.3\nlowest 41\nbelow 54: nine\n"


def told(text):
    """Return what the chart's notes say, as one text, and the rules by which places were set aside."""
    chart = read_chart(summary_of(*CALLOWAY, note(text, DAY)))
    return "\n".join(line.text for line in chart.notes), {one.rule for one in chart.suspects}


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}---- page 2 ----\n[PERSON-3] R (F, 1991)\n{OTHER}",
        f"{OWN}--- page 2 (stapled behind) ---\nuser [PERSON-3]\n{OTHER}",
        f"{OWN}[ORGANIZATION-1] page 2 / 2\nRAVENSWOOD, ODETTE 34 F coll 09/14/2026\n{OTHER}",
        f"{OWN}---- sheet stuck to this one ----\n{OTHER}(desk: second sheet belongs to the 9 o'clock pt, sorry)",
        f"{OWN}---- page 2 ----\n{OTHER}\nRT: page 2 came along in the print, is not our pt, pull before scanning.",
        f"Page 2 of this fax is another patient's.\n{OWN}-- page 2 --\n{OTHER}",
        f"{OWN}page 1 of 2\n{OTHER}page 2 of 2\nThe last page was misfiled.",
        f"Page 1 of 2\n{OTHER}Page 2 of 2\n{OWN}\nFirst page isn't hers, wrong chart.",
    ],
)
def test_a_sheet_of_another_person_says_nothing_and_the_own_sheet_is_read(text):
    words, rules = told(text)
    assert "2.1" in words
    assert "5.3" not in words
    assert rules == {"another_patients_sheet"}


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}---- page 2 ----\n{OTHER}",
        f"{OWN}---- page 2 ----\n[PATIENT-1] (F, 1991)\n{OTHER}",
        f"{OWN}---- page 2 ----\nCALLOWAY, RUTH 57 F\n{OTHER}",
        f"{OWN}---- page 2 ----\n{OTHER}She is not on insulin; page 2 has the week of her trip.",
        f"{OWN}\nHer sister has another meter.\n{OTHER}",
        f"{OWN}page 1 of 2\n{OTHER}page 2 of 2\nBoth pages reviewed with the patient, copy given.",
    ],
)
def test_further_sheets_of_the_patient_are_read(text):
    words, rules = told(text)
    assert "2.1" in words
    assert "5.3" in words
    assert not rules


def test_the_draft_says_that_a_sheet_was_left_out():
    draft_input = summary_of(*CALLOWAY, note(f"{OWN}---- page 2 ----\nuser [PERSON-3]\n{OTHER}", DAY))
    said = [one.sentence for one in check_draft(draft_input, compose_summary(draft_input)).notes]
    assert any("A sheet of" in one and "Nothing was taken from that sheet; the rest was read." in one for one in said)
