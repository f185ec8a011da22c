"""The world that the pages are opened in: a chart one would not want to read by hand, and a desk that fills up."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from apps.access.services import organization_create, person_create
from apps.chart.domain.documents import DocumentKind
from apps.chart.services import document_store, patient_grant, patient_store
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.bench import Say
from apps.evaluation.benches.pages.drafts import (
    checked_draft,
    large_letter,
    opened_claim,
    rejected_draft,
    requested,
    signed_draft,
    summary_draft,
)
from apps.intake.pipeline import DEFAULT_SOURCE, message_finish, message_take
from apps.review.selectors import access_draft
from apps.review.selectors.facts import review_token, reviews_of

if TYPE_CHECKING:
    from apps.access.models import Organization, Person
    from apps.chart.models import Patient
    from apps.drafting.models import Draft

ACTOR = Actor.service("bench-pages")
BUNDLE: Path = settings.BASE_DIR / "fixtures" / "charts" / "calloway-ruth" / "bundle.json"
LARGE = 100
NOTES, OTHER_PATIENTS, DECIDED = 7, 4, 1  # at 1x
PAGES_OF_THE_LONG_DOCUMENT, ROWS_OF_THE_TABLE = 40, 300
LINES_OF_A_PAGE = 46
PERMISSIONS = ("view_chart", "review_draft", "sign_draft")
# What is on her problem list. The policy that the letter argues from has a criterion for each.
ILLNESSES = (
    "asthma", "eczema", "migraine", "gout", "glaucoma", "cataract", "rosacea", "psoriasis", "vitiligo",
    "hypothyroidism", "hyperlipidemia", "type 2 diabetes mellitus", "atrial fibrillation", "heart failure",
    "mitral regurgitation", "aortic stenosis", "varicose veins", "peripheral neuropathy",
    "carpal tunnel syndrome", "trigger finger", "plantar fasciitis", "hallux valgus", "lumbar stenosis",
    "cervical radiculopathy", "rotator cuff tear", "frozen shoulder", "tennis elbow", "meniscal tear",
    "hip osteoarthritis", "scoliosis", "iron deficiency anemia", "vitamin D deficiency", "celiac disease",
    "diverticulosis", "hemorrhoids", "gastroesophageal reflux disease", "hiatal hernia", "fatty liver disease",
    "gallstones", "kidney stones", "chronic kidney disease", "overactive bladder", "stress incontinence",
    "uterine fibroids", "endometriosis", "polycystic ovary syndrome", "obstructive sleep apnea", "insomnia",
    "restless legs syndrome", "allergic rhinitis", "chronic sinusitis", "nasal polyps", "tinnitus",
    "hearing loss", "vertigo", "dry eye disease", "macular degeneration", "alopecia areata", "lichen planus",
    "urticaria",
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """Who opens what. ``review`` waits unchecked, ``checked`` waits for its decision, ``signed`` is signed."""

    organization: "Organization"
    physician: "Person"
    analyst: "Person"
    officer: "Person"
    patient: "Patient"
    review: "Draft"
    checked: "Draft"
    signed: "Draft"
    claim_id: UUID
    citation_id: UUID
    long_document_id: UUID
    table_id: UUID

    @property
    def claims(self) -> int:
        return self.review.claims.count()

    def token(self) -> str:
        """Return the state in which the claim that is acted on is seen."""
        return review_token(reviews_of(access_draft(self.physician, self.review.pk)).get(str(self.claim_id)))


def world_made(say: Say) -> World:
    """Take in the chart and make the drafts that are opened, through the belts."""
    organization = organization_create(slug="bench-pages", name="Bench", actor=ACTOR)
    physician, analyst, officer = (_person(organization, role) for role in ("physician", "quality", "privacy_officer"))
    patient = _taken_in(organization, "calloway-ruth", _reviewed_chart())
    _grant(patient, physician)
    review = large_letter(patient, physician, ILLNESSES)
    claim_id, citation_id = opened_claim(review, physician)
    say(f"a letter of {review.claims.count()} claims")
    checked = checked_draft(summary_draft(patient, physician, "Chart summary to decide"), physician)
    signed = signed_draft(summary_draft(patient, physician, "Chart summary to sign"), physician)
    long_document_id, table_id = _stored(patient, "long", _long_text()), _stored(patient, "table", _table_text())
    say("one draft checked, one signed")
    return World(
        organization, physician, analyst, officer, patient, review, checked, signed, claim_id, citation_id,
        long_document_id, table_id,
    )  # fmt: skip


def world_grow(world: World, start: int, end: int, say: Say) -> None:
    """Let the notes of the chart, the other patients and the decided drafts grow from one size to another."""
    for number in range(OTHER_PATIENTS * start, OTHER_PATIENTS * end):
        other = _other_patient(world.organization, number)
        _grant(other, world.physician)
        requested(other, world.physician, "Chart summary", "chart_summary")
    for number in range(NOTES * start, NOTES * end):
        _stored(world.patient, f"visit-{number}", _note_text(number))
    for number in range(DECIDED * start, DECIDED * end):
        decided = _taken_in(world.organization, f"decided-{number}", _small_chart(f"decided-{number}"))
        _grant(decided, world.physician)
        rejected_draft(decided, world.physician)
    say(f"{OTHER_PATIENTS * end} other patients, {NOTES * end} more notes, {DECIDED * end} decided")


def draft_stands(world: World, *, is_newest: bool) -> None:
    """Let the letter be made after all of its chart came in, or before the notes that were added."""
    world.review.ready_at = clock.now() if is_newest else world.review.created_at
    world.review.save(update_fields=["ready_at"])


def _person(organization: "Organization", role: str) -> "Person":
    return person_create(
        email=f"{role}@bench.example", display_name=f"Bench {role}", role=role, organization=organization, actor=ACTOR
    )


def _grant(patient: "Patient", person: "Person") -> None:
    for permission in PERMISSIONS:
        patient_grant(patient=patient, permission=permission, person=person, actor=ACTOR)


def _taken_in(organization: "Organization", name: str, bundle: bytes) -> "Patient":
    message, _ = message_take(
        organization=organization, source_system=DEFAULT_SOURCE, source_id=name, media_type="application/fhir+json",
        body=bundle, actor=ACTOR,
    )  # fmt: skip
    message_finish(message_id=message.pk, actor=ACTOR)
    patient: Patient = organization.patients.get(source_id=name)
    return patient


def _reviewed_chart() -> bytes:
    bundle = json.loads(BUNDLE.read_text(encoding="utf-8"))
    model = next(row["resource"] for row in bundle["entry"] if row["resource"]["resourceType"] == "Condition")
    for number, illness in enumerate(ILLNESSES):
        entry = {**model, "id": f"bench-condition-{number}", "code": {"text": illness.capitalize()}}
        bundle["entry"].append({"resource": entry})
    return json.dumps(bundle).encode()


def _small_chart(name: str) -> bytes:
    subject = {"reference": f"Patient/{name}"}
    patient = {"resourceType": "Patient", "id": name, "gender": "male", "birthDate": "1958-04-02",
               "identifier": [{"system": "urn:bench", "value": name}],
               "name": [{"family": name.capitalize(), "given": ["Bench"]}]}  # fmt: skip
    taken = {"resourceType": "MedicationRequest", "id": f"{name}-med", "status": "active", "intent": "order",
             "subject": subject, "authoredOn": "2026-09-01",
             "medicationCodeableConcept": {"text": "Metformin 500 mg tablet"},
             "dosageInstruction": [{"text": "500 mg by mouth twice a day"}]}  # fmt: skip
    entries = [{"resource": one} for one in (patient, taken)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def _other_patient(organization: "Organization", number: int) -> "Patient":
    body = {
        "resourceType": "Patient",
        "id": f"other-{number}",
        "identifier": [{"system": "urn:bench", "value": f"B{number:06d}"}],
        "name": [{"family": f"Bench{number}", "given": ["Other"]}],
        "gender": "female",
        "birthDate": "1970-01-01",
    }
    return patient_store(organization=organization, source_system="bench", body=body, actor=ACTOR)


def _stored(patient: "Patient", name: str, text: str) -> UUID:
    document, _ = document_store(
        organization=patient.organization, patient=patient, encounter=None, source_system="bench",
        series=f"note/{name}", kind=DocumentKind.PROGRESS_NOTE, title="Progress note", code="11506-3",
        author="Bench, MD", author_role="", dated_at=clock.now(), source_status="current", structured=False, lines=[],
        actor=ACTOR, text=text,
    )  # fmt: skip
    return document.pk


def _note_text(number: int) -> str:
    return (
        f"HPI: Visit {number}. Doing well, no new complaint. Morning stiffness about half an hour, sleeps well.\n\n"
        "Medications: as listed, taken as prescribed, none missed in the last week.\n\n"
        "Exam: No acute distress. Lungs clear. Wrists without swelling today.\n\n"
        "A&P: Continue. Recheck in 3 months. Call earlier if fever, cough, or a swollen joint.\n"
    )


def _long_text() -> str:
    pages = (
        f"HOSPITAL COURSE, DAY {page + 1}:\n"
        + "\n".join(
            f"{8 + line % 12:02d}:{line:02d} Resting comfortably, vital signs stable, pain {line % 4} of 10, plan kept."
            for line in range(LINES_OF_A_PAGE)
        )
        for page in range(PAGES_OF_THE_LONG_DOCUMENT)
    )
    return "\n\n".join(pages)


def _table_text() -> str:
    months = ("Jan", "Feb", "Mar")
    rows = (
        f"{1 + row % 28:02d} {months[row % 3]} 2026\tCreatinine\t{0.7 + row % 9 / 10:.1f}\tmg/dL\t0.5-1.1"
        for row in range(ROWS_OF_THE_TABLE)
    )
    return "RESULTS:\nDate\tTest\tValue\tUnit\tRange\n" + "\n".join(rows)
