"""What is missing and asked for: the states of a document request, as data."""

from collections.abc import Mapping
from enum import StrEnum

from apps.audit.domain.actions import Action


class RequestStatus(StrEnum):
    REQUESTED = "REQUESTED"
    RECEIVED = "RECEIVED"
    CANCELLED = "CANCELLED"


class RequestOrigin(StrEnum):
    """Where the wish for a document comes from."""

    MISSING = "missing"  # the draft said that the chart does not hold it
    PERSON = "person"
    PAYER = "payer"  # asked for when the payer pended the request


VALID_TRANSITIONS: Mapping[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.REQUESTED: frozenset({RequestStatus.RECEIVED, RequestStatus.CANCELLED}),
    RequestStatus.RECEIVED: frozenset(),
    RequestStatus.CANCELLED: frozenset(),
}

OWNER: Mapping[RequestStatus, str] = {
    RequestStatus.REQUESTED: "whoever it is assigned to",
    RequestStatus.RECEIVED: "nobody",
    RequestStatus.CANCELLED: "nobody",
}

AUDIT_EVENT: Mapping[RequestStatus, Action] = {
    RequestStatus.REQUESTED: Action.DOCUMENT_REQUESTED,
    RequestStatus.RECEIVED: Action.DOCUMENT_REQUEST_RECEIVED,
    RequestStatus.CANCELLED: Action.DOCUMENT_REQUEST_CANCELLED,
}
