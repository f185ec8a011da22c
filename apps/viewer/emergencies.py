"""An emergency declared for one patient, whom nobody lists: the number and the birth date have to be known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.access.domain.break_glass import why_no_reason
from apps.access.domain.roles import Permission
from apps.access.selectors import break_glass_open_for, check_may, why_not_tried
from apps.access.selectors.emergencies import break_glass_today
from apps.access.services import break_glass_open, break_glass_refuse
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.selectors import may_on_patient, patients_numbered
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.viewer.domain.patients import names_apart

if TYPE_CHECKING:
    from apps.access.models import BreakGlassGrant, Person
    from apps.chart.models import Patient

SEVERAL = (
    "{number} patients have this record number and this date of birth. Choose the one in front of you by the first "
    "letters of the name; where none fits, open none."
)


OPEN_ALREADY = (
    "This chart is open to you since {since} already, until {until}; that does not change. Your reason is kept beside "
    "the one you gave before."
)
OPENED_AGAIN = (
    "You opened this chart in an emergency {times} times today. The privacy officer sees that beside each reason."
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several who share a number and a birth date, masked: enough to choose by, and no name."""

    id: UUID
    name: str
    sex: str
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class Opened:
    """Whose chart stands open, and what is to be said of it: that it stood open before, or nothing."""

    patient_id: UUID
    sentence: str = ""


class NotOpened(WorkbenchError):
    """Nothing was opened."""


class Several(WorkbenchError):
    """Nothing was opened yet: more than one patient has this number and birth date."""

    def __init__(self, candidates: "Sequence[Candidate]") -> None:
        super().__init__(SEVERAL.format(number=len(candidates)))
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody says who declares an emergency."""

    mrn: str
    born: date
    reason_code: str
    reason: str
    minutes: int
    which: str = ""  # of several alike: the one who was chosen


def emergency_declare(*, declared: Declared, factors: tuple[str, ...], person: "Person", actor: Actor) -> Opened:
    """Open the chart of the patient who was named, and return whose it is.

    Whoever may see that chart anyway is led there, and nothing is opened. Where it stands open in an emergency
    already it stays so, for as long as it did, and the new reason is kept beside the first. Raises NotAllowed, and
    WorkbenchError with a sentence: the same where the patient is unknown and where one of the two is wrong; each
    attempt is recorded. Raises Several, with who to choose from, where more than one patient has both.
    """
    check_may(person, Permission.BREAK_GLASS)
    if sentence := why_not_tried(person):
        raise NotOpened(sentence)
    if sentence := why_no_reason(declared.reason_code, declared.reason):
        raise NotOpened(sentence)
    named = patients_numbered(person.organization_id, declared.mrn, declared.born)
    if declared.which:
        named = [patient for patient in named if str(patient.pk) == declared.which]
    if not named:
        raise NotOpened(break_glass_refuse(person=person, reason="not_found", actor=actor))
    if len(named) > 1:
        raise Several(_candidates(named, actor))
    patient_id = named[0].pk
    if may_on_patient(person, patient_id, "view_chart", emergency=False):
        return Opened(patient_id)
    standing = break_glass_open_for(person).filter(patient_id=patient_id).first()
    try:
        break_glass_open(
            person=person, patient_id=patient_id, reason_code=declared.reason_code, reason=declared.reason,
            lasts=timedelta(minutes=declared.minutes), factors=factors, actor=actor,
        )  # fmt: skip
    except WorkbenchError:
        break_glass_refuse(person=person, reason="reason_names_somebody", patient_id=patient_id, actor=actor)
        raise
    return Opened(patient_id, _stands_open(standing) if standing else _opened_again(person, patient_id))


def _opened_again(person: "Person", patient_id: UUID) -> str:
    times = break_glass_today(person)[patient_id]
    return OPENED_AGAIN.format(times=times) if times > 1 else ""


def _stands_open(grant: "BreakGlassGrant") -> str:
    since, until = (f"{timezone.localtime(moment):%H:%M}" for moment in (grant.opened_at, grant.expires_at))
    return OPEN_ALREADY.format(since=since, until=until)


@transaction.atomic
def _candidates(named: "Sequence[Patient]", actor: Actor) -> list[Candidate]:
    """Return who is to be chosen from, and record of each that this was shown."""
    for patient in named:
        event_append(
            actor=actor, action=Action.EMERGENCY_CHOICE_SHOWN, patient_id=patient.pk, object_type="patient",
            object_id=patient.pk, details={"of": len(named)},
        )  # fmt: skip
    names = names_apart([(patient.given_name, patient.family_name) for patient in named])
    return [
        Candidate(patient.pk, name, patient.sex or "sex not recorded", getattr(patient, "last_seen", None))
        for patient, name in zip(named, names, strict=True)
    ]
