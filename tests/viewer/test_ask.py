"""Asking a chart: quotations with their source, or the plain word that the chart does not answer."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.chart.domain.documents import DocumentKind
from apps.core import fence
from apps.retrieval.models import RetrievalQuery
from apps.viewer.domain.asking import carried_forward, older_than, spoken_of, words_around
from apps.viewer.forms import QuestionForm, ReferenceForm, SearchForm

STOPPED = (
    "Telephone encounter\n\nPatient called, stopped methotrexate last week after five doses, cannot keep food down. "
    "Advised to hold, labs."
)


@pytest.fixture
def client(world):
    client = Client()
    client.force_login(world.okafor)
    return client


def ask(client, world, words, **headers):
    response = client.post(reverse("viewer:chart_ask", args=[world.anna.pk]), {"words": words}, headers=headers)
    return response, response.content.decode()


def test_a_question_is_answered_with_a_quotation_that_leads_to_the_marked_words(client, world, note):
    document = note(STOPPED, title="Telephone encounter")
    response, page = ask(client, world, "Why was methotrexate stopped?")
    assert response.status_code == 200
    for words in ("What the chart says", "No model wrote them", "Telephone encounter", "3 Oct 2024", "food down"):
        assert words in page
    link = re.search(r'href="([^"]+start=\d+[^"]+)"', page)[1].replace("&amp;", "&")
    assert str(document.pk) in link
    found = "".join(
        re.findall(r'<mark class="found"[^>]*>(.*?)</mark>', client.get(link.partition("#")[0]).content.decode())
    )
    assert "stopped methotrexate" in found


def test_both_sides_of_a_contradiction_are_quoted_and_agreeing_notes_are_not_one(client, world, note):
    note("Progress note\n\nPain in the left leg since Monday.", series="DocumentReference/1", title="First")
    assert "contradicts itself" not in ask(client, world, "Which leg is painful?")[1]
    note("Progress note\n\nPainful right leg, worse at night.", series="DocumentReference/2", title="Second")
    _, page = ask(client, world, "Which leg is painful?")
    for words in ("The chart contradicts itself", "One document: left", "One document: right", "First", "Second"):
        assert words in page


def test_what_the_chart_does_not_answer_is_said_plainly_with_what_would_settle_it(client, world, note):
    note(STOPPED)
    _, page = ask(client, world, "What did the colonoscopy show?")
    for words in ("Not in this chart", "No passage speaks of colonoscopy", "A procedure report or endoscopy note"):
        assert words in page
    assert "What the chart says" not in page


def test_that_a_masked_word_may_be_missing_is_said_only_where_nothing_was_found(client, world, note):
    note(STOPPED)
    hint = "a word that looks like a name may be missing"
    assert ask(client, world, "What did the colonoscopy show?")[1].count(hint) == 1
    assert hint not in ask(client, world, "Why was methotrexate stopped?")[1]
    assert hint not in ask(client, world, " ")[1]


def test_a_note_that_was_copied_forward_is_quoted_once_with_how_often_it_was_copied(client, world, note):
    for month in (5, 7, 9):
        when = datetime(2025, month, 2, tzinfo=UTC)
        note(STOPPED, series=f"DocumentReference/{month}", title=f"Note of month {month}", dated_at=when)
    _, page = ask(client, world, "Why was methotrexate stopped?")
    assert re.search("copied forward (in 2 later notes|from an earlier note, in 3 notes in all)", page)
    assert page.count("Note of month") == 1


def test_a_named_allergy_stands_beside_the_nkda_of_another_note(client, world, note):
    note("Progress note\n\nAllergies\nPenicillin: hives.", series="DocumentReference/1", title="First")
    assert "contradicts itself" not in ask(client, world, "Does she have a penicillin allergy?")[1]
    note("Nursing note\n\nAllergies: NKDA", series="DocumentReference/2", title="Second")
    _, page = ask(client, world, "Does she have a penicillin allergy?")
    for words in ("The chart contradicts itself", "One side: it is so", "Other side: it is not so", "First", "Second"):
        assert words in page


def test_an_empty_chart_answers_as_one_that_does_not_know(client, world):
    response, page = ask(client, world, "What did the colonoscopy show?")
    assert response.status_code == 200
    assert "Not in this chart" in page


def test_the_question_is_kept_concealed_with_its_verdict_and_the_asking_is_recorded(client, world, note):
    note(STOPPED)
    ask(client, world, "Did Anna Lindgren-Sato stop methotrexate?")
    with fence.keeping():
        kept = RetrievalQuery.objects.get(purpose="question")
    assert "Lindgren" not in kept.text + kept.verdict_reason + str(kept.answerability)
    assert kept.verdict == "enough"
    assert kept.answerability["probability"] >= kept.answerability["threshold"]
    events = events_for(organization_id=world.cedar.pk, patient_id=world.anna.pk)
    assert "passages_searched" in [event.action for event in events]


def test_a_stranger_learns_nothing_and_a_colleague_with_a_grant_is_answered(client, world, note):
    note(STOPPED)
    stranger = Client()
    stranger.force_login(world.quill)
    refused, page = ask(stranger, world, "Why was methotrexate stopped?")
    assert refused.status_code == 404
    assert "methotrexate last week" not in page
    assert ask(client, world, "Why was methotrexate stopped?")[0].status_code == 200


def test_what_a_relative_has_is_no_answer_about_the_patient_and_is_one_about_the_family(client, world, note):
    note("Progress note\n\nFamily history\nMother had breast cancer at 50.")
    _, page = ask(client, world, "Does she have breast cancer?")
    for words in ("Not in this chart", "The chart speaks of it only for a relative"):
        assert words in page
    assert "What the chart says" in ask(client, world, "Which relative had breast cancer?")[1]


def test_a_chip_names_the_asked_word_that_is_negated_and_there_is_none_for_other_words(client, world, note):
    note("Progress note\n\nShe denies fever. Taking methotrexate, without nausea.")
    assert "negated: nausea" in ask(client, world, "Does methotrexate cause nausea?")[1]
    assert "negated" not in ask(client, world, "Is she on methotrexate?")[1]


def test_htmx_gets_the_answer_alone_and_an_empty_question_says_what_to_type(client, world, note):
    note(STOPPED)
    _, part = ask(client, world, "Why was methotrexate stopped?", **{"HX-Request": "true"})
    assert part.lstrip().startswith('<section id="hits"')
    response, page = ask(client, world, " ")
    assert response.status_code == 422
    assert "Type what you are looking for" in page


def test_what_a_reader_has_to_know_of_a_quotation_is_said_in_words():
    assert spoken_of([("family", "gout"), ("negated", "smoke")]) == ("negated: smoke", "speaks of a relative: gout")
    assert (carried_forward(0), carried_forward(1)) == ("", "copied forward in 1 later note")
    assert carried_forward(3) == "copied forward in 3 later notes"
    assert carried_forward(2, is_copy=True) == "copied forward from an earlier note, in 3 notes in all"


def test_an_older_quotation_says_of_when_it_is_and_the_newest_does_not():
    old, new = date(2015, 3, 2), date(2026, 1, 1)
    assert older_than(old, new) == "older: of 2 Mar 2015"
    assert older_than(new, new) == older_than(None, new) == ""


@pytest.mark.parametrize("form", [SearchForm, QuestionForm, ReferenceForm])
def test_a_question_may_have_300_characters_and_a_longer_one_is_told_so(form):
    longest = ("methotrexate " * 30)[:300].strip().ljust(300, "e")
    assert form({"words": longest}).is_valid()
    assert form({"words": f"{longest}e"}).errors["words"] == ["Ask in at most 300 characters; this has 301."]
    assert form({"words": "e" * 38_999}).errors["words"] == ["Ask in at most 300 characters; this has 38,999."]
    assert form({"words": " "}).errors["words"][0].startswith("Type what you are looking for")


def test_the_page_of_a_question_that_is_too_long_says_so(client, world):
    _, page = ask(client, world, "Why? " * 300)
    assert "Ask in at most 300 characters; this has 1,499." in page
    assert "Ensure this value" not in page


@pytest.mark.parametrize(("zone", "day"), [("America/Chicago", "11 Nov 2025"), ("Europe/Berlin", "12 Nov 2025")])
def test_an_older_quotation_is_of_the_day_that_its_document_stands_under(client, world, note, settings, zone, day):
    settings.TIME_ZONE = zone
    when = datetime(2025, 11, 12, 4, 30, tzinfo=UTC)
    note(STOPPED, series="DocumentReference/1", dated_at=when)
    later = "Progress note\n\nMethotrexate was stopped because of nausea and vomiting."
    note(later, series="DocumentReference/2", dated_at=datetime(2026, 3, 2, 18, tzinfo=UTC))
    _, page = ask(client, world, "Why was methotrexate stopped?")
    assert f"older: of {day}" in page
    assert page.count(day) > 1
    assert "older: of 2 Mar 2026" not in page


def test_a_quotation_stands_among_whole_words_of_its_passage():
    text = "alpha beta gamma delta epsilon"
    left, right = words_around(text, (11, 16), (0, len(text)), most=3)
    assert text[left:right] == "gamma"
    assert words_around(text, (11, 16), (0, len(text)), most=99) == (0, len(text))


RENDERED = (
    "Name: Anna Lindgren-Sato\nSex: female\nSocial security number: 900-44-7192\nMarital status: Married\n"
    "Phone: 555-0142"
)


def test_a_fact_of_the_record_is_quoted_alone_and_the_number_beside_it_only_when_it_is_asked_for(client, world, note):
    note(RENDERED, structured=True, title="Demographics", kind=DocumentKind.DEMOGRAPHICS, dated_at=None)
    _, page = ask(client, world, "What is her marital status?")
    assert "Married" in page
    assert "900-44-7192" not in page
    assert "555-0142" not in page
    assert "900-44-7192" in ask(client, world, "What is her social security number?")[1]


def test_a_telephone_number_is_not_shown_around_a_quotation(client, world, note):
    note("Telephone encounter\n\nCaller on 555-0142. Patient stopped methotrexate after five doses.")
    _, page = ask(client, world, "Why was methotrexate stopped?")
    assert "after five doses" in page
    assert "555-0142" not in page


def test_without_an_answer_only_a_passage_that_holds_a_part_of_the_question_is_shown(client, world, note):
    note("Progress note\n\nHand pain, osteoarthritis likely.\n\nExam\nThyroid firm, no nodule.")
    _, page = ask(client, world, "Has she had thyroid surgery?")
    assert "which does not seem to answer it" in page
    assert "Thyroid firm" in page
    _, page = ask(client, world, "What did the colonoscopy show?")
    assert "Not in this chart" in page
    assert "nearest passage" not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [(" ", "Type what you are looking for"), ("is it so?", "Name a condition, a medicine, a test"),
     ("Welche Allergien hat sie?", "questions in English alone")],
)  # fmt: skip
def test_what_cannot_be_asked_gets_a_hint_and_no_verdict_and_is_not_kept(client, world, note, words, said):
    note()
    response, page = ask(client, world, words)
    assert (response.status_code, said in page) == (422, True)
    assert "Not in this chart" not in page
    with fence.keeping():
        assert not RetrievalQuery.objects.filter(purpose="question").exists()
    assert "Not in this chart" in ask(client, world, "colonoscopy?")[1]
