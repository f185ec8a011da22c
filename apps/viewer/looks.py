"""Who looked at a chart, and what of it was disclosed to whom: answered to a patient from the log alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from apps.access.domain.roles import ROLES, Permission
from apps.access.selectors import check_may, names_of, reason_refusal
from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.disclosures import (
    LONGEST_SAID,
    PURPOSE_WORDS,
    TO_RECORD,
    YEARS,
    Disclosure,
    Purpose,
)
from apps.audit.domain.looks import MOST_LINES, Look, Looker
from apps.audit.selectors import count_since, disclosures_of, log_begins, look_lines, lookers, looks_at
from apps.audit.services import event_append
from apps.chart.selectors import patient_numbered, patients_of_organization
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.spreadsheets import csv_text
from apps.core.errors import WorkbenchError

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient

FIRST_SHOWN = timedelta(days=90)
LOOKUPS, LOOKUPS_WINDOW = 10, timedelta(minutes=15)
NOT_FOUND = "Nobody here has this record number and this date of birth together. Check both. The attempt is recorded."
TOO_MANY = "Too many lookups that found nobody. Wait fifteen minutes."
PURPOSES = [(purpose.value, PURPOSE_WORDS[purpose]) for purpose in TO_RECORD]
DESTROYED = "What was recorded up to {day} was destroyed by policy, with the oldest part of the log."
HEADERS = ("Date", "Recipient", "What was disclosed", "Purpose", "Accounted for", "By", "Row of the log")


class NotKept(WorkbenchError):
    """Nothing was found or recorded, in a sentence."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who looked, by name and by the role they had then."""

    name: str
    role: str
    told: Looker


@dataclass(frozen=True, slots=True)
class LooksReport:
    """Who looked in a period, the last one first; and each look, for who answers the patient."""

    start: date
    end: date
    people: Sequence[Named]
    lines: Sequence[tuple[Look, str, str]]
    total: int
    destroyed_to: datetime | None  # up to when the log was destroyed by policy, if anything of it was

    @property
    def is_cut(self) -> bool:
        return bool(self.lines) and self.total > MOST_LINES


@dataclass(frozen=True, slots=True)
class Accounting:
    """What was disclosed since a day: what the law has accounted for, and what it leaves out."""

    since: date
    accounted: Sequence[tuple[Disclosure, str]]
    left_out: Sequence[tuple[Disclosure, str]]
    destroyed_to: datetime | None


def access_patient_asking(officer: "Person", patient_id: UUID) -> "Patient":
    """Return a patient of the officer's own organization, who asked what the log knows; any other is none (404)."""
    check_may(officer, Permission.REVIEW_EMERGENCIES)
    patient = patients_of_organization(officer.organization_id).filter(pk=patient_id).first()
    if patient is None:
        raise Http404("No such patient.")
    return patient


@transaction.atomic
def _find_record(person: "Person", patient_id: UUID | None, actor: Actor) -> None:
    event_append(
        actor=actor, action=Action.PATIENT_FOUND, patient_id=patient_id or "", object_type="patient",
        object_id=patient_id or "", outcome=Outcome.SUCCESS if patient_id else Outcome.FAILURE,
    )  # fmt: skip


def looks_report(*, patient: "Patient", start: date, end: date, with_lines: bool, actor: Actor) -> LooksReport:
    """Return who looked at a chart from one day to another, both included, and record that somebody asked."""
    looks = looks_at(
        organization_id=patient.organization_id, patient_id=patient.pk, start=_begin(start),
        end=_begin(end + timedelta(days=1)),
    )  # fmt: skip
    told, lines = lookers(looks), look_lines(looks) if with_lines else []
    names = names_of({one.person_id for one in told}, organization_id=patient.organization_id)
    report = LooksReport(
        start, end,
        people=[Named(_name(one.person_id, names), _role(one.role), one) for one in told],
        lines=[(line, _name(line.person_id, names), _role(line.role)) for line in lines],
        total=sum(one.times for one in told), destroyed_to=log_begins(),
    )  # fmt: skip
    _record(patient, Action.LOOKS_VIEWED, actor, start=start.isoformat(), end=end.isoformat())
    return report


def accounting(*, patient: "Patient", actor: Actor, as_file: bool = False) -> Accounting:
    """Return what was disclosed of a patient in the last six years (45 CFR 164.528), and record that somebody asked."""
    since = six_years_before(clock.today())
    found = disclosures_of(organization_id=patient.organization_id, patient_id=patient.pk, since=_begin(since))
    found = [one for one in found if one.on >= since]
    names = names_of({one.person_id for one in found}, organization_id=patient.organization_id)
    rows = [(one, _name(one.person_id, names)) for one in found]
    _record(patient, Action.DISCLOSURES_EXPORTED if as_file else Action.DISCLOSURES_VIEWED, actor)
    return Accounting(
        since, [row for row in rows if not row[0].is_left_out], [row for row in rows if row[0].is_left_out],
        log_begins(),
    )  # fmt: skip


def accounting_csv(told: Accounting) -> str:
    """Return an accounting as a table that a spreadsheet shows and does not compute."""
    rows = [
        (
            one.on.isoformat(), one.recipient, one.what, one.purpose_words,
            "no: left out by 164.528(a)(1)(i)" if one.is_left_out else "yes", name, str(one.sequence),
        )
        for one, name in (*told.accounted, *told.left_out)
    ]  # fmt: skip
    gone = (
        [("", "", DESTROYED.format(day=clock.day_of(told.destroyed_to)), "", "", "", "")] if told.destroyed_to else []
    )
    return csv_text([HEADERS, *rows, *gone])


def six_years_before(day: date) -> date:
    """Return the day six years earlier; of 29 February the day before it."""
    try:
        return day.replace(year=day.year - YEARS)
    except ValueError:
        return day.replace(year=day.year - YEARS, day=28)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


@transaction.atomic
def _record(patient: "Patient", action: Action, actor: Actor, **details: str) -> None:
    event_append(
        actor=actor, action=action, patient_id=patient.pk, object_type="patient", object_id=patient.pk,
        details=details,
    )  # fmt: skip


def _name(person_id: str, names: Mapping[str, str]) -> str:
    return names.get(person_id) or f"Person {person_id[:8]}"


def _role(role: str) -> str:
    return ROLES[role].name if role in ROLES else "Role not recorded"


def patient_find(*, mrn: str, born: date, person: "Person", actor: Actor) -> UUID:
    """Return the patient who asks, by number and birth date, and record it. Raises NotKept, alike for every miss."""
    check_may(person, Permission.REVIEW_EMERGENCIES)
    missed = count_since(
        actor_id=person.pk, action=Action.PATIENT_FOUND, since=clock.now() - LOOKUPS_WINDOW, outcome=Outcome.FAILURE
    )
    if missed >= LOOKUPS:
        raise NotKept(TOO_MANY)
    patient_id = patient_numbered(person.organization_id, mrn, born)
    _find_record(person, patient_id, actor)
    if patient_id is None:
        raise NotKept(NOT_FOUND)
    return patient_id


@transaction.atomic
def identity_show(*, patient: "Patient", actor: Actor) -> None:
    """Record that the patient's name was put on a report that masks it otherwise."""
    event_append(
        actor=actor, action=Action.IDENTITY_REVEALED, patient_id=patient.pk, object_type="patient",
        object_id=patient.pk, details={"reason_code": "privacy_request"},
    )  # fmt: skip


@transaction.atomic
def disclosure_record(
    *, patient: "Patient", disclosed_on: date, recipient: str, what: str, purpose: str, person: "Person", actor: Actor
) -> None:
    """Put a disclosure that was made outside the workbench on record, in the log itself.

    Raises NotAllowed, and NotKept for a purpose that needs no accounting, a day ahead or longer ago than anybody is
    told of, and for words that are missing, too long, or name the patient or somebody else of this house.
    """
    check_may(person, Permission.REVIEW_EMERGENCIES)
    if purpose not in TO_RECORD:
        raise NotKept("Choose for which purpose it was disclosed.")
    if not six_years_before(clock.today()) <= disclosed_on <= clock.today():
        raise NotKept("It was disclosed within the last six years and not in the future. Check the day.")
    said = {
        "recipient": _said(
            recipient, "Say to whom it was disclosed, with the address where it is known.", patient, True
        ),
        "what": _said(what, "Say what was disclosed, without naming the patient.", patient, False),
    }
    told = {**said, "purpose": Purpose(purpose).value, "disclosed_on": disclosed_on.isoformat()}
    _record(patient, Action.DISCLOSURE_RECORDED, actor, **told)


def _said(text: str, missing: str, patient: "Patient", addressed: bool) -> str:
    text = " ".join(text.split())
    if not text:
        raise NotKept(missing)
    if len(text) > LONGEST_SAID:
        raise NotKept(f"Shorten this to {LONGEST_SAID} characters; it has {len(text)}.")
    if sentence := reason_refusal(
        patient.pk, text, organization_id=patient.organization_id, names_company=True, addressed=addressed
    ):
        raise NotKept(sentence)
    return text
