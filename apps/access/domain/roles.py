"""Roles as data: what each may do, in words an administrator can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """Rights that come with a role. Rights on one patient come as grants (see ``PatientPermission``)."""

    OPEN_DESK = "open_desk"
    OPEN_CHARTS = "open_charts"
    REQUEST_DRAFT = "request_draft"
    REVIEW_DRAFT = "review_draft"
    SIGN_DRAFT = "sign_draft"
    VIEW_QUALITY = "view_quality"
    VIEW_AUDIT = "view_audit"
    RUN_CONTROL_ROOM = "run_control_room"
    SEND_RECORDS = "send_records"


class PatientPermission(StrEnum):
    """Rights on one patient, granted to a person or a care team."""

    VIEW_CHART = "view_chart"
    REVIEW_DRAFT = "review_draft"
    SIGN_DRAFT = "sign_draft"


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    name: str
    description: str
    permissions: frozenset[Permission]


ROLES: Mapping[str, RoleDefinition] = {
    "physician": RoleDefinition(
        "Physician",
        "Reads the charts of their own patients, asks for drafts, reviews and signs them.",
        frozenset(
            {
                Permission.OPEN_DESK,
                Permission.OPEN_CHARTS,
                Permission.REQUEST_DRAFT,
                Permission.REVIEW_DRAFT,
                Permission.SIGN_DRAFT,
            }
        ),
    ),
    "resident": RoleDefinition(
        "Resident",
        "Reads the charts of their team's patients, asks for drafts and reviews them, but does not sign.",
        frozenset({Permission.OPEN_DESK, Permission.OPEN_CHARTS, Permission.REQUEST_DRAFT, Permission.REVIEW_DRAFT}),
    ),
    "biller": RoleDefinition(
        "Prior-authorization staff",
        "Sees which drafts are due, with the patient masked; reads no chart and signs nothing.",
        frozenset({Permission.OPEN_DESK}),
    ),
    "quality": RoleDefinition(
        "Quality analyst",
        "Sees override figures without any patient; reads no chart.",
        frozenset({Permission.VIEW_QUALITY}),
    ),
    "privacy_officer": RoleDefinition(
        "Privacy officer",
        "Reads the audit log of their organization; reads no chart.",
        frozenset({Permission.VIEW_AUDIT}),
    ),
    "admin": RoleDefinition(
        "Administrator",
        "Runs the control room and the kill switch, reads the audit log; reads no chart and signs nothing.",
        frozenset({Permission.RUN_CONTROL_ROOM, Permission.VIEW_AUDIT}),
    ),
    "integration": RoleDefinition(
        "Integration",
        "A sending system: delivers records by POST and can do nothing else.",
        frozenset({Permission.SEND_RECORDS}),
    ),
}
