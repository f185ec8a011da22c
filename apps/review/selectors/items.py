"""One draft with everything the desk knows of it, behind the patient's fence."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    Case,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import JSONObject
from django.http import Http404

from apps.access.domain.roles import PatientPermission
from apps.chart.selectors import check_not_destroyed, documents_withdrawn
from apps.core import clock
from apps.core.prepared import MOMENT, Prepared, Unpreparable
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.selectors import (
    citations_among,
    drafts_of_organization,
    drafts_on_old_redactions,
    drafts_visible_to,
    finding_rows,
)
from apps.redaction.selectors import patients_visible_to
from apps.review.domain.status import ENDED
from apps.review.models import (
    ClaimReview,
    ClinicianStatement,
    EvidenceOpening,
)
from apps.review.selectors.beside import told_beside
from apps.review.selectors.chosen_citations import citations_chosen_by, evidence_rows
from apps.review.selectors.own import check_judged, own_rows
from apps.review.selectors.seeded import check_not_over

if TYPE_CHECKING:
    from datetime import datetime

    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft


DONE = tuple(ENDED)
# Stand-ins in the statement that is made once (decision 0050).
PERSON, ORGANIZATION, DRAFT = (UUID(int=number) for number in (0xACCE55, 0xACCE56, 0xACCE57))


def access_draft(person: "Person", draft_id: UUID | str) -> "AccessedDraft":
    """Return a draft as ``access_draft_unjudged`` does; raise Detour while its criteria are to be judged first."""
    return _judged(access_draft_unjudged(person, draft_id), person)


def access_draft_to_act(person: "Person", draft_id: UUID | str) -> "AccessedDraft":
    """Return a draft as ``access_draft`` does, without what is ``told_beside``: for an act that shows no page of it."""
    return _judged(_access(person, draft_id, beside=False), person)


def access_draft_unjudged(person: "Person", draft_id: UUID | str) -> "AccessedDraft":
    """Return a draft of a patient whose chart the person may see, or raise Http404. One statement.

    For the page that asks for a person's own judgement alone: anything else asks ``access_draft``.

    With it come its patient, policy and review item, ``may_review`` and ``may_sign`` (the person's grants on the
    patient), ``finding_rows``, ``review_rows`` (what was done to its claims), ``statement_rows`` (the sentences that
    clinicians added), ``opened_ids`` (the citations whose evidence this person opened), ``withdrawn_ids`` (those whose
    document its sender took back since), ``own_rows`` (what was judged before the machine's answers were shown), and
    what is ``told_beside``.
    """
    return _access(person, draft_id, beside=True)


def _judged(draft: "AccessedDraft", person: "Person") -> "AccessedDraft":
    check_judged(draft, person)
    check_not_over(draft, person)
    return draft


def _access(person: "Person", draft_id: UUID | str, *, beside: bool) -> "AccessedDraft":
    draft = _read(person, UUID(str(draft_id)), beside=beside)
    if draft is None:
        _check_not_destroyed(person, draft_id)
        raise Http404("No such draft.")
    accessed = cast("AccessedDraft", draft)
    accessed.read_for = person
    return accessed


def _read(person: "Person", draft_id: UUID, *, beside: bool) -> "Draft | None":
    try:
        statement = prepared_access(person.role, is_active=person.is_active, beside=beside)
    except Unpreparable:
        return drafts_accessed(person, draft_id, beside=beside).first()
    ids = {PERSON: person.pk, ORGANIZATION: person.organization_id, DRAFT: draft_id}
    return next(iter(statement.rows(ids)), None)


@cache
def prepared_access(role: str, *, is_active: bool, beside: bool) -> "Prepared[Draft]":
    """Return the statement of ``access_draft`` for whoever has this role: of a person it knows nothing else.

    Whatever else of a person it asked for would be read from the database, where the stand-in is not: Unpreparable.
    """
    columns = {"id": PERSON, "organization_id": ORGANIZATION, "role": role, "is_active": is_active}
    stand_in = get_user_model().from_db(None, list(columns), list(columns.values()))
    with clock.standing_at(MOMENT), connection.execute_wrapper(_refuse):
        drafts = drafts_accessed(stand_in, DRAFT, beside=beside)
        return Prepared(drafts, frozenset({PERSON, ORGANIZATION, DRAFT}))


def _refuse(*_: Any) -> None:
    raise Unpreparable("A statement that is prepared reads nothing.")


def drafts_accessed(person: "Person", draft_id: UUID, *, beside: bool) -> "QuerySet[Draft]":
    """Return what ``access_draft`` reads, as a statement of the moment."""
    return (
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
            finding_rows=finding_rows(),
            review_rows=ArraySubquery(_reviews()),
            statement_rows=ArraySubquery(_statements()),
            opened_ids=ArraySubquery(_openings(person)),
            withdrawn_ids=citations_among(documents_withdrawn()),
            own_rows=own_rows(),
            **(told_beside(person) if beside else {}),
        )
    )


def _check_not_destroyed(person: "Person", draft_id: UUID | str) -> None:
    ours = drafts_of_organization(person.organization_id).filter(pk=draft_id)
    if patient_id := ours.values_list("patient_id", flat=True).first():
        check_not_destroyed(person, patient_id)


def granted(person: "Person", permission: PatientPermission) -> Exists:
    """Say of each draft whether the person holds a right on its patient."""
    return Exists(patients_visible_to(person, permission.value).filter(pk=OuterRef("patient_id")))


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


def _openings(person: "Person") -> QuerySet[Any, Any]:
    opened = EvidenceOpening.objects.filter(item__draft=OuterRef("pk"), person=person).values("citation_id")
    return opened.union(citations_chosen_by(person), all=True)


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
