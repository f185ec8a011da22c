"""Whether a draft's input may leave at all: to a host outside only under an agreement, and only what that covers."""

from dataclasses import dataclass, replace

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.drafting.backends.perimeter import leads_outside
from apps.drafting.domain.errors import BackendError
from apps.drafting.domain.tasks import DraftInput
from apps.drafting.interface import InferenceBackend
from apps.drafting.models import Draft
from apps.governance.domain.agreements import Refusal, Terms, left_out_sentence, not_covered, not_inside
from apps.governance.selectors import leave_to
from apps.redaction.domain.kinds import BoundaryPolicy


class LeaveRefused(Exception):
    """Nothing may leave to this host."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__()
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Covered:
    """What of an input may be given to a backend, with a sentence for what may not."""

    draft_input: DraftInput
    left_out: tuple[str, ...] = ()
    agreement_id: str = ""


def input_cover(draft: Draft, backend: InferenceBackend, whole: DraftInput) -> Covered:
    """Return what of an input may leave: all of it inside the perimeter. Raises LeaveRefused."""
    if backend.policy is BoundaryPolicy.LOCAL:
        _check_inside(backend)
        return Covered(whole)
    leave = leave_to(draft.organization_id, backend.host)
    terms = leave.terms
    if terms is None:
        raise LeaveRefused(leave.refusal or not_covered(backend.host))
    kept = tuple(passage for passage in whole.passages if terms.covers(passage.labels))
    if len(kept) == len(whole.passages):
        return Covered(whole, agreement_id=leave.agreement_id)
    if not kept:
        raise LeaveRefused(not_covered(backend.host))
    given = {passage.passage_id for passage in kept}
    evidence = tuple(replace(it, hits=tuple(hit for hit in it.hits if hit[0] in given)) for it in whole.evidence)
    said = (_left_out(backend, whole, terms),)
    return Covered(replace(whole, passages=kept, evidence=evidence), said, leave.agreement_id)


def _check_inside(backend: InferenceBackend) -> None:
    """Raise LeaveRefused where a host that is said to stand inside has an address outside now."""
    if backend.host and leads_outside(backend.host):
        raise LeaveRefused(not_inside(backend.host))


def _left_out(backend: InferenceBackend, whole: DraftInput, terms: Terms) -> str:
    gone = [passage for passage in whole.passages if not terms.covers(passage.labels)]
    labels = {label for passage in gone for label in passage.labels} - terms.data_classes
    return left_out_sentence(backend.host, len({passage.document_id for passage in gone}), labels)


def leave_hold(draft: Draft, backend: InferenceBackend, covered: Covered) -> None:
    """Hold the agreement under which something leaves to the end of this transaction.

    Raises LeaveRefused where none counts any more, and BackendError, to be tried again, where another does.
    """
    if backend.policy is BoundaryPolicy.LOCAL:
        return
    leave = leave_to(draft.organization_id, backend.host, holding=True)
    if leave.refusal:
        raise LeaveRefused(leave.refusal)
    if leave.agreement_id != covered.agreement_id:
        raise BackendError(f"Another agreement with {backend.host} came to count meanwhile.", bucket="guardrail")


@transaction.atomic
def crossing_refuse(draft: Draft, backend: InferenceBackend, refused: LeaveRefused, actor: Actor) -> BackendError:
    """Record that nothing left, and return the error that ends the draft with the sentence."""
    event_append(
        actor=actor,
        action=Action.CROSSING_REFUSED,
        patient_id=str(draft.patient_id),
        object_type="draft",
        object_id=str(draft.pk),
        outcome=Outcome.FAILURE,
        details={"host": backend.host, "reason": refused.refusal.code.value},
    )
    return BackendError(refused.refusal.sentence, bucket="guardrail", permanent=True)
