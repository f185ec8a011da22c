"""The patient as a payer knows them, for a request that goes out with the name on it: from the record alone."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from apps.viewer.selectors.letters import LetterRecord, letter_record

if TYPE_CHECKING:
    from apps.chart.models import Patient


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """Who the request is about, and what the record says of plan, order and conditions."""

    family: str
    given: str
    born: date | None
    sex: str
    record: LetterRecord


def member_record(patient: "Patient", *, service_code: str, subject: str) -> MemberRecord:
    """Return the patient of a request, for a caller that was let in to them. One statement."""
    return MemberRecord(
        family=patient.family_name,
        given=patient.given_name,
        born=patient.birth_date,
        sex=patient.sex,
        record=letter_record(patient, service_code=service_code, subject=subject),
    )
