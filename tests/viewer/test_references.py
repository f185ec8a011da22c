"""Policies and protocols: who may search them, what is offered, and that nothing of a question stays behind."""

import logging
import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.drafting.services import policies_index
from apps.retrieval.domain.reference import ReferenceKind
from apps.retrieval.models import ReferenceDocument
from apps.retrieval.services import Reference, ReferenceRefused, reference_add
from tests.factories import SETUP, World

PAGE = "/reference/"
PROTOCOL = """# Starting a TNF inhibitor

Screen for tuberculosis and hepatitis B before the first dose.

## Monitoring

Measure liver enzymes every three months."""


@pytest.fixture
def okafor(world: World, client: Client) -> Client:
    client.force_login(world.okafor)
    return client


def add(text: str = PROTOCOL, **changes) -> ReferenceDocument:
    values = {"key": "tnf", "kind": ReferenceKind.PROTOCOL, "title": "TNF inhibitors", "version": "1", "text": text}
    reference_add(reference=Reference(**values | changes), actor=SETUP)
    return ReferenceDocument.objects.get(title=(values | changes)["title"])


def ask(client: Client, words: str, **headers):
    response = client.post(PAGE, {"words": words}, headers=headers)
    return response, response.content.decode()


@pytest.mark.parametrize("who", ["okafor", "nurse", "lindqvist"])
def test_who_works_with_charts_or_letters_finds_it_in_the_navigation(world: World, client: Client, who: str) -> None:
    add()
    client.force_login(getattr(world, who))
    page = client.get(PAGE)
    assert page.status_code == 200
    assert 'aria-current="true">Policies</a>' in page.content.decode()
    assert "TNF inhibitors" in page.content.decode()


@pytest.mark.parametrize("who", ["marchetti", "admin", "privacy", "integration"])
def test_no_other_role_may(world: World, client: Client, who: str) -> None:
    client.force_login(getattr(world, who))
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}{add().pk}/").status_code == 403


def test_a_stranger_is_sent_to_sign_in(world: World, client: Client) -> None:
    for address in (PAGE, f"{PAGE}{add().pk}/", f"{PAGE}policy/RA-04/3/"):
        assert client.get(address).status_code == 302
    assert client.post(PAGE, {"words": "liver enzymes"}).status_code == 302


def test_an_answer_says_what_it_is_from_and_leads_to_the_marked_passage(okafor: Client, world: World) -> None:
    document = add(effective_start=date(2024, 1, 1))
    response, page = ask(okafor, "how often should liver enzymes be checked")
    assert response.status_code == 200
    for words in ("TNF inhibitors", "Protocol", "Version 1", "in force since 1 Jan 2024", "Monitoring", "every three"):
        assert words in page
    link = re.search(rf'href="({PAGE}{document.pk}/\?start=\d+[^"#]+)#evidence"', page)[1].replace("&amp;", "&")
    text = okafor.get(link).content.decode()
    assert '<mark class="found" id="evidence">Measure liver enzymes every three months.</mark>' in text
    assert "Screen for tuberculosis" in text


def test_a_text_of_another_organization_is_not_there_and_its_own_people_read_it(okafor: Client, world: World) -> None:
    document = add(organization_id=world.brightwater.pk)
    assert "TNF inhibitors" not in okafor.get(PAGE).content.decode() + ask(okafor, "liver enzymes")[1]
    assert okafor.get(f"{PAGE}{document.pk}/").status_code == 404
    okafor.force_login(world.quill)
    assert "TNF inhibitors" in okafor.get(PAGE).content.decode() + ask(okafor, "liver enzymes")[1]
    assert okafor.get(f"{PAGE}{document.pk}/").status_code == 200


def test_a_text_no_longer_in_force_is_not_offered_and_says_so_where_it_is_opened(okafor: Client, world: World) -> None:
    add()
    old = add(PROTOCOL, key="old", title="The old way", effective_end=date(2020, 1, 1))
    for page in (okafor.get(PAGE).content.decode(), ask(okafor, "liver enzymes")[1]):
        assert "TNF inhibitors" in page
        assert "The old way" not in page
    assert "No longer in force" in okafor.get(f"{PAGE}{old.pk}/").content.decode()


def test_who_is_named_in_a_question_reaches_no_log_and_no_event(okafor: Client, world: World, caplog) -> None:
    add()
    with caplog.at_level(logging.DEBUG):
        response, page = ask(okafor, "liver enzymes for Anna Lindgren-Sato, MRN 774193-22")
    assert response.status_code == 200
    assert "every three months" in page
    assert "What may name a person was not searched for" in page
    event = AuditEvent.objects.get(action="reference_searched")
    kept = " ".join([caplog.text, *(str(vars(row)) for row in AuditEvent.objects.all())])
    assert (event.actor_id, event.patient_id, event.details) == (str(world.okafor.pk), "", {"hits": 2})
    assert not [word for word in ("Lindgren", "774193", "enzymes") if word in kept]


def test_a_plain_question_is_searched_as_it_stands(okafor: Client, world: World) -> None:
    add()
    assert "was not searched for" not in ask(okafor, "liver enzymes")[1]
    assert ask(okafor, "liver enzymes", **{"HX-Request": "true"})[1].lstrip().startswith('<section id="references"')
    response, page = ask(okafor, " ")
    assert response.status_code == 422
    assert "Type what you are looking for" in page


def test_a_letter_leads_to_the_version_of_the_policy_it_argues_from(okafor: Client, world: World) -> None:
    call_command("policy_load", "fixtures/policies", fixture=True, stdout=StringIO())
    policies_index(actor=SETUP)
    page = okafor.get(reverse("reference:policy", args=["RA-04", "3"]), follow=True)
    assert page.status_code == 200
    assert "Version 3" in page.content.decode()
    assert okafor.get(reverse("reference:policy", args=["RA-04", "99"])).status_code == 404


@pytest.mark.parametrize("name", ["%00/1", "tnf/%00", "a%00b/1%002"])
def test_a_name_that_no_text_can_have_leads_nowhere(okafor, name):
    add(kind=ReferenceKind.POLICY)
    assert okafor.get(f"{PAGE}policy/{name}/").status_code == 404
    assert okafor.get(f"{PAGE}policy/tnf/1/").status_code == 302


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 5000, "\x00", "1" * 30])
def test_whatever_stands_for_the_page_a_page_is_shown(okafor, page):
    add()
    answer = okafor.get(PAGE, {"page": page})
    assert answer.status_code == 200
    assert "TNF inhibitors" in answer.content.decode()


def test_a_text_with_a_character_that_no_text_has_is_refused_in_a_sentence():
    with pytest.raises(ReferenceRefused, match="tnf was not added: it holds a NUL character"):
        reference_add(
            reference=Reference("tnf", ReferenceKind.PROTOCOL, "TNF inhibitors", "1", f"{PROTOCOL}\x00"), actor=SETUP
        )
