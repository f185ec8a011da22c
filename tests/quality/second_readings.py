"""Decided drafts with real sentences, and physicians who may read them."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.chart.models import Patient
from apps.chart.services import patient_grant
from apps.core import clock
from apps.drafting.models import Draft
from apps.quality import services
from apps.quality.domain.adjudication import Stratum
from apps.quality.models import AdjudicationReading, AdjudicationRound
from apps.quality.services.adjudication import Answer
from apps.review.models import ReviewDecision, ReviewItem
from tests.factories import SETUP, World, make_person
from tests.quality.generated import Judged, decide
from tests.review.conftest import PHONE, PROGRESS, make_document, make_draft

CLAIMS = [
    ("Severity", "The CDAI of Ms. Lindgren-Sato was 31.", "high", "supported", [("note", "CDAI 31"), ("note", "RA.")]),
    ("Therapies", "Methotrexate 20 mg weekly failed.", "high", "supported",
     [("note", "MTX 20 mg weekly Apr-Sep 2024"), ("phone", "stopped MTX last wk")]),
    ("Rationale", "Work is limited.", "low", "inferred", []),
]  # fmt: skip
APPROVE, REJECT = ("approve", "none", ""), ("reject", "none", "contradicts")
STYLE, SUBSTANTIVE = ("edit", "style", "style"), ("edit", "substantive", "contradicts")


@dataclass
class Clinic:
    """Three physicians decide Anna's drafts, which the resident asked for; four others may open them."""

    world: World
    documents: dict = field(default_factory=dict)
    deciders: list[Person] = field(default_factory=list)
    readers: list[Person] = field(default_factory=list)

    @property
    def analyst(self) -> Person:
        return self.world.marchetti

    def draft(self, patient: Patient | None = None) -> Draft:
        return make_draft(patient or self.world.anna, self.world.reyes, self.documents, CLAIMS)

    def decided(self, how=APPROVE, *, by: int = 0, draft: Draft | None = None, days_ago: int = 1) -> ReviewDecision:
        """Write a decision as the desk leaves it."""
        draft, person = draft or self.draft(), self.deciders[by]
        at = clock.now() - timedelta(days=days_ago)
        ReviewItem.objects.filter(draft=draft).update(status="DECIDED", claimed_by=person, claimed_at=at)
        item = ReviewItem.objects.get(draft=draft)
        outcome, edit_class, reason = how
        ordinal = item.decisions.count() + 1
        return decide(item, person, ordinal, Judged(at, outcome, edit_class, reason))

    def draw(self, overrides: int = 50, accepts: int = 50) -> AdjudicationRound:
        today = clock.today()
        return services.round_draw(
            start=today - timedelta(days=30), end=today, person=self.analyst, actor=actor_for(self.analyst),
            sizes={Stratum.OVERRIDE: overrides, Stratum.ACCEPT: accepts},
        )  # fmt: skip

    def answer(self, seat: AdjudicationReading, verdict: str = "sound", **said):
        said = {"severity": "minor"} | said if verdict in {"error", "must_not"} else said
        return services.reading_give(
            reading_id=seat.pk, answer=Answer(verdict, **said), person=seat.person, actor=actor_for(seat.person)
        )


def make_clinic(world: World, readers: int = 4) -> Clinic:
    clinic = Clinic(world)
    clinic.documents = {
        "note": make_document(world.anna, "note", PROGRESS), "phone": make_document(world.anna, "phone", PHONE)
    }  # fmt: skip
    others = [make_person(world.cedar, f"decides-{number}", "physician") for number in range(2)]
    clinic.deciders = [world.okafor, *others]
    clinic.readers = [make_person(world.cedar, f"reads-{number}", "physician") for number in range(readers)]
    for person in (*others, *clinic.readers):
        patient_grant(patient=world.anna, permission="view_chart", person=person, actor=SETUP)
    return clinic


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
