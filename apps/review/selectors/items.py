"""One draft with everything the desk knows of it, behind the patient's fence."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject
from django.http import Http404

from apps.access.domain.roles import PatientPermission
from apps.chart.selectors import check_not_destroyed, documents_visible_to, documents_withdrawn
from apps.core import clock
from apps.coverage.selectors import newer_version
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.selectors import (
    citations_among,
    claim_rows,
    criterion_rows,
    drafts_of_organization,
    drafts_on_old_redactions,
    drafts_visible_to,
    source_labels,
)
from apps.redaction.selectors import patients_visible_to
from apps.review.domain.requests import RequestStatus
from apps.review.domain.status import ENDED, Outcome
from apps.review.models import (
    ClaimReview,
    ClinicianStatement,
    DocumentRequest,
    EvidenceOpening,
    ReturnReply,
    ReviewDecision,
    SecondRefusal,
)
from apps.review.selectors.came_in import since_number, since_read, since_rows
from apps.review.selectors.chosen_citations import citations_chosen_by, evidence_rows
from apps.review.selectors.own import check_judged, own_rows
from apps.review.selectors.seeded import check_not_over
from apps.review.selectors.typed import typed_rows, typing_rows

if TYPE_CHECKING:
    from datetime import datetime

    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft


DONE = tuple(ENDED)


def access_draft(person: "Person", draft_id: UUID | str) -> "AccessedDraft":
    """Return a draft as ``access_draft_unjudged`` does; raise Detour while its criteria are to be judged first."""
    draft = access_draft_unjudged(person, draft_id)
    check_judged(draft, person)
    check_not_over(draft, person)
    return draft


def access_draft_unjudged(person: "Person", draft_id: UUID | str) -> "AccessedDraft":
    """Return a draft of a patient whose chart the person may see, or raise Http404. One statement.

    For the page that asks for a person's own judgement alone: anything else asks ``access_draft``.

    With it come its patient, policy and review item, ``may_review`` and ``may_sign`` (the person's grants on the
    patient), ``finding_rows``, ``review_rows`` (what was done to its claims), ``statement_rows`` (the sentences that
    clinicians added), ``typed_rows`` (what this person typed and did not send), ``typing_rows`` (which claims others
    are typing at), ``opened_ids`` (the citations whose evidence this person opened), ``withdrawn_ids`` (those whose
    document its sender took back since), ``newer_documents`` (how many arrived after the draft was made),
    ``since_number``, ``since_rows``, ``since_read`` (what came in since it was asked for),
    ``redacted_again`` (whether the redaction of a source changed since), ``newer_policy`` (the version of its policy
    that is in force on its date of service in place of the one it names), ``labels`` (of its sources),
    ``criterion_rows``, ``claim_rows`` (what it says), ``has_open_requests`` (whether documents are asked for),
    ``own_rows`` (what was judged before the machine's answers were shown), ``return_rows`` (each time it was
    returned to who asked for it, with the answers) and ``refusal_rows`` (each second signature that was refused).
    """
    draft = (
        drafts_visible_to(person)
        .filter(pk=draft_id)
        .select_related(
            "patient__organization", "organization", "policy", "requested_by", "release", "review_item__claimed_by"
        )
        .select_related("review_item__own_judgement")
        .select_related("wait__person", "submission", "appeal__answer__submission", "appeal__answer__letter")
        .select_related("appeal__answer__corrected_by")
        .annotate(
            may_review=granted(person, PatientPermission.REVIEW_DRAFT),
            may_sign=granted(person, PatientPermission.SIGN_DRAFT),
            finding_rows=ArrayAgg(_finding(), filter=Q(findings__isnull=False), default=[], distinct=True),
            review_rows=ArraySubquery(_reviews()),
            statement_rows=ArraySubquery(_statements()),
            typed_rows=ArraySubquery(typed_rows(person)),
            typing_rows=ArraySubquery(typing_rows(person)),
            opened_ids=ArraySubquery(_openings(person)),
            withdrawn_ids=citations_among(documents_withdrawn()),
            newer_documents=_newer_documents(person),
            since_number=since_number(person),
            since_rows=since_rows(person),
            since_read=since_read(person),
            redacted_again=redacted_again(person.organization_id),
            newer_policy=newer_version(day_of_service(), person.organization_id),
            labels=source_labels(),
            criterion_rows=criterion_rows(documents_withdrawn()),
            claim_rows=claim_rows(),
            has_open_requests=_open_requests(),
            own_rows=own_rows(),
            return_rows=ArraySubquery(_returns()),
            refusal_rows=ArraySubquery(_refusals()),
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


def day_of_service() -> Coalesce:
    """Return, to ask of a draft in an inner query, the day on which its policy counts: today where it names none."""
    return Coalesce(OuterRef("service_on"), Value(clock.today()), output_field=DateField())


def redacted_again(organization_id: "UUID") -> Exists:
    """Say of each draft whether the redaction of one of its sources changed after it was made."""
    return Exists(drafts_on_old_redactions(organization_id).order_by().filter(pk=OuterRef("pk")))


def granted(person: "Person", permission: PatientPermission) -> Exists:
    """Say of each draft whether the person holds a right on its patient."""
    return Exists(patients_visible_to(person, permission.value).filter(pk=OuterRef("patient_id")))


def _finding() -> JSONObject:
    return JSONObject(
        at="findings__created_at", id="findings__id", claim_id="findings__claim_id", rule="findings__rule",
        severity="findings__severity", sentence="findings__sentence", criterion_id="findings__criterion_id",
        document_id="findings__source_document_id", start="findings__source_start", end="findings__source_end",
    )  # fmt: skip


def _reviews() -> QuerySet[Any, Any]:
    row = JSONObject(
        claim_id="claim_id", state="state", text="text", reason_code="reason_code", reason="reason",
        id="id", person_id="person_id",
        name="person__display_name", credentials="person__credentials",
        evidence=evidence_rows("review", documents_withdrawn()),
    )  # fmt: skip
    return ClaimReview.objects.filter(item__draft=OuterRef("pk")).values_list(row)


def _statements() -> QuerySet[Any, Any]:
    row = JSONObject(
        id="id", part="part", criterion_id="criterion_id", text="text", person_id="person_id",
        name="person__display_name", credentials="person__credentials",
        evidence=evidence_rows("statement", documents_withdrawn()),
    )  # fmt: skip
    own = ClinicianStatement.objects.filter(item__draft=OuterRef("pk"))
    return own.order_by("created_at", "pk").values_list(row)


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


def _openings(person: "Person") -> QuerySet[Any, Any]:
    opened = EvidenceOpening.objects.filter(item__draft=OuterRef("pk"), person=person).values("citation_id")
    return opened.union(citations_chosen_by(person), all=True)


def _open_requests() -> Exists:
    return Exists(DocumentRequest.objects.filter(draft=OuterRef("pk"), status=RequestStatus.REQUESTED))


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
        is_seeded=False,
        patient_id=request["patient_id"],
        kind=request["kind"],
        subject=request["subject"],
        policy=request.get("policy"),
        urgency=request.get("urgency", "standard"),
        **({"service_on": request["service_on"]} if request.get("service_on") else {}),
    )
    return same.filter(Q(status__in=IN_PROGRESS) | Q(created_at__gt=since)).order_by("-created_at")


def drafts_redacted_again(organization_id: "UUID") -> "QuerySet[Draft]":
    """Return the drafts of an organization on redactions no longer in use, the undecided first. Masks no patient."""
    drafts = drafts_on_old_redactions(organization_id).select_related("review_item__claimed_by")
    changed = Max("claims__citations__source_document__redactions__created_at")
    done = Case(When(review_item__status__in=DONE, then=Value(1)), default=Value(0), output_field=IntegerField())
    return drafts.annotate(changed_at=changed, done=done).order_by("done", "-changed_at", "pk")


def drafts_waiting_for_an_item(organization_id: "UUID", most: int) -> "QuerySet[Draft]":
    """Return READY drafts of an organization that have no slot in the queue yet."""
    return drafts_of_organization(organization_id).filter(status=DraftStatus.READY, review_item=None)[:most]
