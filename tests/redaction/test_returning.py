"""A machine's answer: what it says of tokens and dates is brought back, or pointed at; nothing is guessed."""

from datetime import date

import pytest

from apps.redaction.domain.boundary import Prepared, SentDate
from apps.redaction.domain.dates import find
from apps.redaction.domain.kinds import BoundaryPolicy
from apps.redaction.domain.returning import Doubt, bring_back

TODAY, DAYS = date(2026, 11, 21), -7 * 71  # 497 days
TOKENS = {"[PATIENT-1]": "Ruth Calloway", "[CLINICIAN-2]": "Dr. Okafor"}


def sent(*texts: str, policy: BoundaryPolicy = BoundaryPolicy.HOSTED) -> Prepared:
    """Return what crosses when these texts of the record do."""
    dates, shown_texts = [], []
    for original in texts:
        text = original
        for it in reversed(find(text, TODAY)):
            shown = it.written.value.moved(DAYS, TODAY)
            dates.append(SentDate(shown, it.written.value, it.written.written_as(shown, TODAY), it.written.text))
            text = text[: it.start] + dates[-1].shown_text + text[it.end :]
        shown_texts.append(text)
    return Prepared(policy, tuple(shown_texts), (), (), TODAY, "ref", tuple(dates))


def back(text: str, prepared: Prepared):
    returned = bring_back(text, sent=prepared, days=DAYS, tokens=TOKENS)
    return returned.text, [(returned.text[it.start : it.end], it.doubt) for it in returned.unresolved]


@pytest.mark.parametrize(
    ("answer", "record"),
    [
        ("2024-10-23", "2026-03-04"),
        ("October 23, 2024", "March 4, 2026"),
        ("10/23/24", "3/4/26"),
        ("23 Oct 2024", "4 Mar 2026"),
        ("Wednesday, October 23rd, 2024", "Wednesday, March 4th, 2026"),
        ("October 23rd", "March 4th"),
        ("in 2024", "in 2026"),
        ("Oct 2024", "Mar 2026"),
    ],
)
def test_a_date_comes_back_however_the_model_wrote_it(answer, record):
    assert back(f"Seen {answer}.", sent("Seen 2026-03-04.")) == (f"Seen {record}.", [])


def test_a_date_in_the_very_letters_that_were_sent_comes_back_in_the_letters_of_the_record():
    prepared = sent("Seen 13/02/2026.")
    assert prepared.texts == ("Seen 2024-10-04.",)
    assert back("On 2024-10-04 she came.", prepared) == ("On 13/02/2026 she came.", [])


def test_tokens_come_back_though_the_model_wrote_them_carelessly():
    answer = "[PATIENT-1] saw [clinician 2]; PATIENT-1's pain."
    assert back(answer, sent("x")) == ("Ruth Calloway saw Dr. Okafor; Ruth Calloway's pain.", [])


def test_a_token_that_was_never_handed_out_is_pointed_at_and_stays():
    assert back("👩‍⚕️ [PATIENT-7] e\u0301", sent("x")) == (
        "👩‍⚕️ [PATIENT-7] e\u0301",
        [("[PATIENT-7]", Doubt.UNKNOWN_TOKEN)],
    )


def test_a_word_of_the_record_that_looks_like_a_token_is_left_alone():
    assert back("Pump DEVICE-2 works.", sent("Pump DEVICE-2 in use.")) == ("Pump DEVICE-2 works.", [])


def test_a_date_the_model_worked_out_is_moved_back_and_pointed_at():
    assert back("Due 2024-11-06.", sent("Seen 2026-03-04.")) == ("Due 2026-03-18.", [("2026-03-18", Doubt.DERIVED)])


def test_part_of_a_date_that_could_mean_two_is_not_guessed():
    prepared = sent("Seen 2026-03-04.", "Seen 2026-03-18.", "Seen 2026-02-20.")
    text, doubts = back("Seen in Oct 2024 and in May 2020.", prepared)
    assert text == "Seen in Oct 2024 and in May 2020."
    assert doubts == [("Oct 2024", Doubt.AMBIGUOUS), ("May 2020", Doubt.NOT_SENT)]


def test_a_range_the_model_wrote_is_pointed_at():
    assert back("12-14 Oct 2024", sent("2026-03-04"))[1] == [("12-14 Oct 2024", Doubt.UNREADABLE)]


def test_inside_the_perimeter_dates_were_never_moved_and_are_not_moved_back():
    answer = "Seen 2024-10-23 by [CLINICIAN-2]."
    assert back(answer, sent("x", policy=BoundaryPolicy.LOCAL)) == ("Seen 2024-10-23 by Dr. Okafor.", [])


def test_a_fraction_is_no_date_even_when_its_figures_were_sent_as_one():
    prepared = sent("Fever on 5/13.")
    assert prepared.texts == ("Fever on 1/1.",)
    assert back("Take 1/1 tablets.", prepared) == ("Take 1/1 tablets.", [])
