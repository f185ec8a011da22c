"""A case of known answers as a chart of its own organization, and the people who read it (eval-cases.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from apps.access.domain.roles import ROLES
from apps.access.services import break_glass_open, person_create
from apps.chart.selectors import document_ids_of_message, documents_get
from apps.chart.services import patient_grant
from apps.core.errors import WorkbenchError
from apps.intake.domain.media_types import FHIR_JSON
from apps.intake.pipeline import message_finish, message_take

if TYPE_CHECKING:
    from pathlib import Path

    from apps.access.models import Organization, Person
    from apps.chart.models import Patient, SourceDocument
    from apps.core.actors import Actor

EMERGENCY = "emergency"
# The gold's roles as the program's. Who has no account here, and whoever is not named, sees nothing.
PROGRAM_ROLES: Mapping[str, str] = {
    "treating_clinician": "physician",
    "nurse": "nurse",
    "behavioral_health": "behavioral_health",
    "social_work": "social_worker",
    "pharmacist": "pharmacist",
    "psychotherapy_author": "psychotherapist",
    "part2_program_staff": "part2_staff",
    "prior_auth_specialist": "biller",
    "billing": "biller",
    "privacy_officer": "privacy_officer",
    "researcher": "quality",
}
WITHOUT_GRANT = frozenset({EMERGENCY, "privacy_officer", "researcher"})


def case_folders(data: Path | None) -> list[Path]:
    """Return the folders of the cases under a folder. Raises WorkbenchError when there is none."""
    cases = sorted(path.parent for path in data.glob("*/gold.json")) if data else []
    if not cases:
        raise WorkbenchError("--data names a folder of eval cases: DIR/<case>/{bundle,gold}.json.")
    return cases


def gold_of(folder: Path) -> Mapping[str, Any]:
    """Return what is true of a case."""
    gold: Mapping[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return gold


def case_take(organization: Organization, folder: Path, actor: Actor) -> dict[str, SourceDocument]:
    """Take a case in, redacted and indexed; return its notes by their own id."""
    found = case_documents(organization, folder, actor)
    return {document.series.partition("/")[2]: document for document in found if not document.structured}


def case_documents(organization: Organization, folder: Path, actor: Actor) -> list[SourceDocument]:
    """Take a case in, redacted and indexed; return its notes and the renderings of its resources."""
    message, report = message_take(
        organization=organization, source_system="bench", source_id=folder.name, media_type=FHIR_JSON,
        body=(folder / "bundle.json").read_bytes(), actor=actor,
    )  # fmt: skip
    if report.quarantined or report.lost or report.faults:
        raise WorkbenchError(f"{folder.name} was not taken in whole: {', '.join(report.reasons) or 'it crashed'}.")
    message_finish(message_id=message.pk, actor=actor)
    return list(documents_get(document_ids_of_message(message.pk)).values())


def readers_make(organization: Organization, patients: Iterable[Patient], actor: Actor) -> dict[str, Person]:
    """Return a person for each role of the gold, with the grants that their work gives them."""
    people = {role: _person(organization, role, ours, actor) for role, ours in PROGRAM_ROLES.items()}
    people[EMERGENCY] = _person(organization, EMERGENCY, "physician", actor)
    for patient in patients:
        for role, person in people.items():
            if role not in WITHOUT_GRANT:
                patient_grant(patient=patient, permission="view_chart", person=person, actor=actor)
        break_glass_open(
            person=people[EMERGENCY], patient_id=patient.pk, reason_code="emergency_treatment",
            reason="Unconscious on arrival.", actor=actor,
        )  # fmt: skip
    return people


def _person(organization: Organization, role: str, ours: str, actor: Actor) -> Person:
    return person_create(
        email=f"{role}@{organization.slug}.example", display_name=ROLES[ours].name, role=ours,
        organization=organization, actor=actor,
    )  # fmt: skip
