"""A ready draft about Anna, made of claims of every kind, over two documents that went through the wall.

A test begins at the desk as it is met, or further on: finished, signed, as a letter sent or denied. Each of these was
walked to once in a run by the services production uses (tests/kept.py). A test about the way there, about another way,
or about how long ago a thing was done, walks by itself (tests/review/acts.py, letters.py, after_signature.py).
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.chart.domain.documents import DocumentKind
from apps.chart.models import Patient, SourceDocument
from apps.chart.services import document_store, patient_grant
from apps.core import clock
from apps.core.canonical import sha256_hex
from apps.drafting.models import Citation, Claim, Draft, Finding
from apps.redaction.domain.mapping import RedactionMap
from apps.redaction.services import documents_redact, text_conceal
from apps.review.models import PayerAnswer, Submission
from apps.review.selectors import access_draft, access_draft_to_act
from apps.review.services import items_open_for_ready_drafts
from tests.factories import SETUP, World
from tests.kept import Copies, Kept, keep
from tests.review.acts import finish, sign
from tests.review.after_signature import as_signed, deny, submit
from tests.review.letters import checked, make_letter, waived

QUICK_PRESS = Path(__file__).with_name("quick_press.py")
PROGRESS = (
    "Progress note\n\nInterval history\nAnna Lindgren-Sato feels worse. CDAI 31, high disease activity.\n\n"
    "Assessment and plan\n1. RA. MTX 20 mg weekly Apr-Sep 2024, failed.\n2. Osteopenia."
)
PHONE = "Telephone encounter\n\nPt called, stopped MTX last wk after 5 doses, can't keep food down."

CLAIMS = [
    ("Severity", "The CDAI of Ms. Lindgren-Sato was 31.", "high", "supported", [("note", "CDAI 31"), ("note", "RA.")]),
    ("Severity", "She has osteopenia.", "moderate", "supported", [("note", "Osteopenia")]),
    ("Therapies", "Methotrexate 20 mg weekly failed.", "high", "contradicted",
     [("note", "MTX 20 mg weekly Apr-Sep 2024"), ("phone", "stopped MTX last wk")]),
    ("Rationale", "Tuberculosis screening was negative.", "high", "not_found", []),
    ("Rationale", "Work is limited.", "low", "inferred", []),
]  # fmt: skip


def make_document(
    patient: Patient, name: str, text: str, kind: DocumentKind = DocumentKind.PROGRESS_NOTE
) -> SourceDocument:
    document, _ = document_store(
        organization=patient.organization, patient=patient, encounter=None, source_system="test",
        series=f"DocumentReference/{patient.source_id}-{name}", kind=kind, title=kind.label, author="Dr. I. Okafor",
        dated_at=datetime(2024, 10, 3, tzinfo=UTC), text=text, actor=SETUP,
    )  # fmt: skip
    documents_redact(document_ids=[document.pk], actor=SETUP)
    return document


def make_draft(patient: Patient, person: Person, documents: dict[str, SourceDocument], claims=CLAIMS) -> Draft:
    draft = Draft.objects.create(
        organization=patient.organization, patient=patient, kind="chart_summary", subject="Before first visit",
        requested_by=person, status="READY", ready_at=clock.now(),
    )  # fmt: skip
    number = 0
    for ordinal, (section, text, severity, support, cited) in enumerate(claims, start=1):
        claim = Claim.objects.create(
            draft=draft, ordinal=ordinal, section=section, type="history", severity=severity, support=support,
            text=text_conceal(patient_id=patient.pk, text=text, actor=SETUP),
        )  # fmt: skip
        for name, quote in cited:
            number += 1
            against = support == "contradicted" and name == "phone"
            make_citation(claim, number, documents[name], quote, "contradicts" if against else "supports")
        if support in {"contradicted", "not_found"}:
            Finding.objects.create(
                draft=draft, claim=claim, rule="test", severity="high", sentence=f"Finding {ordinal}."
            )
    items_open_for_ready_drafts(organization_id=patient.organization_id, actor=SETUP)
    return draft


def make_citation(claim: Claim, number: int, document: SourceDocument, quote: str, stance: str) -> Citation:
    return Citation.objects.create(claim=claim, ordinal=number, stance=stance, **bound(document, quote))


def bound(document: SourceDocument, quote: str) -> dict[str, Any]:
    """Return the columns that bind a quote to a document that went through the wall."""
    start = document.text.index(quote)
    redacted = document.redactions.get()
    left, right = RedactionMap.from_rows(redacted.map).to_redacted(start, start + len(quote))
    return {
        "redacted_document": redacted, "redacted_start": left, "redacted_end": right, "source_document": document,
        "source_sha256": document.sha256, "source_start": start, "source_end": start + len(quote),
        "quote_sha256": sha256_hex(quote), "label": f"{document.title} 3 Oct 2024",
    }  # fmt: skip


@dataclass
class Desk:
    """The draft as a reviewer meets it."""

    world: World
    draft: Draft
    documents: dict[str, SourceDocument]

    def claim(self, ordinal: int) -> Claim:
        return self.draft.claims.get(ordinal=ordinal)

    def citation(self, number: int) -> Citation:
        return Citation.objects.get(claim__draft=self.draft, ordinal=number)

    def as_seen_by(self, person: Person) -> Draft:
        return access_draft(person, self.draft.pk)

    def act(self, person: Person) -> dict[str, object]:
        """Return what every service of the desk takes."""
        return {"draft": access_draft_to_act(person, self.draft.pk), "person": person, "actor": actor_for(person)}

    def client(self, person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client


def make_desk(world: World) -> Desk:
    documents = {
        "note": make_document(world.anna, "note", PROGRESS),
        "phone": make_document(world.anna, "phone", PHONE, DocumentKind.TELEPHONE_ENCOUNTER),
    }
    return Desk(world, make_draft(world.anna, world.okafor, documents), documents)


@pytest.fixture
def real_press() -> None:
    """Ask for files with pages in them; making one takes about a second."""


@pytest.fixture(autouse=True)
def press(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make files by a process that lays nothing out, where a test does not look at pages."""
    if "real_press" not in request.fixturenames:
        press_quickly(monkeypatch)


def press_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.review.documents.press.PRESSING", QUICK_PRESS)


@pytest.fixture(scope="session")
def kept_desk(kept_world: Kept[World], django_db_blocker: Any) -> Kept[Desk]:
    with django_db_blocker.unblock():
        return keep(partial(make_desk, kept_world.made), on=[kept_world])


Walked = tuple[Desk, Any]  # the desk, and what the last step returned


def kept_after(walk: Callable[[Desk], Any], *, is_printed: bool = False) -> Any:
    """Return a fixture of the desk as a walk leaves it; its files have pages only where they are printed.

    Call it kept_desk_something: where a test stands on it, ``desk`` begins there.
    """

    @pytest.fixture(scope="session")
    def kept(kept_world: Kept[World], django_db_blocker: Any) -> Kept[Walked]:
        def make() -> Walked:
            desk = make_desk(kept_world.made)
            return desk, walk(desk)

        with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
            if not is_printed:
                press_quickly(patch)
            return keep(make, on=[kept_world])

    return kept


def finish_and_sign(desk: Desk) -> Any:
    finish(desk, desk.world.okafor)
    return sign(desk, desk.world.okafor)


kept_desk_finished = kept_after(lambda desk: finish(desk, desk.world.okafor))
kept_desk_signed = kept_after(finish_and_sign)
kept_desk_printed = kept_after(finish_and_sign, is_printed=True)
kept_desk_checked_letter = kept_after(lambda desk: checked(make_letter(desk)))
kept_desk_signed_letter = kept_after(lambda desk: waived(make_letter(desk)))
kept_desk_printed_letter = kept_after(lambda desk: waived(make_letter(desk)), is_printed=True)
kept_desk_to_submit = kept_after(as_signed)
kept_desk_sent = kept_after(lambda desk: submit(as_signed(desk)))
kept_desk_denial = kept_after(lambda desk: deny(as_signed(desk)))


@pytest.fixture
def desk(request: pytest.FixtureRequest, kept_desk: Kept[Desk], world: World, copies: Copies) -> Desk:
    """The desk as Dr. Okafor meets it, or as far on as another fixture of the test says."""
    further_on = [name for name in request.fixturenames if name.startswith("kept_desk_")]
    if not further_on:
        return kept_desk.put_back(copies)
    (name,) = further_on  # a desk begins in one place
    kept: Kept[Walked] = request.getfixturevalue(name)
    return kept.put_back(copies)[0]


@pytest.fixture
def finished(kept_desk_finished: Kept[Walked], desk: Desk) -> Desk:
    """Dr. Okafor has checked everything: claim 1 confirmed, claim 3 edited, claim 4 removed."""
    return desk


@pytest.fixture
def signed(kept_desk_signed: Kept[Walked], desk: Desk) -> Desk:
    """She has checked everything and signed."""
    return desk


@pytest.fixture
def printed(kept_desk_printed: Kept[Walked], real_press: None, desk: Desk) -> Desk:
    """She has checked everything and signed, and the signed file has pages."""
    return desk


@pytest.fixture
def checked_letter(kept_desk_checked_letter: Kept[Walked], desk: Desk) -> Desk:
    """The letter (below) with everything checked: what was said of methotrexate is waived."""
    return desk


@pytest.fixture
def signed_letter(kept_desk_signed_letter: Kept[Walked], desk: Desk) -> Desk:
    """The letter, checked and signed."""
    return desk


@pytest.fixture
def printed_letter(kept_desk_printed_letter: Kept[Walked], real_press: None, desk: Desk) -> Desk:
    """The letter, checked and signed, and the signed file has pages."""
    return desk


@pytest.fixture
def to_submit(kept_desk_to_submit: Kept[Walked], desk: Desk) -> Desk:
    """A signed letter that is not urgent, to be submitted to its payer."""
    return desk


@pytest.fixture
def sent(kept_desk_sent: Kept[Walked], desk: Desk, copies: Copies) -> Submission:
    """That letter is submitted; the payer has confirmed nothing yet."""
    return deepcopy(kept_desk_sent.made[1], copies)


@pytest.fixture
def denial(kept_desk_denial: Kept[Walked], desk: Desk, copies: Copies) -> PayerAnswer:
    """That letter is submitted, received and denied."""
    return deepcopy(kept_desk_denial.made[1], copies)


def grant(desk: Desk, person: Person, *permissions: str) -> Person:
    for permission in permissions:
        patient_grant(patient=desk.world.anna, permission=permission, person=person, actor=SETUP)
    return person


@pytest.fixture
def colleague(desk: Desk) -> Person:
    """Dr. Lindholm may do with Anna what Dr. Okafor may."""
    return grant(desk, desk.world.lindholm, "view_chart", "review_draft", "sign_draft")


@pytest.fixture
def reader(desk: Desk) -> Person:
    """Dr. Lindholm may read Anna's chart and nothing else."""
    return grant(desk, desk.world.lindholm, "view_chart")


@pytest.fixture
def letter(desk: Desk) -> Desk:
    """The same draft as an expedited letter that argues from a policy."""

    return make_letter(desk)
