from apps.review.domain.therapies import CitedLine, therapies

LEF = (
    "Leflunomide 20 mg tablet, 20 mg by mouth daily · started 3 Jun 2024 · stopped 11 Mar 2025"
    " · reason: No adequate response"
)


def test_a_line_of_the_medication_list_is_a_row_in_its_own_words():
    (row,) = therapies([CitedLine(4, LEF)])
    assert (row.drug, row.dose) == ("Leflunomide 20 mg tablet", "20 mg by mouth daily")
    assert (row.start, row.end, row.outcome) == ("3 Jun 2024", "11 Mar 2025", "No adequate response")


def test_a_line_cited_twice_is_one_row_and_says_which_citation_stands_against_it():
    (row,) = therapies([CitedLine(4, LEF), CitedLine(2, LEF), CitedLine(5, LEF, is_against=True)])
    assert (row.numbers, row.against) == ((2, 4), (5,))


def test_what_the_list_does_not_say_is_not_made_up():
    (row,) = therapies([CitedLine(1, "Folic acid 1 mg tablet · stopped · ordered 12 Apr 2024")])
    assert (row.dose, row.start, row.end) == ("not recorded", "ordered 12 Apr 2024", "not recorded")
    assert row.outcome == "stopped, no reason recorded"


def test_nothing_that_ended_is_called_in_use_and_what_is_disputed_says_so():
    (ended,) = therapies(
        [CitedLine(1, "Methotrexate 2.5 mg · started 12 Apr 2024 · stopped 30 Sep 2024", disputed_by=(2,))]
    )
    assert (ended.outcome, ended.against) == ("stopped, no reason recorded; disputed", (2,))
    (current,) = therapies([CitedLine(1, "Prednisone 5 mg · active · ordered 14 Jul 2026")])
    assert (current.end, current.outcome) == ("continues", "in use")


def test_a_plan_and_a_sentence_of_a_note_are_no_therapy():
    planned = CitedLine(1, "Adalimumab 40 mg, every 2 weeks · planned, not ordered")
    assert therapies([planned, CitedLine(2, "MTX failed.")]) == ()
