"""What every log line and audit event of one request or task shares."""

from contextvars import ContextVar
from uuid import uuid4

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """Return the id of the request or task being served, or an empty string outside one."""
    return _request_id.get()


def request_id_start(value: str = "") -> str:
    """Set the id for what follows (a new one when none is given) and return it."""
    value = value or uuid4().hex
    _request_id.set(value)
    return value
