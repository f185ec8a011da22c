"""The bells of a correction; what is still to redact and to index, the database says."""

from apps.core.actors import Actor
from apps.core.standing import organization_of
from apps.core.tasks import ring, workbench_task
from apps.viewer.selectors.redaction import patients_to_renew
from apps.viewer.services import redactions_renew

WORKER = Actor.service("redaction-worker")


@workbench_task(queue="index", stands=organization_of("chart.Patient"))
def renew_redactions(*, patient_id: str) -> None:
    """Redact again what a correction took out of use in one chart, and index it."""
    redactions_renew(patient_id=patient_id, actor=WORKER)


@workbench_task(queue="index", stands="every")
def sweep_corrections() -> None:
    """Ring again for charts whose worker, or whose bell, was lost."""
    for patient_id in patients_to_renew():
        ring(renew_redactions, patient_id=patient_id)
