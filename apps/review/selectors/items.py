"""One draft with everything the desk knows of it, behind the patient's fence."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
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
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.selectors import (
    citations_among,
    drafts_cited_to,
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
from apps.review.selectors.read_again import check_not_reading
from apps.review.selectors.seeded import check_not_over

if TYPE_CHECKING:
    from datetime import datetime

    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft


DONE = tuple(ENDED)


def access_draft(person: "Person", draft_id: UUID | str) -> "AccessedDraft":
    """Return a draft as ``access_draft_unjudged`` does; raise Detour while something else comes first.

    That is to judge its criteria, or to answer where the person reads it a second time.
    """
    draft = access_draft_blind(person, draft_id)
    check_not_reading(draft, person)
    return draft


def access_draft_blind(person: "Person", draft_id: UUID | str) -> "AccessedDraft":
    """Return a draft as ``access_draft`` does, also to its second reader: for the page that tells of no decision."""
    return _judged(access_draft_unjudged(person, draft_id), person)


def access_draft_to_act(person: "Person", draft_id: UUID | str) -> "AccessedDraft":
    """Return a draft as ``access_draft`` does, without what is ``told_beside``: for an act that shows no page of it."""
    return _judged(_access(person, draft_id, {}), person)


def access_draft_unjudged(person: "Person", draft_id: UUID | str) -> "AccessedDraft":
    """Return a draft of a patient whose chart the person may see, or raise Http404. One statement.

    For the page that asks for a person's own judgement alone: anything else asks ``access_draft``.

    With it come its patient, policy and review item, ``may_review`` and ``may_sign`` (the person's grants on the
    patient), ``finding_rows``, ``review_rows`` (what was done to its claims), ``statement_rows`` (the sentences that
    clinicians added), ``opened_ids`` (the citations whose evidence this person opened), ``withdrawn_ids`` (those whose
    document its sender took back since), ``own_rows`` (what was judged before the machine's answers were shown), and
    what is ``told_beside``.
    """
    return _access(person, draft_id, told_beside(person))


def access_draft_cited(person: "Person", draft_id: UUID | str) -> "AccessedDraft":
    """Return a letter as ``access_draft`` does to who reads of the chart only what it cites, or raise Http404.

    That what people chose to cite in it is open to them, too, is asked when the words are read (``cited_letter``).
    """
    draft = _found(person, draft_id, drafts_cited_to(person), told_beside(person))
    if draft is None:
        raise Http404("No such letter.")
    check_not_over(draft, person)
    return draft


def _judged(draft: "AccessedDraft", person: "Person") -> "AccessedDraft":
    check_judged(draft, person)
    check_not_over(draft, person)
    return draft


def _access(person: "Person", draft_id: UUID | str, beside: Mapping[str, Any]) -> "AccessedDraft":
    draft = _found(person, draft_id, drafts_visible_to(person), beside)
    if draft is None:
        _check_not_destroyed(person, draft_id)
        raise Http404("No such draft.")
    return draft


def _found(
    person: "Person", draft_id: UUID | str, drafts: "QuerySet[Draft]", beside: Mapping[str, Any]
) -> "AccessedDraft | None":
    draft = (
        drafts.filter(pk=draft_id)
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
            **beside,
        )
        .first()
    )
    if draft is None:
        return None
    accessed = cast("AccessedDraft", draft)
    accessed.read_for = person
    return accessed


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
