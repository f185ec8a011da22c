import re

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.viewer.selectors import DOCUMENTS_ON_A_PAGE


@pytest.fixture
def client(world):
    client = Client()
    client.force_login(world.okafor)
    return client


def actions(world):
    return [event.action for event in events_for(organization_id=world.cedar.pk, patient_id=world.anna.pk)]


def get(client, name, *args, **query):
    return client.get(reverse(f"viewer:{name}", args=args), query)


def text(response):
    return response.content.decode()


def test_the_list_holds_the_patients_of_ones_grants_and_no_others(client):
    page = text(get(client, "charts"))
    assert "Anna Lindgren-Sato" in page
    assert "Okonjo" not in page
    assert "Vasquez" not in page


@pytest.mark.parametrize(("words", "found"), [("lindgren", True), ("anna sato", True), ("nobody", False)])
def test_a_patient_is_found_by_a_part_of_the_name_by_post(client, words, found):
    page = text(client.post(reverse("viewer:charts"), {"words": words}))
    assert ("Anna Lindgren-Sato" in page) is found
    assert ("No patient found" in page) is not found


def test_a_search_for_a_patient_of_somebody_else_finds_nobody(client):
    assert "No patient found" in text(client.post(reverse("viewer:charts"), {"words": "Okonjo"}))


def test_a_chart_names_the_patient_and_lists_the_documents_and_the_opening_is_recorded(client, world, note):
    note()
    page = text(get(client, "chart_detail", world.anna.pk))
    for words in ("Anna Lindgren-Sato", "4 May 1961 (65, female)", "not recorded", "Progress note", "3 Oct 2024"):
        assert words in page
    assert actions(world)[0] == "chart_viewed"


def test_a_long_chart_comes_in_pages(client, world, note):
    for number in range(DOCUMENTS_ON_A_PAGE + 1):
        note("Doing well.", series=f"DocumentReference/{number}", title=f"Note {number}")
    first = text(get(client, "chart_detail", world.anna.pk))
    second = text(get(client, "chart_detail", world.anna.pk, page=2))
    assert first.count("<li><a href") == DOCUMENTS_ON_A_PAGE
    assert "Older documents" in first
    assert "Note 0" in first + second
    assert 0 < second.count("<li><a href") < DOCUMENTS_ON_A_PAGE
    assert "Nothing older" in text(get(client, "chart_detail", world.anna.pk, page=9))


def test_a_document_is_shown_in_its_sections_with_its_header(client, world, note):
    page = text(get(client, "document_detail", world.anna.pk, note().pk))
    assert re.findall(r"<h3>(.*?)</h3>", page) == ["Interval history", "Assessment and plan"]
    for words in ("Dr. I. Okafor", "version 1 of 1", "Anna Lindgren-Sato sleeps badly."):
        assert words in page
    assert actions(world)[0] == "document_viewed"


def test_an_earlier_version_says_that_a_newer_one_exists_and_leads_there(client, world, note):
    first, second = note(), note("Progress note\n\nAssessment and plan\nAmended.")
    page = text(get(client, "document_detail", world.anna.pk, first.pk))
    assert "A newer version of this document exists" in page
    assert reverse("viewer:document_detail", args=[world.anna.pk, second.pk]) in page
    assert "A newer version" not in text(get(client, "document_detail", world.anna.pk, second.pk))


def test_a_document_of_another_patient_is_not_shown_under_this_one(client, world, note):
    assert get(client, "document_detail", world.berta.pk, note().pk).status_code == 404


def test_a_search_inside_the_chart_leads_to_the_marked_words(client, world, note):
    document = note()
    response = client.post(reverse("viewer:chart_search", args=[world.anna.pk]), {"words": "methotrexate dose"})
    link = re.search(r'href="([^"]+start=\d+[^"]+)"', text(response))[1].replace("&amp;", "&")
    assert str(document.pk) in link
    page = text(client.get(link.partition("#")[0]))
    assert "Methotrexate 20 mg weekly" in "".join(re.findall(r'<mark class="found"[^>]*>(.*?)</mark>', page))


def test_htmx_gets_the_hits_alone(client, world, note):
    note()
    address = reverse("viewer:chart_search", args=[world.anna.pk])
    part = text(client.post(address, {"words": "osteopenia"}, headers={"HX-Request": "true"}))
    assert part.lstrip().startswith('<section id="hits"')


def test_an_empty_search_says_what_to_type(client, world):
    response = client.post(reverse("viewer:chart_search", args=[world.anna.pk]), {"words": " "})
    assert response.status_code == 422
    assert "Type what you are looking for" in text(response)


@pytest.mark.parametrize("span", [{"start": 5, "end": 2}, {"start": 0, "end": 10**6}, {"start": "x", "end": 3}])
def test_a_span_that_is_none_marks_nothing(client, world, note, span):
    response = get(client, "document_detail", world.anna.pk, note().pk, **span)
    assert response.status_code == 200
    assert "<mark" not in text(response)
