"""The header of a draft as it would be signed now, by the person who looks at it."""

from typing import TYPE_CHECKING

from apps.core import clock
from apps.drafting.domain.claims import DraftKind
from apps.review.domain.letter import Clinician, Subject, letter_header, summary_header
from apps.viewer.selectors import Banner, Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft


def header_of(draft: "Draft", banner: Banner, person: "Person", purpose: Purpose = Purpose.REVIEW) -> dict[str, str]:
    """Return the header's lines by name, identifiers in place. At most one statement."""
    subject, urgency_reason = texts_restored(
        sight=Sight(person, purpose), patient_id=draft.patient_id, texts=[draft.subject, draft.urgency_reason]
    )
    patient = Subject(banner.name, banner.born, banner.age, banner.sex, banner.mrn, banner.member_id)
    clinician = Clinician(
        person.display_name, person.credentials, person.specialty, draft.organization.name, person.npi
    )
    if draft.kind == DraftKind.CHART_SUMMARY or draft.policy is None:
        return summary_header(patient=patient, purpose=subject, clinician=clinician, day=clock.today())
    return letter_header(
        payer=draft.policy.payer,
        policy=f"Policy {draft.policy.policy_id}, version {draft.policy.version}: {draft.policy.title}",
        patient=patient,
        request=subject,
        service_code=draft.service_code,
        diagnoses=draft.diagnosis_codes,
        urgency_reason=urgency_reason,
        urgency_by=draft.requested_by.formal_name,
        clinician=clinician,
        day=clock.today(),
    )
