"""A draft as ``access_draft`` returns it, for the type checker: its row with what one statement told beside it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from apps.access.models import Person
    from apps.drafting.models import Draft


class ToldBeside(TypedDict):
    """What the statement tells of a draft and of the person who asks; see ``access_draft`` and ``told_beside``."""

    read_for: "Person"
    may_review: bool
    may_sign: bool
    finding_rows: list[Mapping[str, Any]]
    review_rows: list[Mapping[str, Any]]
    statement_rows: list[Mapping[str, Any]]
    typed_rows: list[Mapping[str, Any]]
    typing_rows: list[Mapping[str, Any]]
    opened_ids: list[UUID]
    withdrawn_ids: list[UUID]
    newer_documents: int
    since_number: int
    since_rows: list[Mapping[str, Any]]
    since_read: bool
    redacted_again: bool
    newer_policy: str
    labels: list[str]
    criterion_rows: list[Mapping[str, Any]]
    claim_rows: list[Mapping[str, Any]]
    has_open_requests: bool
    own_rows: list[Mapping[str, Any]]
    return_rows: list[Mapping[str, Any]]
    refusal_rows: list[Mapping[str, Any]]


if TYPE_CHECKING:
    AccessedDraft = WithAnnotations[Draft, ToldBeside]
