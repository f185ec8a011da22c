"""One draft with everything the desk knows of it, behind the patient's fence."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject, Substr
from django.http import Http404

from apps.access.domain.roles import PatientPermission
from apps.chart.selectors import check_not_destroyed, documents_visible_to
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.selectors import drafts_of_organization, drafts_visible_to
from apps.redaction.selectors import patients_visible_to
from apps.review.models import ClaimReview, EvidenceOpening

if TYPE_CHECKING:
    from datetime import datetime

    from apps.access.models import Person
    from apps.drafting.models import Draft


def access_draft(person: "Person", draft_id: UUID | str) -> "Draft":
    """Return a draft of a patient whose chart the person may see, or raise Http404. One statement.

    With it come its patient, policy and review item, ``may_review`` and ``may_sign`` (the person's grants on the
    patient), ``finding_rows``, ``review_rows`` (what was done to its claims), ``opened_ids`` (the citations whose
    evidence this person opened), ``broken_ids`` (the citations that no longer resolve) and ``newer_documents`` (how
    many arrived after the draft was made).
    """
    draft = (
        drafts_visible_to(person)
        .filter(pk=draft_id)
        .select_related("patient", "organization", "policy", "requested_by", "release", "review_item__claimed_by")
        .annotate(
            may_review=_granted(person, PatientPermission.REVIEW_DRAFT),
            may_sign=_granted(person, PatientPermission.SIGN_DRAFT),
            finding_rows=ArrayAgg(_finding(), filter=Q(findings__isnull=False), default=[], distinct=True),
            review_rows=ArraySubquery(_reviews()),
            opened_ids=ArraySubquery(_openings(person)),
            broken_ids=ArraySubquery(_broken(person)),
            newer_documents=_newer_documents(person),
        )
        .first()
    )
    if draft is None:
        _check_not_destroyed(person, draft_id)
        raise Http404("No such draft.")
    return draft


def _check_not_destroyed(person: "Person", draft_id: UUID | str) -> None:
    ours = drafts_of_organization(person.organization_id).filter(pk=draft_id)
    if patient_id := ours.values_list("patient_id", flat=True).first():
        check_not_destroyed(person, patient_id)


def _granted(person: "Person", permission: PatientPermission) -> Exists:
    return Exists(patients_visible_to(person, permission.value).filter(pk=OuterRef("patient_id")))


def _finding() -> JSONObject:
    return JSONObject(
        at="findings__created_at", id="findings__id", claim_id="findings__claim_id", rule="findings__rule",
        severity="findings__severity", sentence="findings__sentence", criterion_id="findings__criterion_id",
    )  # fmt: skip


def _reviews() -> QuerySet[Any, Any]:
    row = JSONObject(
        claim_id="claim_id", state="state", text="text", reason_code="reason_code", reason="reason",
        id="id", person_id="person_id",
        name="person__display_name", credentials="person__credentials",
    )  # fmt: skip
    return ClaimReview.objects.filter(item__draft=OuterRef("pk")).values_list(row)


def _openings(person: "Person") -> QuerySet[Any, Any]:
    return EvidenceOpening.objects.filter(item__draft=OuterRef("pk"), person=person).values("citation_id")


def _broken(person: "Person") -> QuerySet[Any, Any]:
    """Return the citations whose words no longer stand where they were bound: ``viewer.domain.citations.resolves``.

    Asked in SQL, so that the page pays no statement for it; the services ask the viewer itself, inside the transaction.
    """
    citation = "claims__citations__"
    text, start = F(f"{citation}source_document__text"), F(f"{citation}source_start")
    return (
        drafts_of_organization(person.organization_id)
        .filter(pk=OuterRef("pk"), claims__citations__isnull=False)
        .order_by()
        .annotate(
            citation=F(f"{citation}pk"),
            whole=_sha256(text),
            whole_bound=F(f"{citation}source_sha256"),
            quote=_sha256(Substr(text, start + 1, F(f"{citation}source_end") - start)),
            quote_bound=F(f"{citation}quote_sha256"),
            owner=F(f"{citation}source_document__patient"),
        )
        .filter(~Q(whole=F("whole_bound")) | ~Q(quote=F("quote_bound")) | ~Q(owner=F("patient")))
        .values("citation")
    )


def _sha256(text: Any) -> Func:
    return Func(text, template="encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')", output_field=CharField())


def _newer_documents(person: "Person") -> Coalesce:
    newer = documents_visible_to(person).filter(
        patient=OuterRef("patient_id"), current=True, created_at__gt=OuterRef("ready_at")
    )
    return Coalesce(Subquery(newer.order_by().values("patient").annotate(number=Count("pk")).values("number")), 0)


def drafts_asked_lately(person: "Person", request: Mapping[str, Any], since: "datetime") -> "QuerySet[Draft]":
    """Return the drafts this person asked for in the same words that are in progress or were asked for after then.

    ``request`` is what the drafting room takes, its subject concealed.
    """
    same = drafts_visible_to(person).filter(
        requested_by=person,
        patient_id=request["patient_id"],
        kind=request["kind"],
        subject=request["subject"],
        policy=request.get("policy"),
        urgency=request.get("urgency", "standard"),
    )
    return same.filter(Q(status__in=IN_PROGRESS) | Q(created_at__gt=since)).order_by("-created_at")


def drafts_waiting_for_an_item(organization_id: "UUID", most: int) -> "QuerySet[Draft]":
    """Return READY drafts of an organization that have no slot in the queue yet."""
    return drafts_of_organization(organization_id).filter(status=DraftStatus.READY, review_item=None)[:most]
