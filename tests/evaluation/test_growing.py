"""A chart that grows for the bench holds as many notes as it says, each a document of its own."""

from apps.chart.models import SourceDocument
from apps.evaluation.benches.draft import GROWING
from apps.evaluation.benches.growing import chart_of
from apps.intake.pipeline import message_finish, message_take
from tests.factories import SETUP, World


def test_a_chart_of_seventeen_notes_holds_seventeen_different_notes(world: World) -> None:
    message, _ = message_take(
        organization=world.cedar, source_system="bench", source_id="17.json", media_type="application/fhir+json",
        body=chart_of(GROWING, 17), actor=SETUP,
    )  # fmt: skip
    assert message.quarantined == 0
    message_finish(message_id=message.pk, actor=SETUP)
    notes = SourceDocument.objects.filter(series__startswith="DocumentReference/")
    assert notes.filter(patient__source_id="dvorak-marek").count() == 17
    assert notes.values("sha256").distinct().count() == 17
