"""A C-CDA document that comes as an attachment is a note with the sections its sender gave it."""

from apps.chart.models import SourceDocument
from apps.redaction.selectors import redacted_document_get
from apps.redaction.services import document_redact
from tests.chart.ccda import VISIT
from tests.factories import World
from tests.fhir import attachment, note
from tests.intake.conftest import SENDER, Send


def test_its_sections_come_by_code_and_no_markup_is_left(send: Send, world: World) -> None:
    send(note(content=[{"attachment": attachment(VISIT, "application/xml")}]))
    document = SourceDocument.objects.get(patient=world.anna, structured=False)
    kinds = ["history_of_present_illness", "results", "physical_exam", "physical_exam", "allergies", "goals"]
    assert [section.kind for section in document.sections.all()] == kinds
    assert "<" not in document.text
    assert "Test | Result\nHemoglobin | 11.9 g/dL" in document.text


def test_its_sections_also_nested_ones_come_through_the_redaction_map(send: Send, world: World) -> None:
    send(note(content=[{"attachment": attachment(VISIT, "text/xml")}]))
    document = SourceDocument.objects.get(patient=world.anna, structured=False)
    view = redacted_document_get(document_redact(document_id=document.id, actor=SENDER).id)
    said = {section.title: (section.kind, view.text[section.start : section.end]) for section in view.sections}
    assert said["Skin"] == ("physical_exam", "Psoriasis of both elbows.")
    assert said["Allergies"] == ("allergies", "Not recorded.")
    assert [s.code for s in view.sections] == ["10164-2", "30954-2", "29545-1", "29545-1", "48765-2", "61146-7"]
    assert "Lindgren" not in view.text
    assert said["History of present illness"][1].endswith("has RA.")


def test_one_that_is_not_well_formed_is_held_with_a_sentence(send: Send, world: World) -> None:
    message, report = send(note(content=[{"attachment": attachment(VISIT[:-30], "application/xml")}]))
    assert report.quarantined == 1
    assert "not well-formed XML" in message.held.get().reason


def test_other_xml_is_kept_and_not_read(send: Send, world: World) -> None:
    message, report = send(note(content=[{"attachment": attachment(b"<modelInfo/>", "application/xml")}]))
    assert (report.quarantined, message.not_understood["attachments"]) == (0, {"application/xml": 1})


def test_a_plain_text_beside_it_is_the_note(send: Send, world: World) -> None:
    both = [attachment(VISIT, "application/xml"), attachment("HPI: plain words.", "text/plain")]
    send(note(content=[{"attachment": one} for one in both]))
    assert SourceDocument.objects.get(patient=world.anna, structured=False).text == "HPI: plain words."
