"""What only we know: how far one patient's dates move, and under which key an organization's references are made."""

import hashlib
import hmac
import secrets
from uuid import UUID

from apps.core.crypto.sealed import sealing
from apps.redaction.models import BoundarySecret, ReferenceSecret

DAYS_OF_A_WEEK = 7
MOST_WEEKS = 208  # four years
KEY_BYTES = 32
REFERENCE_LENGTH = 32  # 128 bits in hex


def shift_days(patient_id: UUID | str) -> int:
    """Return by how many days the patient's dates move, chosen the first time it is asked for.

    Whole weeks, so that "Tuesday" stays true; into the past, so that nothing lies in the future that has happened.
    """
    chosen = -DAYS_OF_A_WEEK * (1 + secrets.randbelow(MOST_WEEKS))
    secret, _ = BoundarySecret.objects.get_or_create(patient_id=patient_id, defaults=sealing(shift_days=chosen))
    return int(secret.shift_days)


def reference_of(organization_id: UUID | str, patient_id: UUID | str) -> str:
    """Return the one name under which the other side of a boundary may know a patient: 32 hex digits.

    HMAC-SHA256 under the organization's own key: always the same for one patient, without meaning to anybody else, and
    never the same in two organizations.
    """
    secret, _ = ReferenceSecret.objects.get_or_create(
        organization_id=organization_id, defaults={"key": secrets.token_hex(KEY_BYTES)}
    )
    made = hmac.new(bytes.fromhex(secret.key), f"patient|{patient_id}".encode(), hashlib.sha256)
    return made.hexdigest()[:REFERENCE_LENGTH]
