"""Reading drafts: for the desk, for the review page, for the sweeper."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet

from apps.core import clock
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.status import IN_PROGRESS, DraftStatus
from apps.drafting.models import (
    Citation,
    Claim,
    CriterionCitation,
    Draft,
    DraftQuery,
    Finding,
    InferenceRun,
    PlantedError,
)
from apps.redaction.selectors import patients_visible_to, sources_hidden_from, sources_uncitable_to

if TYPE_CHECKING:
    from apps.access.models import Person

BELL_LOST_AFTER = timedelta(seconds=10)
MOST_RUNG_AT_ONCE = 200
STAGES = {
    DraftStatus.QUEUED: (1, "Waiting for a worker"),
    DraftStatus.RETRIEVED: (2, "Writing"),
    DraftStatus.GENERATED: (3, "Checking"),
    DraftStatus.READY: (4, "Ready"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a draft is, in words."""

    step: int
    steps: int
    words: str
    running: bool


def drafts_visible_to(person: "Person") -> QuerySet[Draft]:
    """Return the drafts of patients whose chart the person may see, newest first; strangers' drafts are not there.

    A draft is as sensitive as its most sensitive source (F12): one that cites a document hidden from the person is not
    there either. An emergency opens the chart, and no draft.
    """
    hidden = sources_hidden_from(person)
    return drafts_of_organization(person.organization_id).filter(
        *(~Exists(cited.filter(hidden)) for cited in _cited()),
        patient_id__in=patients_visible_to(person, "view_chart", emergency=False),
    )


def drafts_cited_to(person: "Person") -> QuerySet[Draft]:
    """Return the letters that a person reads who reads of their patients' charts nothing but what these cite.

    One that cites a document with a label that is not theirs is not there, as in ``drafts_visible_to``.
    """
    hidden = sources_uncitable_to(person)
    return drafts_of_organization(person.organization_id).filter(
        *(~Exists(cited.filter(hidden)) for cited in _cited()),
        kind=DraftKind.PRIOR_AUTH_LETTER,
        status=DraftStatus.READY,
        patient_id__in=patients_visible_to(person, "view_evidence", emergency=False),
    )


def source_labels() -> ArraySubquery:
    """Return, to annotate drafts with, the labels of all documents that a draft cites: its own labels (F12)."""
    label = Func(F("source_document__labels"), function="unnest", output_field=CharField())
    claims, answers = (cited.values_list(label) for cited in _cited())
    return ArraySubquery(claims.union(answers))


def citations_among(documents: QuerySet[Any]) -> ArraySubquery:
    """Return, to annotate drafts with, the ids of the citations into any version of these documents of the chart."""
    same = {key: OuterRef(f"source_document__{key}") for key in ("patient", "source_system", "series")}
    of_claims, _ = _cited()
    return ArraySubquery(of_claims.filter(Exists(documents.filter(**same))).values("pk"))


def _cited() -> tuple[QuerySet[Citation], QuerySet[CriterionCitation]]:
    """Return what a draft of an outer statement cites: for its claims, and for the answers to the criteria."""
    of_claims = Citation.objects.filter(claim__draft=OuterRef("pk")).order_by()
    return of_claims, CriterionCitation.objects.filter(answer__draft=OuterRef("pk")).order_by()


def draft_labels(draft_id: str | UUID) -> list[str]:
    """Return the labels of a draft, in order. One statement."""
    labels = Draft.objects.filter(pk=draft_id).values_list(source_labels(), flat=True).first()
    return sorted(labels or [])


def drafts_of_organization(organization_id: str | UUID) -> QuerySet[Draft]:
    """Return every draft of an organization. Only for pages that mask the patient."""
    return Draft.objects.filter(organization_id=organization_id).select_related("policy", "requested_by", "release")


def drafts_on_old_redactions(organization_id: str | UUID) -> QuerySet[Draft]:
    """Return the drafts of an organization that cite a redaction which is no longer in use, each once.

    Those of a destroyed record are not among them: nothing of them can be read, or asked for again.
    """
    claims, answers = (Exists(cited.filter(redacted_document__current=False)) for cited in _cited())
    return drafts_of_organization(organization_id).filter(claims | answers, patient__destroyed_at=None)


def draft_for_review(draft_id: str | UUID) -> Draft:
    """Return a draft with its claims, their citations and findings, and the findings on the whole draft.

    Four queries whatever its size: draft, claims, citations, findings. ``draft.claims.all()``,
    ``claim.citations.all()``, ``claim.findings.all()`` and ``draft.findings.all()`` then cost nothing. Raises
    Draft.DoesNotExist. The caller has asked ``drafts_visible_to`` first.
    """
    claims = Claim.objects.order_by("ordinal").prefetch_related(
        Prefetch("citations", queryset=Citation.objects.order_by("ordinal")),
        Prefetch("findings", queryset=Finding.objects.order_by("created_at", "id")),
    )
    return (
        Draft.objects.select_related("policy", "requested_by", "release")
        .prefetch_related(
            Prefetch("claims", queryset=claims),
            Prefetch("findings", queryset=Finding.objects.order_by("created_at", "id")),
        )
        .get(pk=draft_id)
    )


def claims_with_sources(draft: Draft) -> list[Claim]:
    """Return a draft's claims with their citations and the documents these are bound to, still sealed.

    Two statements. Only the viewer opens the documents; they come along so that it need not ask for them again.
    """
    citations = Citation.objects.order_by("ordinal").select_related("source_document")
    without = ("source_document__lines", "source_document__title_sealed", "source_document__author_sealed")
    found = draft.claims.order_by("ordinal").prefetch_related(Prefetch("citations", queryset=citations.defer(*without)))
    return list(found)


def draft_progress(draft: Draft) -> Progress:
    """Return the stage of a draft: ``Drafting, 2 of 4: Writing``, or how it ended."""
    status = DraftStatus(draft.status)
    if status not in STAGES:
        return Progress(0, 4, f"{status.capitalize()}: {draft.reason}", running=False)
    step, doing = STAGES[status]
    if status is DraftStatus.QUEUED and draft.lease_owner:
        doing = "Reading the chart"
    running = status in IN_PROGRESS
    if running and _is_forsaken(draft):
        doing = "Waiting for a worker to take it up again"
    return Progress(step, 4, f"Drafting, {step} of 4: {doing}" if running else doing, running=running)


def _is_forsaken(draft: Draft) -> bool:
    """Say whether a lease stands that has not been renewed for half its length: who works renews it three times."""
    half = timedelta(seconds=settings.WORKBENCH_LEASE_SECONDS) / 2
    return draft.lease_until is not None and draft.lease_until < clock.now() + half


def draft_status(draft_id: str | UUID) -> DraftStatus | None:
    """Return the status of a draft, or None when there is no such draft."""
    status = Draft.objects.filter(pk=draft_id).values_list("status", flat=True).first()
    return DraftStatus(status) if status else None


def blocked_count(*, organization_id: str | UUID, start: datetime, end: datetime) -> int:
    """Return how many drafts asked for in [start, end) the system withheld because the chart did not carry them."""
    asked = Draft.objects.filter(organization_id=organization_id, created_at__gte=start, created_at__lt=end)
    return asked.filter(status=DraftStatus.BLOCKED, is_seeded=False).count()


def drafts_with_inputs(*, words: bool = False) -> QuerySet[Draft]:
    """Return the drafts whose working material (with ``words``: whose own words) is still kept, unguarded."""
    if words:
        return Draft.objects.filter(destruction=None)
    runs = InferenceRun.objects.filter(draft=OuterRef("pk"), destruction=None)
    asked = DraftQuery.objects.filter(draft=OuterRef("pk"), query__destruction=None)
    return Draft.objects.filter(Exists(runs) | Exists(asked))


def stale_draft_ids() -> list[str]:
    """Return the drafts that should be moving and are not: the lease ran out, or nobody ever heard the bell."""
    moment = clock.now()
    waiting = Q(lease_until=None, created_at__lt=moment - BELL_LOST_AFTER) | Q(lease_until__lt=moment)
    rows = Draft.objects.filter(waiting, status__in=IN_PROGRESS).order_by("created_at")
    return [str(pk) for pk in rows.values_list("pk", flat=True)[:MOST_RUNG_AT_ONCE]]


def runs_of(draft: Draft) -> list[InferenceRun]:
    """Return the model calls of a draft, the oldest first, without what they answered."""
    words = ("output", "input_sealed", "raw_sealed", "passages")
    return list(draft.runs.defer(*words).select_related("release").order_by("created_at"))


def queries_asked_for(draft: Draft) -> dict[str, str]:
    """Return the questions a draft rests on: the criterion (empty: the chart as a whole) by the question's id."""
    rows = draft.queries.order_by("created_at", "id").values_list("query_id", "criterion_id")
    return {str(query_id): criterion_id for query_id, criterion_id in rows}


def claims_bare(draft: Draft) -> list[Claim]:
    """Return a draft's claims with their citations and nothing of their sources. Two statements."""
    return list(
        draft.claims.order_by("ordinal").prefetch_related(Prefetch("citations", Citation.objects.order_by("ordinal")))
    )


def findings_of(draft: Draft) -> list[Finding]:
    """Return what the checks said of a draft and its claims, in order."""
    return list(draft.findings.order_by("created_at", "id"))


def planted_errors(draft: Draft) -> list[PlantedError]:
    """Return the known errors of a seeded draft, each with its claim, in the order of the draft."""
    errors = PlantedError.objects.filter(claim__draft=draft).select_related("claim")
    return list(errors.order_by("claim__ordinal"))


def cited_spans(draft: Draft) -> list[tuple[str, int, int]]:
    """Return which parts of which redacted documents a draft cites."""
    rows = Citation.objects.filter(claim__draft=draft)
    spans = rows.values_list("redacted_document_id", "redacted_start", "redacted_end")
    return [(str(document_id), start, end) for document_id, start, end in spans]
