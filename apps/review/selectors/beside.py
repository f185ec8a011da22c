"""What is told beside a draft: what its pages show, and an act on one of its claims has no need of."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from apps.chart.selectors import documents_of_outer_patient, documents_withdrawn
from apps.core import clock
from apps.coverage.selectors import newer_version
from apps.drafting.selectors import (
    claim_rows,
    criterion_rows,
    drafts_of_organization,
    drafts_on_old_redactions,
    source_labels,
)
from apps.review.domain.requests import RequestStatus
from apps.review.domain.status import Outcome
from apps.review.models import DocumentRequest, ReturnReply, ReviewDecision, SecondRefusal
from apps.review.selectors.came_in import since_number, since_read, since_rows
from apps.review.selectors.typed import typed_rows, typing_rows

if TYPE_CHECKING:
    from uuid import UUID

    from apps.access.models import Person
    from apps.review.selectors.accessed import AccessedDraft


def told_beside(person: "Person") -> dict[str, Any]:
    """Return, to annotate drafts with, all that is told of them beside what ``access_draft`` reads anyway.

    ``claim_rows`` (what it says), ``criterion_rows``, ``labels`` (of its sources), ``typed_rows`` (what this person
    typed and did not send), ``typing_rows`` (which claims others are typing at), ``newer_documents`` (how many arrived
    after the draft was made), ``since_number``, ``since_rows``, ``since_read`` (what came in since it was asked for),
    ``redacted_again`` (whether the redaction of a source changed since), ``newer_policy`` (the version of its policy
    that is in force on its date of service in place of the one it names), ``has_open_requests`` (whether documents are
    asked for), ``return_rows`` (each time it was returned to who asked for it, with the answers) and ``refusal_rows``
    (each second signature that was refused).
    """
    return {
        "claim_rows": claim_rows(),
        "criterion_rows": criterion_rows(documents_withdrawn()),
        "labels": source_labels(),
        "typed_rows": ArraySubquery(typed_rows(person)),
        "typing_rows": ArraySubquery(typing_rows(person)),
        "newer_documents": _newer_documents(person),
        "since_number": since_number(person),
        "since_rows": since_rows(person),
        "since_read": since_read(person),
        "redacted_again": redacted_again(person.organization_id),
        "newer_policy": newer_version(day_of_service(), person.organization_id),
        "has_open_requests": _open_requests(),
        "return_rows": ArraySubquery(_returns()),
        "refusal_rows": ArraySubquery(_refusals()),
    }


def told(draft: "AccessedDraft") -> "AccessedDraft":
    """Return a draft of ``access_draft`` with all that is told beside it: one statement where it was read to act."""
    if "claim_rows" not in vars(draft):
        beside = told_beside(draft.read_for)
        rows = drafts_of_organization(draft.organization_id).filter(pk=draft.pk).annotate(**beside).values(*beside)
        vars(draft).update(rows.get())
    return draft


def day_of_service() -> Coalesce:
    """Return, to ask of a draft in an inner query, the day on which its policy counts: today where it names none."""
    return Coalesce(OuterRef("service_on"), Value(clock.today()), output_field=DateField())


def redacted_again(organization_id: "UUID") -> Exists:
    """Say of each draft whether the redaction of one of its sources changed after it was made."""
    return Exists(drafts_on_old_redactions(organization_id).order_by().filter(pk=OuterRef("pk")))


def _newer_documents(person: "Person") -> Coalesce:
    newer = documents_of_outer_patient(person).filter(current=True, created_at__gt=OuterRef("ready_at"))
    return Coalesce(Subquery(newer.order_by().values("patient").annotate(number=Count("pk")).values("number")), 0)


def _open_requests() -> Exists:
    return Exists(DocumentRequest.objects.filter(draft=OuterRef("pk"), status=RequestStatus.REQUESTED))


def _returns() -> QuerySet[Any, Any]:
    """Return each time the draft was returned to who asked for it, and what was answered."""
    reply = JSONObject(
        act="act", words="words", name="person__display_name", credentials="person__credentials", at="created_at"
    )
    replies = ReturnReply.objects.filter(decision=OuterRef("pk")).order_by("created_at", "pk").values_list(reply)
    row = JSONObject(
        reason_code="reason_code", words="comment", at="created_at",
        name="person__display_name", credentials="person__credentials", replies=ArraySubquery(replies),
    )  # fmt: skip
    returned = ReviewDecision.objects.filter(item__draft=OuterRef("pk"), outcome=Outcome.RETURN)
    return returned.order_by("ordinal").values_list(row)


def _refusals() -> QuerySet[Any, Any]:
    """Return each time a second signer refused what somebody had signed."""
    row = JSONObject(
        reason_code="reason_code", words="words", at="created_at",
        name="person__display_name", credentials="person__credentials",
    )  # fmt: skip
    refused = SecondRefusal.objects.filter(signature__decision__item__draft=OuterRef("pk"))
    return refused.order_by("created_at", "pk").values_list(row)
