"""When the index says that it knows enough, in words and as a probability."""

import json
from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.calibration import SHIPPED, calibration
from apps.retrieval.dictionary import clinical_dictionary
from apps.retrieval.domain.answerability import Evidence, Verdict, calibration_of
from apps.retrieval.domain.asking import Asked, asks_of_relative, thing, unspoken, words_asked
from apps.retrieval.domain.assertion import AssertedSpan, Assertion
from apps.retrieval.domain.contradiction import Said, sides_of
from apps.retrieval.domain.evidence import Found, blanked, evidence_of, scores_of
from apps.retrieval.domain.expansion import expand
from apps.retrieval.domain.quoting import quotes_of
from apps.retrieval.domain.settling import looked_for, reason, would_settle
from apps.retrieval.domain.tasks import SearchTask

METHOTREXATE, STOPPED = Asked("methotrexate", "methotrex", 2), Asked("stopped", "stop", 5)
ANSWER = Found("1", "Methotrexate was stopped in May after five doses.", 0.6)
ASIDE = Found("2", "Grip strength was low on both sides.", 0.1)
SCORES = scores_of([0.6, 0.1, 0.0, 0.1, 0.2])
shares = st.floats(0, 1)
features = st.builds(
    Evidence, match=st.floats(0, 5), mass=st.floats(0, 9), standing=st.floats(0, 9), crowd=st.floats(0, 12)
)


@given(features, shares, st.sampled_from(["match", "mass", "standing"]))
def test_better_evidence_never_lowers_the_probability(evidence, more, name):
    better = replace(evidence, **{name: asdict(evidence)[name] + more})
    assert calibration().probability(better) >= calibration().probability(evidence)


@given(st.lists(st.builds(Found, st.just("x"), st.sampled_from([ANSWER.text, ASIDE.text]), shares), max_size=8))
def test_one_more_passage_never_lowers_the_probability(found):
    before = evidence_of([METHOTREXATE, STOPPED], found, SCORES)
    after = evidence_of([METHOTREXATE, STOPPED], [ANSWER, *found], SCORES)
    assert calibration().probability(after) >= calibration().probability(before)


@given(features)
def test_what_is_enough_to_claim_is_enough_to_answer_and_that_to_be_shown_to_who_looks_for_a_place(evidence):
    probability = calibration().probability(evidence)
    strictest_first = (SearchTask.CRITERION, SearchTask.QUESTION, SearchTask.SUMMARY, SearchTask.SEARCH)
    enough = [calibration().verdict(probability, task) is Verdict.ENOUGH for task in strictest_first]
    assert enough == sorted(enough)


def test_a_passage_with_the_words_together_is_worth_more_than_one_without():
    asked = [METHOTREXATE, STOPPED]
    assert evidence_of(asked, [ANSWER], SCORES).match > evidence_of(asked, [ASIDE], SCORES).match
    assert evidence_of(asked, [], SCORES) == Evidence()
    assert evidence_of([], [ANSWER], SCORES) == Evidence()


def test_a_passage_is_worth_what_its_words_mean_and_its_vector_where_no_words_are_kept():
    near, far = (replace(ANSWER, late=late) for late in (0.5, 0.1))
    asked = [METHOTREXATE, STOPPED]
    assert evidence_of(asked, [far, near], SCORES).match > evidence_of(asked, [far], SCORES).match
    assert evidence_of(asked, [replace(near, dense=0.0)], SCORES).match == evidence_of(asked, [near], SCORES).match
    assert evidence_of(asked, [ANSWER], SCORES).match > evidence_of(asked, [replace(ANSWER, dense=0.0)], SCORES).match


def test_what_is_quoted_holds_the_question_and_what_lies_far_behind_the_best_is_left_out():
    asked = [METHOTREXATE, STOPPED]
    quoted = quotes_of(asked, [ASIDE, ANSWER], SCORES)
    assert [(one.passage_id, ANSWER.text[one.start : one.end]) for one in quoted] == [("1", ANSWER.text)]
    assert [one.passage_id for one in quotes_of(asked, [ASIDE], SCORES)] == ["2"]
    assert quotes_of(asked, [], SCORES) == ()


def test_a_word_is_found_in_another_form_and_under_another_name():
    scope = Asked("colonoscopy", "colonoscopi", 0, ("lower endoscopy",))
    for text in ("Colonoscopies every ten years.", "A lower endoscopy in 2019."):
        assert evidence_of([scope], [Found("1", text, 0.0)], SCORES).match == 1.0
    assert evidence_of([scope], [Found("1", "An upper endoscopy.", 0.0)], SCORES).match == 0.0


def test_what_a_question_asks_is_its_words_without_those_that_only_ask():
    words = words_asked("What was the result of [PERSON-1]'s Colonoscopy?")
    assert words == ["what", "the", "of", "[PERSON-1]", "s", "colonoscopy"]


def test_a_calibration_that_counts_better_passages_against_an_answer_is_refused():
    body = json.loads(SHIPPED.read_text())
    assert calibration_of(body, "x").bias == body["coefficients"]["bias"]
    for name, wrong in (("match", -1.0), ("crowd", 1.0)):
        with pytest.raises(ValueError, match="sign"):
            calibration_of({**body, "coefficients": {**body["coefficients"], name: wrong}}, "x")


def test_the_calibration_that_comes_with_the_program_says_how_reliable_it_is():
    body = json.loads(SHIPPED.read_text())
    assert body["expected_calibration_error"] < 0.05
    assert sum(row["n"] for row in body["reliability"]) == body["n"] == sum(s["n"] for s in body["sets"].values())


def test_a_missing_answer_says_what_was_looked_for_and_which_document_would_settle_it():
    scope = Asked("colonoscopy", "colonoscopi", 0, ("lower endoscopy",))
    assert looked_for([scope]) == ("colonoscopy", "lower endoscopy")
    assert reason(Verdict.NOT_ENOUGH, [scope], []) == (
        "No passage speaks of colonoscopy; looked for: colonoscopy, lower endoscopy."
    )
    assert would_settle(["colonoscopy"]) == "A procedure report or endoscopy note"
    assert would_settle(["zebra"]) == "A note that speaks of it"
    assert "not of stopped" in reason(Verdict.NOT_ENOUGH, [METHOTREXATE, STOPPED], [METHOTREXATE])


PENICILLIN = [Asked("penicillin", "penicillin", 2), Asked("allergy", "allergi", 2)]
YES = Said("1", "a", "She has an allergy to penicillin.", (), date(2024, 1, 1))
NO = Said("2", "b", "No allergy to penicillin.", (AssertedSpan(3, 24, Assertion.NEGATED),), date(2026, 1, 1))


def sides(*said, question="Does she have a penicillin allergy?", asked=PENICILLIN):
    return [(side.passage_id, side.says) for side in sides_of(question, asked, 9, said)]


def test_one_passage_that_says_so_and_one_that_says_not_so_contradict_and_the_newer_does_not_win():
    assert sides(YES, NO) == [("1", "so"), ("2", "not so")]
    assert sides(YES, replace(YES, passage_id="3", document_id="c")) == []


@pytest.mark.parametrize("kind", [Assertion.FAMILY, Assertion.HYPOTHETICAL])
def test_what_a_relative_has_or_is_only_feared_contradicts_nothing(kind):
    assert sides(replace(YES, assertions=(AssertedSpan(0, 33, kind),)), NO) == []


def test_an_allergy_of_long_ago_is_one_still():
    long_ago = replace(YES, assertions=(AssertedSpan(0, 33, Assertion.HISTORICAL),))
    assert sides(long_ago, NO) == [("1", "so"), ("2", "not so")]


def test_a_replaced_statement_contradicts_nothing():
    assert sides(replace(YES, superseded=True), NO) == []


def test_values_contradict_on_the_same_day_only():
    asked = [Asked("apixaban", "apixaban", 2), Asked("dose", "dose", 3)]
    one = Said("1", "a", "Apixaban dose 2.5 mg BID.", (), date(2026, 11, 14))
    other = Said("2", "b", "Apixaban dose 5 mg BID.", (), date(2026, 11, 14))
    ask = {"question": "What is the apixaban dose?", "asked": asked}
    assert sides(one, other, **ask) == [("1", "2.5 mg"), ("2", "5 mg")]
    assert sides(one, replace(other, day=date(2026, 11, 18)), **ask) == []


def test_sides_of_the_body_contradict():
    asked = [Asked("leg", "leg", 2), Asked("painful", "pain", 3)]
    left = Said("1", "a", "Pain in the left leg.", (), None)
    right = Said("2", "b", "Painful right leg.", (), None)
    assert sides(left, right, question="Which leg is painful?", asked=asked) == [("1", "left"), ("2", "right")]
    assert sides(left, replace(left, document_id="c"), question="Which leg is painful?", asked=asked) == []


def expanded(question):
    return expand(question, clinical_dictionary())


def test_an_abbreviation_in_capitals_is_no_form_of_address_and_is_found_under_its_long_name():
    assert words_asked("Does Ms. Smith have MS?") == ["does", "ms", "smith", "have", "MS"]
    sclerosis = Asked("MS", "ms", 0, ("multiple sclerosis",))
    held = [
        evidence_of([sclerosis], [Found("1", text, 0.0)], SCORES).match for text in ("Ms. Ito is well.", "MS, 2019.")
    ]
    assert held == [0.0, 1.0]
    assert evidence_of([sclerosis], [Found("1", "Multiple sclerosis since 2019.", 0.0)], SCORES).match == 1.0


def test_measures_and_spans_of_time_carry_no_evidence_and_a_finding_does():
    assert words_asked("Is she taking 20 mg weekly for more than 6 months?") == ["is", "she", "for", "than"]
    assert "fever" in words_asked("Has the patient had fever for 3 days?")


def test_a_thing_that_no_passage_speaks_of_is_told_from_one_that_stands_there_under_another_name():
    apixaban = Asked("apixaban", "apixaban", 0, ("Eliquis",), 0, "apixaban")
    assert unspoken([apixaban, METHOTREXATE]) == [apixaban]
    assert unspoken([replace(apixaban, named=1), METHOTREXATE]) == []
    words = [
        Asked("coronary", "coronari", 0, (), 0, "coronary angiogram"),
        Asked("angiogram", "angiogram", 2, (), 0, "coronary angiogram"),
    ]
    assert unspoken(words) == []
    assert (thing("zandolimab", ()), thing("stopped", ())) == ("zandolimab", "")
    assert thing("lupus", expanded("Does she have lupus?")) == "lupus"


def test_an_expansion_that_stands_in_the_chart_is_not_called_absent_and_words_are_shown_as_typed():
    lupus = Asked("lupus", "lupus", 0, ("SLE",), 2, "lupus", "Lupus")
    assert not reason(Verdict.NOT_ENOUGH, [lupus], []).startswith("No passage speaks of")
    assert reason(Verdict.NOT_ENOUGH, [replace(lupus, named=0)], []).startswith("No passage speaks of Lupus")
    assert "for example" in reason(Verdict.NOT_ENOUGH, [], [])


def test_what_only_a_relative_has_is_no_evidence_and_is_quoted_last():
    cancer = [Asked("breast", "breast", 2), Asked("cancer", "cancer", 2)]
    text = "Mother had breast cancer at 50."
    hers = Found("1", text, 0.6, own=blanked(text, [(0, len(text))]))
    mine = Found("2", "Breast cancer, left, 2024.", 0.5)
    assert evidence_of(cancer, [hers], SCORES) == Evidence()
    assert evidence_of(cancer, [hers, mine], SCORES).match > 1
    assert next(one.passage_id for one in quotes_of(cancer, [hers, mine], SCORES)) == "2"
    assert "only for a relative" in reason(Verdict.NOT_ENOUGH, cancer, [], of_relative=True)
    assert asks_of_relative("Which relative had breast cancer?")
    assert not asks_of_relative("Does she have breast cancer?")


def test_the_title_of_a_section_holds_a_word_of_the_question_for_what_stands_under_it():
    code = [Asked("code", "code", 1), Asked("status", "status", 1)]
    assert evidence_of(code, [Found("1", "Full, confirmed.", 0.0, above="CODE STATUS\n")], SCORES).match == 1.0
    assert evidence_of(code, [Found("1", "Full, confirmed.", 0.0, above="PLAN")], SCORES).match == 0.0


SMOKE = [Asked("smoke", "smoke", 2, ("smoker", "smoking"))]


def test_what_was_so_once_is_not_so_now_and_a_sentence_that_begins_with_no_is_never_called_so():
    now = {"question": "Does he smoke?", "asked": SMOKE}
    never = Said("1", "a", "Never smoker.", (AssertedSpan(6, 12, Assertion.NEGATED),), date(2026, 1, 1))
    for text in ("Quit smoking in 2011.", "Smoker until 2011.", "Social: No smoking at home."):
        assert sides(never, Said("2", "b", text, (), None), **now) == []
    assert sides(never, Said("2", "b", "Smoker, one pack a day.", (), None), **now) == [("2", "so"), ("1", "not so")]


def test_none_known_contradicts_a_named_allergy_and_agrees_with_an_empty_list():
    none = Said("1", "a", "Allergies: none known.", (), date(2024, 1, 1), section_kind="allergies")
    named = Said("2", "b", "Sulfamethoxazole: hives, 2019.", (), date(2026, 1, 1), section_kind="allergies")
    ask = {"question": "Does she have any allergies?", "asked": PENICILLIN[1:]}
    assert sides(none, named, **ask) == [("2", "so"), ("1", "not so")]
    assert sides(none, Said("3", "c", "NKDA", (), None, section_kind="allergies"), **ask) == []

    assert sides(replace(none, document_id="z"), YES) == [("1", "so"), ("1", "not so")]


def test_a_statement_is_cut_at_no_title_or_initial_and_has_no_blank_at_its_ends():
    text = "Seen today.  Allergy to penicillin per Dr. J. Ito. Well."
    told = sides_of("Does she have a penicillin allergy?", PENICILLIN, 9, [Said("1", "a", text, (), None), NO])
    assert text[told[0].start : told[0].end] == "Allergy to penicillin per Dr. J. Ito."


def test_the_newest_statement_comes_first_where_now_is_asked_and_no_old_one_stands_alone():
    old = Found("1", "Smoker, one pack a day.", 0.9, day=date(2015, 1, 1))
    new = Found("2", "No longer a smoker.", 0.3, day=date(2026, 1, 1))
    other = Found("3", "Grip strength was low.", 0.3, day=date(2026, 6, 1))
    found = [old, other, new]
    assert [one.passage_id for one in quotes_of(SMOKE, found, SCORES, question="Does he smoke?")] == ["2", "1"]
    assert [one.passage_id for one in quotes_of(SMOKE, found, SCORES, question="When did he start?")] == ["1", "2"]
    assert [one.passage_id for one in quotes_of(SMOKE, [old, other], SCORES, question="Does he smoke?")] == ["1"]


def test_a_quotation_goes_on_past_a_title():
    text = (
        "Smoker, told by Dr. Ito of the clinic in the old town to come back soon for the programme of the winter. Well."
    )
    (quote,) = quotes_of(SMOKE, [Found("1", text, 0.9)], SCORES)
    assert text[quote.start : quote.end].startswith("Smoker, told by Dr. Ito of the clinic")


def test_the_list_of_allergies_is_quoted_before_a_note_that_mentions_one():
    asked = PENICILLIN[1:]
    listed = Found("1", "NKDA", 0.1, above="Allergies", day=date(2020, 1, 1), is_first=True)
    note = Found("2", "Her allergy flares in spring.", 0.9, day=date(2026, 1, 1))
    quotes = quotes_of(asked, [note, listed], SCORES, question="Any allergies?")
    assert [one.passage_id for one in quotes] == ["1", "2"]
    assert quotes_of(asked, [note, replace(listed, is_first=False)], SCORES)[0].passage_id == "2"
