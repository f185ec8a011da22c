"""Who reviews in somebody's absence, and why a right on a patient is given or taken: closed lists, for how long."""

from datetime import timedelta
from enum import StrEnum

from apps.access.domain.roles import PatientPermission

LONGEST_DELEGATION = timedelta(days=30)
LONGEST_GRANT = timedelta(days=366)
# What a delegation brings; nobody signs by another's right.
DELEGATED = (PatientPermission.VIEW_CHART, PatientPermission.REVIEW_DRAFT)


class DelegationReason(StrEnum):
    """Why a colleague reviews."""

    LEAVE = "leave"
    ILLNESS = "illness"
    NIGHT_OR_WEEKEND = "night_or_weekend"
    SECOND_OPINION = "second_opinion"
    WORKLOAD = "workload"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class GrantReason(StrEnum):
    """Why a person or a care team is given a right on a patient, or why it is taken back."""

    TREATS = "treats_the_patient"
    COVERS = "covers_for_a_colleague"
    REFERRAL = "referral"
    HANDLES_AUTHORIZATION = "handles_an_authorization"
    NO_LONGER_TREATS = "no_longer_treats_the_patient"
    ROLE_CHANGED = "role_changed"
    PATIENT_ASKED = "the_patient_asked"
    GIVEN_IN_ERROR = "given_in_error"
    NOT_USED = "not_used"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


GIVING = (GrantReason.TREATS, GrantReason.COVERS, GrantReason.REFERRAL, GrantReason.HANDLES_AUTHORIZATION,
          GrantReason.PATIENT_ASKED)  # fmt: skip
TAKING = (GrantReason.NO_LONGER_TREATS, GrantReason.ROLE_CHANGED, GrantReason.PATIENT_ASKED, GrantReason.GIVEN_IN_ERROR,
          GrantReason.NOT_USED)  # fmt: skip
