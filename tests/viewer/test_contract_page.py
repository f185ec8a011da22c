"""The data contract as a page: who may read it, what it shows, and that the YAML is the very contract in force."""

import hashlib

import pytest
from django.test import Client

from apps.redaction.contract import data_contract
from tests.factories import World

PAGE, YAML = "/privacy/contract/", "/privacy/contract.yaml"


@pytest.fixture
def officer(world: World, client: Client) -> Client:
    client.force_login(world.privacy)
    return client


@pytest.mark.parametrize("url", [PAGE, YAML])
@pytest.mark.parametrize("who", ["privacy", "admin"])
def test_who_answers_for_privacy_may_read_it(world: World, client: Client, who: str, url: str) -> None:
    client.force_login(getattr(world, who))
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", [PAGE, YAML])
@pytest.mark.parametrize("who", ["okafor", "reyes", "lindqvist", "marchetti", "integration"])
def test_no_other_role_may(world: World, client: Client, who: str, url: str) -> None:
    client.force_login(getattr(world, who))
    refused = client.get(url)
    assert refused.status_code == 403
    assert "may not read the data contract" in refused.content.decode()


@pytest.mark.parametrize("url", [PAGE, YAML])
def test_a_stranger_is_sent_to_sign_in(world: World, client: Client, url: str) -> None:
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("url", [PAGE, YAML])
def test_it_is_only_read(officer: Client, url: str) -> None:
    assert officer.post(url).status_code == 405


@pytest.mark.parametrize(
    ("who", "page", "shown"),
    [("privacy", "/privacy/documents/", True), ("admin", "/control/", True), ("okafor", "/charts/", False),
     ("marchetti", "/quality/", False)],
)  # fmt: skip
def test_the_way_there_stands_in_the_navigation_of_who_may(
    world: World, client: Client, who: str, page: str, shown: bool
) -> None:
    client.force_login(getattr(world, who))
    answer = client.get(page, follow=True)
    assert answer.status_code == 200
    assert (f'href="{PAGE}"' in answer.content.decode()) is shown


def test_the_yaml_has_the_digest_that_the_page_shows(officer: Client) -> None:
    taken = officer.get(YAML)
    digest = hashlib.sha256(taken.content).hexdigest()
    assert digest == data_contract().sha256
    assert digest in officer.get(PAGE).content.decode()
    assert taken["Content-Disposition"] == 'attachment; filename="data-contract-1.yaml"'


def test_the_overview_names_every_part_class_and_action(officer: Client) -> None:
    page, contract = officer.get(PAGE).content.decode(), data_contract()
    assert all(f">{part.name}</a>" in page for part in contract.parts)
    assert all(f">{phi_class.label}</span>" in page for phi_class in contract.classes.values())
    assert "Data contract, version 1" in page
    assert "A modifier extension" in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("format=fhir&part=Patient", "Patient.birthDate", "Condition.code"),
        ("format=hl7v2", "PID-19 SSN number", "Patient.birthDate"),
        ("action=generalize", "Address.postalCode", "Address.city"),
        ("words=maiden", "PID-6 Mother&#x27;s maiden name", "Patient.birthDate"),
        ("words=birth-date+patient", "Patient.birthDate", "Patient.gender"),
        ("format=documents&words=telephone", "telephone_encounter", "operative_note"),
    ],
)
def test_a_filter_shows_what_it_asks_for_and_nothing_else(officer: Client, query: str, shown: str, hidden: str) -> None:
    page = officer.get(f"{PAGE}?{query}").content.decode()
    assert f"<code>{shown}</code>" in page
    assert f"<code>{hidden}</code>" not in page


def test_a_row_says_class_law_action_and_reason(officer: Client) -> None:
    page = officer.get(f"{PAGE}?part=Patient&words=birthdate").content.decode()
    row = page[page.index("<code>Patient.birthDate</code>") :]
    assert "BIRTH-DATE" in row
    assert "164.514(b)(2)(i)(C)" in row
    assert '<span class="act surrogate">surrogate</span>' in row
    assert "age is given instead" in row


@pytest.mark.parametrize("query", ["words=nickname", "part=Patient&format=hl7v2"])
def test_a_filter_that_matches_nothing_says_so(officer: Client, query: str) -> None:
    assert "No field is named so" in officer.get(f"{PAGE}?{query}").content.decode()


@pytest.mark.parametrize("query", ["format=fax", "part=Horoscope", "action=guess", f"words={'x' * 61}"])
def test_what_cannot_be_asked_shows_the_overview(officer: Client, query: str) -> None:
    assert "What nobody has named" in officer.get(f"{PAGE}?{query}").content.decode()
