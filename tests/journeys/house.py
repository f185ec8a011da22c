"""Everything that has a page: drafts in each state, a chart, policies in force and being written."""

from datetime import date

import pytest

from apps.access.selectors import actor_for
from apps.access.services import break_glass_end, break_glass_open, person_create
from apps.audit.selectors import events_for
from apps.chart.services import patient_grant
from apps.core import clock
from apps.coverage.services.writing import policy_version_begin
from apps.drafting.models import CriterionCitation
from apps.quality.domain.adjudication import Stratum
from apps.quality.services import reading_give, round_draw
from apps.quality.services.adjudication import Answer
from apps.review import services
from apps.review.selectors import access_draft
from tests.factories import PASSWORD
from tests.journeys.test_after_signature import sign
from tests.journeys.test_desk import check_the_rest
from tests.journeys.tour import House
from tests.review.conftest import make_document, make_draft

JOINTS = (
    "left wrist",
    "right wrist",
    "left knee",
    "right knee",
    "left ankle",
    "right ankle",
    "left elbow",
    "right elbow",
)
NOTE = "Progress note\n\n" + " ".join(f"The {joint} is swollen." for joint in JOINTS) + " CDAI 31. Sleeps well."
PHONE = "Telephone encounter\n\nCalls again: the left wrist is swollen."
CLAIMS = [
    *(("Joints", f"The {one} is swollen.", "high", "supported", [("note", f"The {one} is swollen")]) for one in JOINTS),
    ("Severity", "The CDAI was 31.", "high", "supported", [("note", "CDAI 31")]),
    ("Severity", "She called about it.", "high", "supported", [("note", "left wrist"), ("phone", "left wrist")]),
    ("Beside", "She sleeps well.", "moderate", "supported", [("note", "Sleeps well")]),
    ("Beside", "Work is limited.", "low", "inferred", []),
]  # fmt: skip


@pytest.fixture(scope="module")
def house(building):
    """The draft that waits is held by the doctor; another waits for its decision; a third is signed."""
    waiting, checked, signed = (building.next_letter() for _ in range(3))
    building.letters.append(waiting)  # the one that the tests of the module read
    clinic, okafor, staff = building.clinic(waiting), building.people["okafor"], building.people["lindqvist"]
    services.item_claim(draft=access_draft(okafor, waiting.pk), person=okafor, actor=actor_for(okafor))
    check_the_rest(clinic, checked, but=0)
    sign(building.clinic(signed))
    patient_grant(patient=building.ruth, permission="view_evidence", person=staff, actor=actor_for(okafor))
    lindholm = building.people["lindholm"]
    emergency = break_glass_open(
        person=lindholm, patient_id=building.ruth.pk, reason_code="emergency_treatment",
        reason="Collapsed in the waiting room.", actor=actor_for(lindholm),
    )  # fmt: skip
    break_glass_end(person=lindholm, patient_id=building.ruth.pk, actor=actor_for(lindholm))
    citation = waiting.claims.filter(citations__isnull=False).first().citations.first()
    written = policy_version_begin(
        policy=waiting.policy, version="4-draft", start=date(2027, 1, 1), person=staff, actor=actor_for(staff)
    )
    case, reading = read_again(building, signed)
    return House(
        round_id=case.round_id, case_id=case.pk, reading_id=reading.pk,
        patient=building.ruth, draft=waiting, checked=checked, signed=signed, citation_id=citation.pk,
        criterion_citation_id=CriterionCitation.objects.filter(answer__draft=waiting).first().pk,
        document_id=citation.source_document_id, redacted_id=citation.redacted_document_id,
        policy_id=waiting.policy_id, written_policy_id=written.pk, person_id=building.people["reyes"].pk,
        emergency_id=emergency.pk,
        release=waiting.release.digest,
        event=events_for(organization_id=building.ruth.organization_id).first().sequence,
    )  # fmt: skip


def read_again(building, signed):
    """Return what two colleagues settled of the signed letter, and a reading of it that waits in another round."""
    analyst, today = building.people["marchetti"], clock.today()
    readers = second_readers(building.people, building.ruth, 3)

    def draw():
        sizes = dict.fromkeys(Stratum, 5)
        found = round_draw(start=today, end=today, sizes=sizes, person=analyst, actor=actor_for(analyst))
        return found.cases.get(draft=signed)

    case = draw()
    for seat in case.readings.all():
        reading_give(
            reading_id=seat.pk, answer=Answer("wording", comment="Long."), person=seat.person,
            actor=actor_for(seat.person),
        )  # fmt: skip
    waiting = draw().readings.get()
    building.people["reader"] = next(one for one in readers if one.pk == waiting.person_id)
    return case, waiting


def second_readers(people, patient, number):
    """Return physicians who may open the chart and took no part in anything."""
    readers = []
    for name in ("Ada Brandt", "Ben Castell", "Cleo Dahl")[:number]:
        person = person_create(
            email=f"{name.split()[0].lower()}@cedar-hollow.example", password=PASSWORD, display_name=name,
            credentials="MD", role="physician", organization=people["okafor"].organization,
            actor=actor_for(people["okafor"]),
        )  # fmt: skip
        patient_grant(patient=patient, permission="view_chart", person=person, actor=actor_for(people["okafor"]))
        readers.append(person)
    return readers


@pytest.fixture
def twelve(clinic):
    """Dr. Okafor holds a draft of twelve claims, ten of high severity, one of these with two sources."""
    okafor = clinic.people["okafor"]
    documents = {name: make_document(clinic.ruth, name, text) for name, text in (("note", NOTE), ("phone", PHONE))}
    made = make_draft(clinic.ruth, okafor, documents, CLAIMS)
    services.item_claim(draft=access_draft(okafor, made.pk), person=okafor, actor=actor_for(okafor))
    return made
