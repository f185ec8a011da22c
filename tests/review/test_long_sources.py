"""Long charts at the desk: a citation of a 40-page document or a 300-row table costs what one of a short note does."""

import re
from copy import deepcopy

import pytest
from django.urls import reverse

from apps.chart.domain.documents import DocumentKind
from tests.review.acts import edit
from tests.review.conftest import kept_after, make_citation, make_document
from tests.review.test_statements import statements

MOST_OF_A_CLICK = 30_000  # bytes
PAGE = "Assessment {n}\nCDAI {n} today, moderate activity. Continue as before; labs in four weeks, call with fever.\n\n"
HTMX = {"HX-Request": "true", "HX-Target": "source"}


def cite_long_note(desk):
    text = "Progress note\n\n" + "".join(PAGE.format(n=number) + "Denies pain. " * 150 + "\n\n" for number in range(40))
    document = make_document(desk.world.anna, "long", text)
    make_citation(desk.claim(2), 50, document, "CDAI 20 today", "supports")
    make_citation(desk.claim(5), 51, document, "CDAI 39 today", "supports")
    return document


kept_desk_long_note = kept_after(cite_long_note)


@pytest.fixture
def long_note(kept_desk_long_note, desk, copies):
    """Forty pages, cited on the twentieth by claim 2 and on the last by claim 5."""
    return deepcopy(kept_desk_long_note.made[1], copies)


@pytest.fixture
def long_table(desk):
    rows = "".join(f"CRP{number:04} mg/L      {number:04}      high\n" for number in range(300))
    text = f"{'Test':18}{'Value':10}Flag\n{rows}"
    document = make_document(desk.world.anna, "lab", text, DocumentKind.LABORATORY_REPORT)
    make_citation(desk.claim(2), 52, document, "CRP0150 mg/L      0150", "supports")
    return document


def click(desk, number, **headers):
    address = reverse("review:citation", args=[desk.draft.pk, desk.citation(number).pk])
    return desk.client(desk.world.okafor).get(address, headers=headers or HTMX)


def page(desk, document, **query):
    address = reverse("review:source", args=[desk.draft.pk, document.pk])
    return desk.client(desk.world.okafor).get(address, query, headers=HTMX).content.decode()


def find(desk, document, words, **values):
    address = reverse("review:source_find", args=[desk.draft.pk, document.pk])
    return desk.client(desk.world.okafor).post(address, {"words": words, **values}, headers=HTMX).content.decode()


def test_a_citation_into_a_document_of_forty_pages_sends_what_stands_about_it(desk, long_note):
    response = click(desk, 50)
    said = response.content.decode()
    assert len(response.content) < MOST_OF_A_CLICK
    assert '<mark class="quote" id="evidence">CDAI 20 today</mark>' in said
    assert "Earlier in this document" in said
    assert "Later in this document" in said
    assert "CDAI 5 today" not in said


def test_the_same_click_costs_as_many_statements_however_long_the_document_is(desk, long_note):
    client = desk.client(desk.world.okafor)
    short, long = (reverse("review:citation", args=[desk.draft.pk, desk.citation(number).pk]) for number in (3, 50))
    assert len(statements(client, long, **HTMX)) == len(statements(client, short, **HTMX))


def test_the_whole_document_is_one_click_away_and_every_part_can_be_read_on_to(desk, long_note):
    whole = page(desk, long_note, whole=1)
    assert all(f"CDAI {number} today" in whole for number in range(40))
    at, seen = 0, ""
    while at is not None:
        part = page(desk, long_note, at=at)
        seen += part
        later = re.search(r"\?at=(\d+)[^>]*>Later in", part)
        at = int(later[1]) if later else None
    assert all(f"CDAI {number} today" in seen for number in range(40))


def test_a_row_of_a_long_table_stands_under_the_head_of_its_table(desk, long_table):
    response = click(desk, 52)
    said = response.content.decode()
    assert len(response.content) < MOST_OF_A_CLICK
    assert said.count('<tr class="lit">') == 1
    assert '<th scope="col">Value</th>' in said
    assert "CRP0150 mg/L" in said
    assert "CRP0299 mg/L" not in said


def test_words_are_found_in_the_document_counted_and_walked_round(desk, long_note):
    first = find(desk, long_note, "moderate ACTIVITY")
    assert "1 of 40" in first
    assert first.count('id="hit"') == 1
    assert '<mark class="hit now" id="hit">moderate activity</mark>' in first
    second = find(desk, long_note, "moderate activity", hit=40)
    assert "40 of 40" in second
    assert "CDAI 39 today" in second
    assert 'name="hit" value="1" data-hit="next"' in second
    assert "not in this document" in find(desk, long_note, "leflunomide")


def test_a_search_begins_at_the_cited_words_and_leads_back_to_them(desk, long_note):
    cited = desk.citation(50).pk
    said = find(desk, long_note, "CDAI", cited=cited)
    assert "21 of 40" in said
    assert '<mark class="quote hit now" id="hit">CDAI</mark>' in said
    assert "Back to the words of [50]" in said
    assert f"?cited={cited}#evidence" in said


def test_words_that_were_looked_for_stand_in_no_address_and_no_event(desk, long_note):
    said = find(desk, long_note, "moderate activity")
    assert not re.search(r'(href|hx-get|action|hx-post)="[^"]*moderate', said)
    again = page(desk, long_note, words="moderate activity")
    assert "of 40" not in again


def test_what_an_address_asks_for_and_the_document_does_not_have_is_as_if_it_was_not_asked_for(desk, long_note):
    for query in ({"at": 10**7}, {"at": "x"}, {"start": 9, "end": 3}, {"start": 5, "end": 10**7}, {"cited": "x"}):
        assert "Progress note" in page(desk, long_note, **query)


def test_who_rests_on_a_place_is_named_there_and_no_more_once_the_claim_was_rewritten(desk):
    phone = desk.documents["phone"]
    assert "claim 3" in page(desk, phone)
    edit(desk, desk.world.okafor, 3, "Methotrexate was stopped after 5 doses.")
    assert "claim 3" not in page(desk, phone)
    said = click(desk, 5).content.decode()
    assert "The machine cited this." in said
