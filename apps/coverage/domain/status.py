"""The states of a policy version, as data: two people stand between a file and a letter that argues from it."""

from collections.abc import Mapping
from enum import StrEnum

from apps.audit.domain.actions import Action


class PolicyStatus(StrEnum):
    DRAFT = "DRAFT"
    IN_VALIDATION = "IN_VALIDATION"
    VALIDATED = "VALIDATED"
    RETIRED = "RETIRED"


class Origin(StrEnum):
    """By what act a version came to be usable."""

    PEOPLE = "people"  # one person uploaded it, another validated it
    FIXTURE = "fixture"  # loaded for a demo, a bench or a test: nobody validated it
    BEFORE = "before"  # loaded before two people were asked for


VALID_TRANSITIONS: Mapping[PolicyStatus, frozenset[PolicyStatus]] = {
    PolicyStatus.DRAFT: frozenset({PolicyStatus.IN_VALIDATION}),
    PolicyStatus.IN_VALIDATION: frozenset({PolicyStatus.DRAFT, PolicyStatus.VALIDATED}),
    PolicyStatus.VALIDATED: frozenset({PolicyStatus.RETIRED}),
    PolicyStatus.RETIRED: frozenset(),
}

AUDIT_EVENT: Mapping[PolicyStatus, Action] = {
    PolicyStatus.DRAFT: Action.POLICY_SENT_BACK,
    PolicyStatus.IN_VALIDATION: Action.POLICY_SUBMITTED,
    PolicyStatus.VALIDATED: Action.POLICY_VALIDATED,
    PolicyStatus.RETIRED: Action.POLICY_RETIRED,
}

# Who moves a version out of this state.
OWNER: Mapping[PolicyStatus, str] = {
    PolicyStatus.DRAFT: "uploader",
    PolicyStatus.IN_VALIDATION: "validator",
    PolicyStatus.VALIDATED: "validator",
    PolicyStatus.RETIRED: "nobody",
}

READABLE_AS_LAW = frozenset({PolicyStatus.VALIDATED, PolicyStatus.RETIRED})  # what a letter may rest on
