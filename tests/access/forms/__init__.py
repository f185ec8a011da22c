"""A form that passes, for every address that takes one; who it is closed to follows from the row of the address."""

from collections.abc import Mapping

from tests.access.everything import addresses
from tests.access.forms import charts, desk, house, letters, readings
from tests.access.forms.stage import Form
from tests.access.matrix import NOT_THERE, ROWS

WHOLE = frozenset({"draft_id", "patient_id"})  # what the rest of an address stands under
FORMS: Mapping[str, Form] = {**desk.FORMS, **letters.FORMS, **charts.FORMS, **house.FORMS, **readings.FORMS}
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

# The fields of forms that name a record by its id, and by which form each is tried with somebody else's.
NAMING: Mapping[str, str] = {
    "AssignForm.assigned_to": "review:request_assign", "CiteForm.document": "review:span_cite",
    "CiteForm.sentence": "review:span_cite", "DelegationForm.patient": "delegation:delegations of one patient",
    "DelegationForm.to_person": "delegation:delegations", "DraftForm.patient": "review:draft_new",
    "DraftForm.policy": "review:draft_new that looks in the chart", "GrantForm.person": "rights:grant_give",
    "GrantForm.team": "rights:grant_give to a team", "HandOverForm.query": "viewer:question_hand_over",
    "HoldForm.draft_id": "governance:hold_place on a draft", "HoldForm.patient_id": "governance:hold_place",
    "MemberForm.person": "access:team", "ReadingForm.cited": "review:source_find",
    "ReadingForm.sentence": "review:source_find", "ReceiveForm.document": "review:request_receive",
    "RequestForm.assigned_to": "review:request_make", "ShredAskForm.patient_id": "governance:shred_ask",
    "TakeForm.holder": "rights:grant_take from a team",
}  # fmt: skip


def address_of(key: str) -> str:
    """Return the name of the address of a form: what stands behind it tells forms of one address apart."""
    return key.partition(" ")[0]


def read_along(parameter: str) -> list[str]:
    """Return the addresses that show, under a draft or a chart, what a parameter of a form names."""
    return [
        address.name for address in addresses()
        if parameter in address.parameters and WHOLE & set(address.parameters) - {parameter}
        and ROWS[address.name].get != NOT_THERE
    ]  # fmt: skip
