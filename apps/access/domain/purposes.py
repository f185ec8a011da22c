"""Why a role reads records, as a code of HL7's v3-ActReason: what an exported event says of its purpose."""

from apps.access.domain.roles import Permission, role_may

TREATMENT, PAYMENT, OPERATIONS = "TREAT", "HPAYMT", "HOPERAT"


def purpose_of(role: str) -> str:
    """Return what a role is there for: treating, payment, or the running of the house (services too)."""
    if role_may(role, Permission.OPEN_CHARTS):
        return TREATMENT
    if role_may(role, Permission.SUBMIT_LETTER):
        return PAYMENT
    return OPERATIONS
