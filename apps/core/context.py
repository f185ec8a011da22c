"""What every log line and audit event of one request or task shares."""

from collections.abc import Collection
from contextvars import ContextVar
from uuid import uuid4

_request_id: ContextVar[str] = ContextVar("request_id", default="")
_address: ContextVar[str] = ContextVar("address", default="")
_in_emergency: ContextVar[frozenset[str]] = ContextVar("in_emergency", default=frozenset())


def request_id() -> str:
    """Return the id of the request or task being served, or an empty string outside one."""
    return _request_id.get()


def request_id_start(value: str = "") -> str:
    """Set the id for what follows (a new one when none is given) and return it."""
    value = value or uuid4().hex
    _request_id.set(value)
    return value


def address() -> str:
    """Return the network address from which what is being done is done; empty where nobody outside asked for it."""
    return _address.get()


def address_set(value: str) -> None:
    """Say from which address what follows is done; from none once the request is over."""
    _address.set(value)


def in_emergency(patient_id: str) -> bool:
    """Say whether the request being served sees this patient by an emergency (purpose of use BTG)."""
    return patient_id in _in_emergency.get()


def in_emergency_set(patient_ids: Collection[str]) -> None:
    """Say of which patients what follows is done in an emergency; of none once the request is over."""
    _in_emergency.set(frozenset(patient_ids))
