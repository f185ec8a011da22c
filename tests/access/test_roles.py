"""Each role against each right, as one table: a cell that changes must be changed here too."""

import pytest

from apps.access.domain.names import formal_name
from apps.access.domain.roles import LANDING, NEEDED_FOR, ROLES, Permission, refusal, role_may

P = Permission
TABLE = {
    "physician": {
        P.OPEN_DESK, P.OPEN_CHARTS, P.REQUEST_DRAFT, P.REVIEW_DRAFT, P.SIGN_DRAFT, P.BREAK_GLASS, P.VALIDATE_POLICIES,
        P.SUBMIT_LETTER, P.DELEGATE_REVIEW, P.ADJUDICATE,
    },
    "resident": {P.OPEN_DESK, P.OPEN_CHARTS, P.REQUEST_DRAFT, P.REVIEW_DRAFT, P.BREAK_GLASS},
    "nurse": {P.OPEN_DESK, P.OPEN_CHARTS, P.REQUEST_DRAFT, P.HANDLE_REQUESTS, P.BREAK_GLASS, P.REVEAL_IDENTITY},
    "pharmacist": {P.OPEN_CHARTS},
    "social_worker": {P.OPEN_CHARTS},
    "behavioral_health": {P.OPEN_CHARTS, P.BREAK_GLASS},
    "psychotherapist": {P.OPEN_CHARTS},
    "part2_staff": {P.OPEN_CHARTS},
    "biller": {P.OPEN_DESK, P.READ_EVIDENCE, P.HANDLE_REQUESTS, P.SUBMIT_LETTER, P.WRITE_POLICIES, P.REVEAL_IDENTITY},
    "quality": {P.VIEW_QUALITY, P.EXPORT_LEARNING, P.REPLAY_RUN},
    "privacy_officer": {
        P.VIEW_AUDIT, P.VIEW_ACCESS, P.REPLAY_RUN, P.VIEW_CONTRACT, P.REVIEW_REDACTION, P.MANAGE_RETENTION,
        P.REVIEW_EMERGENCIES, P.REVIEW_AUDIT, P.ALLOW_ROWS,
    },
    "admin": {
        P.RUN_CONTROL_ROOM, P.STOP_EVERYWHERE, P.VIEW_AUDIT, P.VIEW_ACCESS, P.REPLAY_RUN, P.VIEW_CONTRACT,
        P.MANAGE_RETENTION, P.WRITE_POLICIES,
    },
    "auditor": {P.VIEW_AUDIT, P.VIEW_ACCESS},
    "integration": {P.SEND_RECORDS},
}  # fmt: skip


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: str, permission: Permission) -> None:
    assert role_may(role, permission) == (permission in TABLE.get(role, set()))


def test_the_table_knows_every_role() -> None:
    assert set(TABLE) == set(ROLES)


@pytest.mark.parametrize("permission", Permission)
def test_a_refusal_names_the_own_role_and_who_has_the_right(permission: Permission) -> None:
    said = refusal("integration", permission)
    assert "(Integration)" in said
    assert NEEDED_FOR[permission] in said
    assert any(ROLES[role].name.lower() in said for role, rights in TABLE.items() if permission in rights)


def test_only_physicians_sign() -> None:
    assert [role for role, rights in TABLE.items() if P.SIGN_DRAFT in rights] == ["physician"]


def test_every_role_that_a_person_signs_in_with_begins_on_a_page_it_may_open() -> None:
    landed = {role for role, rights in TABLE.items() if any(right in rights for right, _ in LANDING)}
    assert landed == set(ROLES) - {"integration"}


@pytest.mark.parametrize(
    ("credentials", "name"),
    [("MD", "Dr. Ada Min"), ("MD, PhD", "Dr. Ada Min"), ("RN, CPHQ", "Ada Min"), ("", "Ada Min"), ("JD", "Ada Min")],
)
def test_only_doctors_are_called_doctor(credentials: str, name: str) -> None:
    assert formal_name("Ada Min", credentials) == name
