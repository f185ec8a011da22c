"""A form that passes, for every address that takes one; who it is closed to follows from the row of the address."""

from collections.abc import Mapping

from tests.access.forms import charts, desk, house, letters
from tests.access.forms.stage import Form

FORMS: Mapping[str, Form] = {**desk.FORMS, **letters.FORMS, **charts.FORMS, **house.FORMS}
_AT_THE_DOOR = "nobody is signed in yet: test_sign_in.py, test_second_factor.py, test_passwords.py"
# An address that takes a form which is not tried here, and why.
WITHOUT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "account_login", "account_passkey", "account_passkey_challenge", "account_password_link", "account_second",
            "account_second_challenge", "account_second_leave", "account_provider_sign_in",
        ),
        _AT_THE_DOOR,
    ),
    "account_account_new": "leads to the identity provider with nothing of anybody's: test_signing_at_provider.py",
    "account_session": "says how long the session of its own cookie lasts: test_sessions.py",
    "audit:log_whole": "only where one organization has the log: test_log_heads.py",
    "exchange:notified": "signed by the secret of its subscription: tests/review/pas/test_pended.py",
    "governance:log_destruction_ask": "of a log of ten years: tests/governance/test_log_segments.py",
    "intake:fhir_receive": "signs in with each message: tests/intake/test_post.py",
}  # fmt: skip


def address_of(key: str) -> str:
    """Return the name of the address of a form: what stands behind it tells forms of one address apart."""
    return key.partition(" ")[0]
