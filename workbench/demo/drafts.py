"""Ask for the demo's drafts as a person at the desk would; the workers make them."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from apps.core import clock
from apps.core.errors import WorkbenchError
from apps.coverage.selectors import policy_get
from apps.drafting.pipeline import draft_request
from apps.drafting.selectors import drafts_of_organization
from workbench.demo import fixtures
from workbench.demo.people import Cast
from workbench.embedded.terminal import console

if TYPE_CHECKING:
    from apps.chart.models import Patient


def request_drafts(cast: Cast, patients: dict[str, "Patient"]) -> int:
    """Ask for every draft that was not asked for before; return how many were."""
    asked = 0
    for row in fixtures.requests():
        patient = patients.get(row["patient"])
        if patient is None or _was_asked(row, patient):
            continue
        try:
            _request(row, cast, patient)
        except WorkbenchError as error:
            console.print(f"  [yellow]{row['subject']}:[/] {error.sentence}")
        else:
            asked += 1
    return asked


def _was_asked(row: dict[str, Any], patient: "Patient") -> bool:
    drafts = drafts_of_organization(patient.organization_id)
    return drafts.filter(patient_id=patient.pk, kind=row["kind"], subject=row["subject"]).exists()


def _request(row: dict[str, Any], cast: Cast, patient: "Patient") -> None:
    person = cast.people[row["requested_by"]]
    wanted = row.get("policy")
    due_in = row.get("due_in_hours")
    draft_request(
        patient_id=patient.pk,
        kind=row["kind"],
        subject=row["subject"],
        policy=policy_get(wanted["policy_id"], wanted["version"]) if wanted else None,
        service_code=row.get("service_code", ""),
        diagnosis_codes=tuple(row.get("diagnosis_codes", ())),
        urgency=row.get("urgency", "standard"),
        urgency_reason=row.get("urgency_reason", ""),
        due_at=clock.now() + timedelta(hours=due_in) if due_in else None,
        person=person,
        actor=cast.actor(person),
    )
