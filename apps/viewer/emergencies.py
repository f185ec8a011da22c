"""An emergency declared for one patient, whom nobody lists: the number and the birth date have to be known."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from apps.access.domain.break_glass import why_no_reason
from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, why_not_tried
from apps.access.services import break_glass_open, break_glass_refuse
from apps.chart.selectors import may_on_patient, patient_numbered
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError

if TYPE_CHECKING:
    from apps.access.models import Person


class NotOpened(WorkbenchError):
    """Nothing was opened."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody says who declares an emergency."""

    mrn: str
    born: date
    reason_code: str
    reason: str
    minutes: int


def emergency_declare(*, declared: Declared, factors: tuple[str, ...], person: "Person", actor: Actor) -> UUID:
    """Open the chart of the patient who was named, and return whose it is.

    Whoever may see that chart anyway is led there, and nothing is opened. Raises NotAllowed, and WorkbenchError with a
    sentence: the same where the patient is unknown and where one of the two is wrong; each attempt is recorded.
    """
    check_may(person, Permission.BREAK_GLASS)
    if sentence := why_not_tried(person):
        raise NotOpened(sentence)
    if sentence := why_no_reason(declared.reason_code, declared.reason):
        raise NotOpened(sentence)
    patient_id = patient_numbered(person.organization_id, declared.mrn, declared.born)
    if patient_id is None:
        raise NotOpened(break_glass_refuse(person=person, reason="not_found", actor=actor))
    if may_on_patient(person, patient_id, "view_chart"):
        return patient_id
    try:
        break_glass_open(
            person=person, patient_id=patient_id, reason_code=declared.reason_code, reason=declared.reason,
            lasts=timedelta(minutes=declared.minutes), factors=factors, actor=actor,
        )  # fmt: skip
    except WorkbenchError:
        break_glass_refuse(person=person, reason="reason_names_somebody", patient_id=patient_id, actor=actor)
        raise
    return patient_id
