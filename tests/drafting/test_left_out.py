"""A page of another person gives a draft nothing, and the draft says which page that was."""

import base64
import json

from apps.intake.pipeline import message_finish, message_take
from tests.drafting.conftest import WORKER, bundle, request_summary, run
from tests.factories import World

OTHER = "Patient: DOE, Jane   DOB: 3/5/1949\n\nHome oxygen 2 L for hypoxemia."


def take_in_page(world: World, text: str, *, finished: bool = True) -> None:
    body = json.loads(bundle("anna", "Anna", "Lindgren-Sato"))
    page = body["entry"][-1]["resource"]
    page["id"] = "anna-n2"
    page["content"][0]["attachment"]["data"] = base64.b64encode(text.encode()).decode()
    message, _ = message_take(
        organization=world.cedar, source_system="test", source_id="page.json", actor=WORKER,
        media_type="application/fhir+json", body=json.dumps(body).encode(),
    )  # fmt: skip
    if finished:
        message_finish(message_id=message.pk, actor=WORKER)


def test_the_draft_names_the_page_of_another_person_and_nothing_of_that_person(charted: World) -> None:
    take_in_page(charted, OTHER)
    draft = run(request_summary(charted))
    said = [sentence for sentence in draft.missing if "left out" in sentence]
    assert said == ["1 page seems to be another person's and was left out: Progress note 6 Nov 2026."]
    assert not any(word in " ".join(draft.missing) for word in ("DOE", "Doe", "Jane", "1949"))
    assert not draft.claims.filter(text__icontains="oxygen").exists()


def test_a_draft_of_the_patients_own_pages_says_nothing_of_it(charted: World) -> None:
    assert not any("left out" in sentence for sentence in run(request_summary(charted)).missing)


def unread(world: World) -> str:
    """Return what a draft says of documents not read yet; two lists of the cast never went through the wall."""
    return " ".join(said for said in run(request_summary(world)).missing if "not read yet" in said)


def test_a_draft_says_which_document_came_in_and_is_not_read_yet(charted: World) -> None:
    take_in_page(charted, "Home oxygen 2 L for hypoxemia.", finished=False)
    assert "3 documents came in and are not read yet: Progress note 6 Nov 2026" in unread(charted)


def test_a_draft_says_nothing_of_a_document_that_was_read(charted: World) -> None:
    take_in_page(charted, "Home oxygen 2 L for hypoxemia.")
    assert "Progress note" not in unread(charted)
