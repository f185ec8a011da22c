"""What a chart says to a policy's criteria before a letter is asked for: by the same code, without a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from apps.core import clock
from apps.core.actors import Actor
from apps.coverage.domain.tree import parse
from apps.drafting.domain.checks.criteria import criterion_notes
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.criteria import Verdict, answers
from apps.drafting.domain.criteria.wishes import Wish, wishes
from apps.drafting.domain.tasks import DraftInput, DraftTask
from apps.drafting.selectors import preview_key
from apps.drafting.services.inputs import passage_view, policy_view
from apps.redaction.selectors import patient_profile
from apps.retrieval.selectors import patient_passages
from apps.retrieval.services import chart_read

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.coverage.models import CoveragePolicy

PURPOSE = "preview"


@dataclass(frozen=True, slots=True)
class CriteriaPreview:
    """Redacted words, as those of a draft: ``open`` says of each criterion that keeps the whole open why it does."""

    documents: int  # that the person may read and that were read
    overall: Verdict
    counts: Mapping[Verdict, int]
    open: tuple[str, ...]
    wanted: tuple[Wish, ...]


def preview_look(*, patient_id: UUID | str, policy: "CoveragePolicy", person: "Person", actor: Actor) -> None:
    """Keep that what a chart says to a policy is looked at. Call it inside a transaction, or alone."""
    chart_read(patient_id=patient_id, requester=person, purpose=PURPOSE, purpose_id=str(policy.pk), actor=actor)


def criteria_preview(
    *, patient_id: UUID | str, policy: "CoveragePolicy", service_on: date | None, person: "Person", actor: Actor
) -> CriteriaPreview:
    """Answer the criteria of a policy on what this person may read of a chart, as a letter would. That is kept.

    It computes for seconds: for a worker. Raises what ``selectors.preview_key`` raises, which a person asks before.
    """
    preview_key(patient_id, person)
    preview_look(patient_id=patient_id, policy=policy, person=person, actor=actor)
    draft_input = _input(patient_id, policy, service_on, person)
    file = parse(policy.body)
    answered = answers(file, draft_input)
    verdicts = [leaf.verdict for leaf in answered.leaves if not leaf.not_applicable]
    return CriteriaPreview(
        documents=len({passage.document_id for passage in draft_input.passages}),
        overall=answered.overall,
        counts={verdict: verdicts.count(verdict) for verdict in Verdict if verdict in verdicts},
        open=tuple(note.sentence for note in criterion_notes(file, answered)),
        wanted=wishes(file, answered),
    )


def _input(
    patient_id: UUID | str, policy: "CoveragePolicy", service_on: date | None, person: "Person"
) -> DraftInput:  # fmt: skip
    today = clock.today()
    as_of = min(today, service_on) if service_on else today
    profile = patient_profile(patient_id, as_of)
    task = DraftTask(
        kind=DraftKind.PRIOR_AUTH_LETTER, subject="", as_of=as_of, age=profile.age, sex=profile.sex,
        policy=policy_view(policy),
    )  # fmt: skip
    return DraftInput(task, tuple(passage_view(one) for one in patient_passages(patient_id, person)))
