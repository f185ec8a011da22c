"""What a form of the table stands on: a patient and a draft of somebody, as far on as the form needs them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from apps.access.domain.factors import Site
from apps.access.domain.roles import PatientPermission, Permission, role_may
from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.access.services import break_glass_open
from apps.chart.services import patient_grant
from apps.core import clock
from apps.coverage.models import CoveragePolicy
from apps.drafting.models import Draft
from tests.access.everything import ELSEWHERE, EMERGENCY
from tests.factories import SETUP, World, make_patient, make_person
from tests.review.acts import finish, sign
from tests.review.after_signature import as_signed, deny, receive, submit
from tests.review.conftest import Desk, make_desk
from tests.review.letters import POLICY, make_letter
from tests.review.pas.payer import as_ready
from tests.review.test_second_signature import sign_first

HOUSE, DESK, FINISHED, LETTER, SIGNED, SECOND = "house", "desk", "finished", "letter", "signed", "second"
TO_SUBMIT, SENT, RECEIVED, DENIED = "to submit", "sent", "received", "denied"
WALKS: Mapping[str, Callable[[Desk], Any]] = {
    DESK: lambda desk: None,
    FINISHED: lambda desk: finish(desk, desk.world.okafor),
    LETTER: make_letter,
    SIGNED: lambda desk: (finish(desk, desk.world.okafor), sign(desk, desk.world.okafor)),
    SECOND: sign_first,
    TO_SUBMIT: lambda desk: as_ready(desk, id=f"cov-{desk.world.anna.pk}"),
    SENT: lambda desk: submit(as_signed(desk)),
    RECEIVED: lambda desk: (submit(as_signed(desk)), receive(desk)),
    DENIED: lambda desk: deny(as_signed(desk)),
}
NEW = ("okafor", "lindholm", "reyes", "nurse")  # of another patient other people take care
TEST_SITE = Site("testserver", "http://testserver")
LACKING = ("pharmacist", "marchetti", "auditor")  # who lacks the right in a test, and holds every grant


@dataclass
class Stage:
    """Somebody's world: ``cedar`` is their organization, ``anna`` their patient, ``okafor`` who treats her."""

    world: World
    desk: Desk | None = None
    askers: dict[tuple[str, str], Person] = field(default_factory=dict)

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.at.draft.pk)

    @property
    def at(self) -> Desk:
        assert self.desk
        return self.desk

    def act(self, key: str = "okafor") -> Any:
        return self.at.act(self.world.people[key])

    def who(self, key: str) -> dict[str, Any]:
        person = self.world.people[key]
        return {"person": person, "actor": actor_for(person)}

    def asker(self, whose: str, role: str) -> Person:
        """Return somebody of a role who holds no grant: a colleague, one who broke the glass, one of elsewhere."""
        if (whose, role) not in self.askers:
            organization = self.world.brightwater if whose == ELSEWHERE else self.world.cedar
            person = make_person(organization, f"{whose}-{role}", role)
            if whose == EMERGENCY and role_may(role, Permission.BREAK_GLASS):
                break_glass_open(
                    person=person, patient_id=self.world.anna.pk, reason_code="other", reason="On call.", actor=SETUP
                )
            self.askers[whose, role] = person
        return self.askers[whose, role]

    def ids(self) -> dict[str, Any]:
        """Return what stands in the addresses of the patient and of the draft."""
        ids: dict[str, Any] = {"patient_id": self.world.anna.pk}
        if self.desk:
            note = self.desk.documents["note"]
            ids |= {
                "draft_id": self.desk.draft.pk,
                "document_id": note.pk,
                "redacted_id": note.redactions.earliest("created_at").pk,
            }
        return ids


@dataclass(frozen=True)
class Post:
    """One form as it is sent: what stands in the address beside the patient and the draft, and what is typed."""

    typed: Mapping[str, Any] = field(default_factory=dict)
    ids: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""


@dataclass(frozen=True)
class Form:
    """A form that passes. ``closed`` and ``open_to`` say to whom where the row of its address says otherwise."""

    make: Callable[[Stage], Post] = lambda stage: Post()
    at: str = DESK
    by: str = "okafor"
    status: int | str = 302
    shows: str = ""  # what is shown to who may, where nothing is written
    closed: tuple[str, ...] = ()
    open_to: tuple[str, ...] = ()
    refusal: int | None = None  # what is answered where the refusal is no page of its own
    later: timedelta = timedelta(0)  # after what it stands on
    opened: bool = False  # what one signs with: its person has just shown that it is they


def typed(**said: Any) -> Callable[[Stage], Post]:
    """Return what sends the same words whatever it stands on."""
    return lambda stage: Post(said)


def stage_of(world: World, state: str) -> Stage:
    for key in LACKING:
        for permission in PatientPermission:
            patient_grant(patient=world.anna, permission=permission.value, person=world.people[key], actor=SETUP)
    if state == HOUSE:
        return Stage(world, make_desk(world))
    desk = make_desk(world)
    WALKS[state](desk)
    return Stage(world, desk)


def other_patient_of(world: World) -> World:
    """Return the same organization as who treats Berta sees it."""
    other = World(cedar=world.cedar, brightwater=world.brightwater)
    other.people = {**world.people, **{key: _again(world, key, world.cedar) for key in NEW}}
    other.anna, other.berta, other.carla = world.berta, world.anna, world.carla
    return _granted(other)


def elsewhere(world: World) -> World:
    """Return the other organization, with everybody in it."""
    there = World(cedar=world.brightwater, brightwater=world.cedar)
    there.people = {
        key: _again(world, key, world.brightwater)
        for key, person in world.people.items()
        if person.organization == world.cedar
    }
    there.people["quill"] = world.okafor
    there.anna, there.carla = world.carla, world.anna
    there.berta = make_patient(world.brightwater, "bella", "Bella", "Okonjo", "1975-11-30")
    return _granted(there)


def _again(world: World, key: str, organization: Any) -> Person:
    return make_person(organization, f"another-{key}", world.people[key].role)


def _granted(world: World) -> World:
    for key, permissions in (("okafor", PatientPermission), ("reyes", ("view_chart", "review_draft"))):
        for permission in permissions:
            patient_grant(patient=world.anna, permission=str(permission), person=world.people[key], actor=SETUP)
    return world


def policy_elsewhere(world: World) -> CoveragePolicy:
    """Return a policy that the other organization wrote."""
    return CoveragePolicy.objects.create(
        organization=world.brightwater, policy_id="ELSE", version="1", title="Theirs alone", payer="P",
        effective_start=clock.today(), body={**POLICY, "policy_id": "ELSE"}, sha256="0" * 64, uploaded_by=world.quill,
    )  # fmt: skip
