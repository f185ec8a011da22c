"""Codes of authenticator apps (RFC 6238 with what every app understands: SHA-1, 30 seconds, six digits)."""

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS, DIGITS = 30, 6
SECRET_BYTES = 20
DRIFT = 1  # steps that a phone's clock may be off


def step_of(moment: datetime) -> int:
    """Return the number of the 30-second step in which a moment lies."""
    return int(moment.timestamp()) // SECONDS


def code_of(secret: bytes, step: int) -> str:
    """Return the code of a step."""
    mac = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def typed_code(code: str) -> str:
    """Return a code as it was meant: apps show it in groups."""
    return "".join(code.split()).replace("-", "")


def steps_matching(secret: bytes, code: str, moment: datetime, drift: int = DRIFT) -> list[int]:
    """Return the steps around a moment whose code this is. Each is compared, so that time tells nothing."""
    given, now = typed_code(code).encode(), step_of(moment)
    steps = range(now - drift, now + drift + 1)
    fits = [hmac.compare_digest(code_of(secret, step).encode(), given) for step in steps]
    return [step for step, fit in zip(steps, fits, strict=True) if fit]


def secret_text(secret: bytes) -> str:
    """Return a secret as one types it into an app, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def enrolment_uri(secret: bytes, *, account: str, issuer: str) -> str:
    """Return the address that an app reads from the picture."""
    query = {"secret": base64.b32encode(secret).decode(), "issuer": issuer, "digits": DIGITS, "period": SECONDS}
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{urlencode(query, quote_via=quote)}"
