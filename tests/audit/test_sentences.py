"""The log in words."""

from types import SimpleNamespace
from typing import Any

import pytest

from apps.audit.domain.actions import Action
from apps.audit.domain.sentences import SENTENCES, draft_of, people_of, sentence

DRAFT = "3f2a91c0-0000-0000-0000-000000000000"
PATIENT = "9b1c77aa-0000-0000-0000-000000000000"
NAMES = {"okafor": "Dr. Imani Okafor", "reyes": "Dr. Paloma Reyes", "ward": "Ward 3"}


def event(action: Action, **fields: Any) -> Any:
    plain = {
        "actor_kind": "person", "actor_id": "okafor", "patient_id": "", "object_type": "", "object_id": "",
        "details": {},
    }  # fmt: skip
    return SimpleNamespace(**plain | {"action": action.value} | fields)


def test_every_action_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_every_sentence_can_be_said_of_an_event_that_knows_nothing_more(action: Action) -> None:
    said = sentence(event(action), NAMES)
    assert said.endswith(".")
    assert "{" not in said


@pytest.mark.parametrize(
    ("said", "happened"),
    [
        (
            "Dr. Imani Okafor confirmed a claim of draft 3f2a91c0.",
            event(Action.CLAIM_CONFIRMED, object_type="claim", object_id="c1", details={"draft_id": DRAFT}),
        ),
        ("Dr. Imani Okafor opened the chart of patient 9b1c77aa.", event(Action.CHART_VIEWED, patient_id=PATIENT)),
        (
            "Dr. Imani Okafor settled that document 3f2a91c0 belongs to patient 9b1c77aa.",
            event(
                Action.DOCUMENT_SETTLED, patient_id=PATIENT, object_type="document", object_id=DRAFT,
                details={"belongs": True, "reason": "name_changed"},
            ),
        ),
        (
            "Dr. Imani Okafor settled that document 3f2a91c0 is set aside again in the chart of patient 9b1c77aa.",
            event(
                Action.DOCUMENT_SETTLED, patient_id=PATIENT, object_type="document", object_id=DRAFT,
                details={"belongs": False, "reason": "settled_by_mistake"},
            ),
        ),
        ("Dr. Imani Okafor stopped all drafting.", event(Action.KILL_SWITCH_SET, details={"stopped": True})),
        ("Dr. Imani Okafor resumed all drafting.", event(Action.KILL_SWITCH_SET, details={"stopped": False})),
        (
            "Dr. Imani Okafor put Dr. Paloma Reyes into a care team.",
            event(Action.TEAM_MEMBER_ADDED, details={"person_id": "reyes"}),
        ),
        (
            "Dr. Imani Okafor took Dr. Paloma Reyes out of the care team Ward 3.",
            event(
                Action.TEAM_MEMBER_REMOVED, object_type="care_team", object_id="ward",
                details={"person_id": "reyes"},
            ),
        ),
        (
            "Dr. Imani Okafor opened document 3f2a91c0 of patient 9b1c77aa.",
            event(Action.DOCUMENT_VIEWED, patient_id=PATIENT, object_type="document", object_id=DRAFT),
        ),
        (
            "Dr. Imani Okafor was refused a page that their role does not open (audit: log export).",
            event(Action.REFUSED, object_type="page", object_id="audit:log_export"),
        ),
        (
            "Dr. Imani Okafor asked for a record that is not theirs to see, or that does not exist (viewer: chart).",
            event(Action.READ_DENIED, object_type="patient", object_id=DRAFT, details={"page": "viewer:chart"}),
        ),
        (
            ("Dr. Imani Okafor signed a gap in the log: 17 events that had been witnessed are not here, and of 3 "
            "events here nobody can say whether they are what was."),
            event(Action.LOG_GAP_SIGNED, details={"count": 17, "held": 4040, "kept": 4037}),
        ),
        (
            "Dr. Imani Okafor signed a gap in the log: up to 20 events that were witnessed are not here.",
            event(Action.LOG_GAP_SIGNED, details={"count": 20, "held": 4040}),
        ),
        (
            ("The workbench (log) compared what is kept of people's acts with the log: they do not agree, 2 rows had "
            "no event and 1 event no row (emergencies)."),
            event(
                Action.LOG_RECONCILED, actor_kind="service", actor_id="log",
                details={"without_event": 2, "without_row": 1, "off": ["emergencies"]},
            ),
        ),
        (
            ("The workbench (log) read the whole log, and compared it with its signed heads: its first 9 rows were not "
            "those that were signed; what refuses every change was missing or switched off at audit_receipt."),
            event(
                Action.LOG_CHECKED, actor_kind="service", actor_id="log",
                details={"fault": "head", "broken_at": 9, "unguarded": ["audit_receipt"]},
            ),
        ),
        (
            "The workbench (drafting) finished checking draft 3f2a91c0: it is ready for review.",
            event(
                Action.DRAFT_READY, actor_kind="service", actor_id="drafting", object_type="draft", object_id=DRAFT
            ),
        ),
        (
            "Someone failed to sign in as Dr. Paloma Reyes: wrong e-mail address or password.",
            event(
                Action.SIGN_IN_FAILED, actor_kind="service", actor_id="sign-in", object_type="person",
                object_id="reyes", details={"reason": "wrong_email_or_password"},
            ),
        ),
        (
            "Dr. Imani Okafor gave Dr. Paloma Reyes a grant on patient 9b1c77aa: to sign drafts, until 2026-12-01.",
            event(
                Action.GRANT_GIVEN, patient_id=PATIENT, object_type="patient", object_id=PATIENT,
                details={
                    "permission": "sign_draft", "holder_kind": "person", "holder_id": "reyes",
                    "expires_at": "2026-12-01T00:00:00+00:00",
                },
            ),
        ),
        (
            "The workbench (x) gave care team 3f2a91c0 a grant on a patient: to sign drafts, now without an end.",
            event(
                Action.GRANT_GIVEN, object_type="patient", object_id=PATIENT,
                actor_kind="service", actor_id="x",
                details={
                    "permission": "sign_draft", "holder_kind": "team", "holder_id": DRAFT, "expires_at": "",
                    "expired_at_before": "2026-12-01T00:00:00+00:00",
                },
            ),
        ),
        (
            "Dr. Imani Okafor took the grant on patient 9b1c77aa back from Dr. Paloma Reyes: to review drafts.",
            event(
                Action.GRANT_REMOVED, patient_id=PATIENT, object_type="patient", object_id=PATIENT,
                details={"permission": "review_draft", "holder_kind": "person", "holder_id": "reyes"},
            ),
        ),
        (
            "Dr. Imani Okafor added Dr. Paloma Reyes as privacy officer.",
            event(
                Action.PERSON_CREATED, object_type="person", object_id="reyes", details={"role": "privacy_officer"}
            ),
        ),
        (
            "Someone failed to sign in as nobody we know: too many attempts.",
            event(Action.SIGN_IN_FAILED, actor_kind="service", details={"reason": "too_many_attempts"}),
        ),
    ],
)  # fmt: skip
def test_sentences_name_people_and_shorten_what_must_stay_opaque(said: str, happened: Any) -> None:
    assert sentence(happened, NAMES) == said


def test_a_person_outside_the_list_stays_an_opaque_id() -> None:
    assert (
        sentence(event(Action.SIGNED_IN, actor_id="someone-of-another-clinic"), NAMES) == "Person someone- signed in."
    )


def test_a_row_of_a_newer_version_still_gives_a_sentence() -> None:
    newer = event(Action.SIGNED_IN)
    newer.action = "an_act_of_the_future"
    assert sentence(newer, NAMES).startswith("Dr. Imani Okafor did something")


def test_people_and_draft_are_found_wherever_the_event_carries_them() -> None:
    happened = event(Action.PERSON_CREATED, object_type="person", object_id="reyes", details={"draft_id": DRAFT})
    assert people_of(happened) == {"okafor", "reyes"}
    assert draft_of(happened) == DRAFT
