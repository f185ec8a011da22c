"""The emergency override in data: why it may be declared, and for how long."""

from datetime import timedelta
from enum import StrEnum

LONGEST = timedelta(minutes=60)
LONGEST_REASON = 500


class EmergencyReason(StrEnum):
    """The closed list of reasons (F20)."""

    EMERGENCY_TREATMENT = "emergency_treatment"
    COVERING_FOR_A_COLLEAGUE = "covering_for_a_colleague"
    PATIENT_CANNOT_CONSENT = "patient_cannot_consent"
    PUBLIC_HEALTH = "public_health"
    OTHER = "other"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()
