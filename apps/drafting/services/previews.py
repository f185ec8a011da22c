"""What a chart says to a policy's criteria before a letter is asked for: by the same code, without a draft."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.core import clock
from apps.core.actors import Actor
from apps.coverage.domain.tree import parse
from apps.drafting.domain.checks.criteria import criterion_notes
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.criteria import Verdict, answers
from apps.drafting.domain.criteria.wishes import Wish, wishes
from apps.drafting.domain.errors import CheckPutOff, PatientNotFound
from apps.drafting.domain.tasks import DraftInput, DraftTask
from apps.drafting.services.inputs import passage_view, policy_view
from apps.redaction.selectors import may_on_patient, patient_profile
from apps.retrieval.selectors import patient_passages
from apps.retrieval.services import chart_read

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.coverage.models import CoveragePolicy

PURPOSE = "preview"
# What a core answers in some seconds. A letter is answered by a worker, and has no such bound.
MOST_CHARACTERS = 60_000
PATIENCE_SECONDS = 3
TOO_LONG = (
    "This chart is too long to be checked while you wait: it holds {documents} documents. Ask for the letter: all of "
    "the chart is read for it, and what is missing is listed before anybody signs."
)
BUSY = "Another chart is being checked at this moment. Press Check the chart again in a few seconds."
_answering = Lock()  # it computes: two at once would keep every other page of this process waiting


@dataclass(frozen=True, slots=True)
class CriteriaPreview:
    """Redacted words, as those of a draft: ``open`` says of each criterion that keeps the whole open why it does."""

    documents: int  # that the person may read and that were read
    overall: Verdict
    counts: Mapping[Verdict, int]
    open: tuple[str, ...]
    wanted: tuple[Wish, ...]


def criteria_preview(
    *, patient_id: UUID | str, policy: "CoveragePolicy", service_on: date | None, person: "Person", actor: Actor
) -> CriteriaPreview:
    """Answer the criteria of a policy on what this person may read of a chart. That it was read is kept.

    Raises NotAllowed, PatientNotFound as asking for the draft would, and CheckPutOff for a chart that is too long to
    be answered while somebody waits, or while another is being answered in this process.
    """
    check_may(person, Permission.REQUEST_DRAFT)
    if not may_on_patient(person, patient_id, "view_chart", emergency=False):
        raise PatientNotFound("There is no such patient among those whose chart you may see.")
    chart_read(patient_id=patient_id, requester=person, purpose=PURPOSE, purpose_id=str(policy.pk), actor=actor)
    draft_input = _input(patient_id, policy, service_on, person)
    documents = len({passage.document_id for passage in draft_input.passages})
    if sum(len(passage.text) for passage in draft_input.passages) > MOST_CHARACTERS:
        raise CheckPutOff(TOO_LONG.format(documents=documents))
    file = parse(policy.body)
    with _one_at_a_time():
        answered = answers(file, draft_input)
    verdicts = [leaf.verdict for leaf in answered.leaves if not leaf.not_applicable]
    return CriteriaPreview(
        documents=documents,
        overall=answered.overall,
        counts={verdict: verdicts.count(verdict) for verdict in Verdict if verdict in verdicts},
        open=tuple(note.sentence for note in criterion_notes(file, answered)),
        wanted=wishes(file, answered),
    )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if not _answering.acquire(timeout=PATIENCE_SECONDS):
        raise CheckPutOff(BUSY)
    try:
        yield
    finally:
        _answering.release()


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
