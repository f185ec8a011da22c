"""The header of a draft as it would be signed now, by the person who looks at it. From the record, not the draft."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from apps.core import clock
from apps.coverage.domain.tree import parse
from apps.drafting.domain.claims import DraftKind
from apps.review.domain.denials import asked_for, reason_words
from apps.review.domain.letter import Asked, Clinician, Letterhead, Subject, day_words, letter_header, summary_header
from apps.review.domain.npi import npi_holds
from apps.viewer.selectors import (
    BANNER_RESOURCES,
    Banner,
    LetterRecord,
    Purpose,
    RecordRead,
    Sight,
    letter_record,
    record_read,
    texts_restored,
)

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft


def header_of(
    draft: "Draft", banner: Banner, person: "Person", purpose: Purpose = Purpose.REVIEW, *,
    said: Mapping[str, str] | None = None, record: RecordRead | None = None,
) -> dict[str, str]:  # fmt: skip
    """Return the header's lines by name, identifiers in place.

    ``said`` are the draft's texts as the person may read them, ``record`` the chart's resources; a statement each
    where they are not at hand.
    """
    texts = [draft.subject, draft.urgency_reason]
    if said is None:
        subject, urgency_reason = texts_restored(sight=Sight(person, purpose), patient_id=draft.patient_id, texts=texts)
    else:
        subject, urgency_reason = (said[text] for text in texts)
    patient = Subject(banner.name, banner.born, banner.age, banner.sex, banner.mrn, banner.member_id)
    npi = person.npi if npi_holds(person.npi) else ""
    clinician = Clinician(person.display_name, person.credentials, person.specialty, draft.organization.name, npi)
    if draft.kind == DraftKind.CHART_SUMMARY or draft.policy is None:
        return summary_header(patient=patient, purpose=subject, clinician=clinician, day=clock.today())
    organization = draft.organization
    return letter_header(
        payer=draft.policy.payer,
        policy=f"Policy {draft.policy.policy_id}, version {draft.policy.version}: {draft.policy.title}",
        patient=patient,
        request=asked_for(subject),
        service_code=draft.service_code,
        diagnoses=draft.diagnosis_codes,
        urgency_reason=urgency_reason,
        urgency_by=draft.requested_by.formal_name,
        clinician=clinician,
        day=clock.today(),
        asked=asked_of(
            draft, letter_record(draft.patient, service_code=draft.service_code, subject=subject, record=record)
        ),
        letterhead=Letterhead(organization.address, organization.phone, organization.fax),
        appeal=appeal_line(draft),
    )


def appeal_line(draft: "Draft") -> str:
    """Return what a letter appeals, by the payer's own code and notice; an empty text for a first request."""
    appeal = getattr(draft, "appeal", None)
    if appeal is None:
        return ""
    answer = appeal.answer
    return f"Of the denial of {day_words(answer.notice_on or answer.answered_on)}: {reason_words(answer.reason_code)}"


def header_record(draft: "Draft") -> RecordRead:
    """Return what the banner and the header of a draft take from the chart. One statement for both."""
    is_letter = draft.kind != DraftKind.CHART_SUMMARY and draft.policy is not None
    return record_read(draft.patient) if is_letter else record_read(draft.patient, BANNER_RESOURCES)


def asked_of(draft: "Draft", record: LetterRecord) -> Asked:
    """Return what a draft asks of the payer: the record's plan and order, the codes in the policy's words."""
    displays = {code.code: code.display for code in parse(draft.policy.body).codes} if draft.policy else {}
    named = {**record.conditions, **record.order.diagnoses, **{code: said for code, said in displays.items() if said}}
    service = displays.get(draft.service_code.rpartition(" ")[2], "")
    return Asked(
        plan=record.plan.name,
        group=record.plan.group,
        service=", ".join(part for part in (draft.service_code, service) if part),
        service_on=day_words(draft.service_on) if draft.service_on else "",
        quantity=record.order.quantity,
        frequency=record.order.frequency,
        duration=record.order.duration,
        payer_address=record.payer_address,
        diagnoses="\n".join(f"{code} {named.get(code, '')}".strip() for code in draft.diagnosis_codes),
    )
