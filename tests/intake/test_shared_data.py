"""Real input that nobody here wrote: a few files, taken whole. The bench takes all of them."""

from pathlib import Path

import pytest

from apps.chart.models import SourceDocument
from apps.chart.selectors import known_identifiers
from apps.evaluation.benches.intake import messages_in
from apps.intake.domain.report import Report
from apps.intake.pipeline import message_take
from tests.factories import World
from tests.intake.conftest import SENDER

SHARED = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.shared_data


def take(world: World, folder: str, *names: str) -> Report:
    if not (SHARED / folder).is_dir():
        pytest.skip(f"There is no ../shared/data/{folder} beside this clone: the material is not part of the project.")
    total = Report()
    for sent in messages_in(SHARED / folder):
        if sent.name.startswith(names):
            total.add(message_take(
                organization=world.cedar, source_system="shared", source_id=sent.name, media_type=sent.media_type,
                body=sent.body, actor=SENDER,
            )[1])  # fmt: skip
    return total


def test_a_synthea_bundle_is_taken_whole(world: World) -> None:
    report = take(world, "fhir_r4_synthea_smart", "Abdul_", "practitionerInformation")
    assert report.resources == report.accepted + report.unchanged > 200
    assert (report.lost, report.faults) == (0, 0)


def test_a_patient_with_notes_is_taken_whole_and_their_names_are_known(world: World) -> None:
    report = take(world, "fhir_bulk10_notes", "patient_cbc86e51")
    assert (report.quarantined, report.lost, report.faults) == (0, 0, 0)
    notes = SourceDocument.objects.filter(patient__source_system="shared", structured=False).select_related("patient")
    assert notes.count() == 15
    known = {one.text for one in known_identifiers(notes[0].patient)}
    assert {"Augustus49", "Emmerich580", "Neville893", "999-71-3268", "431 Runte Underpass Unit 16"} <= known
    assert all({section.title for section in note.sections.all()} >= {"Allergies", "Medications"} for note in notes)


def test_the_examples_of_us_core_are_taken_whole(world: World) -> None:
    report = take(world, "us_core_examples", "examples")
    assert (report.resources, report.quarantined, report.lost, report.faults) == (230, 0, 0, 0)
