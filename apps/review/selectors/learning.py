"""Signed drafts beside what the machine wrote, for whoever may take them out to teach a machine. Redacted words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from apps.drafting.domain.tasks import DraftInput, input_from_json
from apps.redaction.domain.reuse import Forbidden
from apps.redaction.selectors import why_not_reuse
from apps.review.domain.final import Basis
from apps.review.domain.rules import ReviewRules
from apps.review.domain.status import RELEASED, ReviewStatus
from apps.review.models import ReviewDecision
from apps.review.selectors.decisions import decisions_in
from apps.review.selectors.rules import rules_of

if TYPE_CHECKING:
    from apps.drafting.models import Citation, Claim, Draft, InferenceRun


class LeftOut(StrEnum):
    """Why a signed draft is not among them."""

    TEST = "test"  # of a test patient
    DESTROYED = "destroyed"
    INPUT_GONE = "input_gone"  # what the machine was given is no longer kept
    RESTRICTED = "restricted"
    HANDLING = "handling"
    TAKEN_BACK = "taken_back"
    AMENDED = "amended"  # what was signed was corrected later


OF_FORBIDDEN: Mapping[Forbidden, LeftOut] = {
    Forbidden.RESTRICTED: LeftOut.RESTRICTED,
    Forbidden.HANDLING: LeftOut.HANDLING,
    Forbidden.TAKEN_BACK: LeftOut.TAKEN_BACK,
    Forbidden.MISSING: LeftOut.DESTROYED,
}
MILLISECONDS = 1000
NO_RULE = (
    "Your organization does not let edits be taken out to train a model. An administrator can allow it on the page of "
    "the desk's house rules."
)


@dataclass(frozen=True, slots=True)
class LearningClaim:
    """One sentence with the passages it rests on."""

    ordinal: int
    section: str
    text: str
    passages: tuple[str, ...]  # ids, as in the input
    basis: Basis = Basis.CHART


@dataclass(frozen=True, slots=True)
class LearningDraft:
    """What the machine was given, what it wrote, what was signed, and what a person said of it."""

    patient_id: UUID
    given: DraftInput
    machine: tuple[LearningClaim, ...]
    final: tuple[LearningClaim, ...]
    kinds: Mapping[int, tuple[str, ...]]  # of the changes, as the clinician left them, by number
    outcome: str
    reason_code: str
    harm: str
    opened: int
    active_seconds: int | None  # at the draft, as measured; None where nothing was
    release: str
    backend: str
    prompt_version: str


def why_not_learning(organization_id: UUID) -> str:
    """Return why nothing may be taken out to teach a machine, or an empty text."""
    rules: ReviewRules = rules_of(organization_id)
    return "" if rules.learning_export else NO_RULE


def learning_decisions(*, organization_id: UUID, start: datetime, end: datetime) -> QuerySet[ReviewDecision]:
    """Return the decisions of [start, end) that ended in a signature, oldest first. Nothing seeded is ever signed."""
    signed: QuerySet[Any] = decisions_in(organization_id=organization_id, start=start, end=end).order_by()
    ended = signed.filter(is_last=True, signature__isnull=False, item__status__in=RELEASED)
    return ended.order_by("created_at", "pk")


def learning_drafts(decisions: "QuerySet[ReviewDecision]") -> Iterator[LearningDraft | LeftOut]:
    """Yield each signed draft, or why it is left out. One at a time: memory stays flat."""
    for decision in decisions.select_related("item__draft__patient", "item__draft__release", "attention").iterator(
        chunk_size=20
    ):
        yield _of(decision)


def learning_draft_of(decision_id: UUID) -> LearningDraft | LeftOut:
    """Return one decided draft, signed or not, or why it may not be used again. Unguarded: ask the caller's fence."""
    return next(learning_drafts(ReviewDecision.objects.filter(pk=decision_id, item__draft__is_seeded=False)))


def _of(decision: ReviewDecision) -> LearningDraft | LeftOut:
    draft: Draft = decision.item.draft
    if draft.patient.is_test:
        return LeftOut.TEST
    if decision.item.status == ReviewStatus.AMENDED:
        return LeftOut.AMENDED
    if draft.destruction or decision.destruction:
        return LeftOut.DESTROYED
    run = draft.runs.exclude(input_sealed=b"").filter(broken_off="", destruction=None).order_by("-created_at").first()
    if run is None:
        return LeftOut.INPUT_GONE
    given = input_from_json(run.input)
    claims = list(draft.claims.order_by("ordinal").prefetch_related("citations"))
    documents = {one.document_id for one in given.passages}
    documents |= {str(one.redacted_document_id) for claim in claims for one in claim.citations.all()}
    if forbidden := why_not_reuse(documents):
        return OF_FORBIDDEN[forbidden]
    return _told(decision, run, given, claims)


def _told(decision: ReviewDecision, run: "InferenceRun", given: DraftInput, claims: "list[Claim]") -> LearningDraft:
    of_citation = {
        str(one.pk): place for claim in claims for one in claim.citations.all() if (place := _passage_of(one, given))
    }
    draft: Draft = decision.item.draft
    return LearningDraft(
        patient_id=draft.patient_id,
        given=given,
        machine=tuple(
            LearningClaim(
                claim.ordinal, claim.section, claim.text,
                _passages(of_citation, (str(one.pk) for one in claim.citations.all())),
            )
            for claim in claims
        ),
        final=tuple(_final(row, of_citation) for row in decision.final["claims"]),
        kinds={edit.ordinal: tuple(edit.kinds) for edit in decision.edits.all()},
        outcome=decision.outcome,
        reason_code=decision.reason_code,
        harm=decision.harm,
        opened=decision.evidence_opened,
        active_seconds=_active_seconds(decision),
        release=draft.release.digest if draft.release else "",
        backend=run.backend,
        prompt_version=run.prompt_version,
    )  # fmt: skip


def _active_seconds(decision: ReviewDecision) -> int | None:
    attention = getattr(decision, "attention", None)
    return round(attention.active_ms / MILLISECONDS) if attention else None


def _passage_of(citation: "Citation", given: DraftInput) -> str:
    """Return the id of the passage of the input in which the cited words stand; empty where none holds them."""
    document, start, end = str(citation.redacted_document_id), citation.redacted_start, citation.redacted_end
    holding = [
        one.passage_id
        for one in given.passages
        if one.document_id == document and one.start <= start and end <= one.end
    ]
    bound = str(citation.passage_id)
    return bound if bound in holding else next(iter(holding), "")


def _final(row: Mapping[str, Any], of_citation: Mapping[str, str]) -> LearningClaim:
    """Return a sentence as it was signed; what a clinician states rests on her, not on a passage."""
    basis = Basis(row["basis"])
    cited = () if basis is Basis.CLINICIAN else (str(one["citation_id"]) for one in row["citations"])
    return LearningClaim(row["ordinal"], row["section"], row["text"], _passages(of_citation, cited), basis)


def _passages(of_citation: Mapping[str, str], cited: "Iterator[str] | tuple[str, ...]") -> tuple[str, ...]:
    return tuple(dict.fromkeys(of_citation[one] for one in cited if one in of_citation))
