"""Over to the model and back: the input as its policy lets it cross, the ledger's line, the answer in our own words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction

from apps.core.actors import Actor
from apps.drafting.domain.claims import CitedSpan, ProposedClaim
from apps.drafting.domain.tasks import DraftInput, DraftOutput
from apps.drafting.interface import InferenceBackend
from apps.drafting.models import Draft
from apps.drafting.services.boundary import Covered, LeaveRefused, crossing_refuse, input_cover, leave_hold
from apps.redaction.domain.boundary import Prepared, Receiver
from apps.redaction.domain.kinds import BoundaryPolicy
from apps.redaction.domain.returning import Doubt, Returned
from apps.redaction.services import crossing_record, outputs_admit, texts_prepare

LEFT_OUT = "The model wrote a sentence with a token or a date that nothing it was given explains; it was left out."


@dataclass(frozen=True, slots=True)
class Crossing:
    """One input as we know it and as the backend gets it, with what is needed to understand the answer."""

    own: DraftInput
    given: DraftInput
    prepared: Prepared
    patient_id: str
    given_sha256: str  # of ``given``, as the ledger has it
    left_out: tuple[str, ...] = ()  # sentences: what of the chart may not leave

    def own_sha256(self) -> str:
        """Return the digest of our own input: that of the given one where nothing was changed on the way."""
        return self.given_sha256 if self.prepared.policy is BoundaryPolicy.LOCAL else self.own.sha256()

    def place(self, passage_id: str) -> int | None:
        """Return the number of a passage, from 0, or None for one that was not given."""
        ids = (passage.passage_id for passage in self.own.passages)
        return next((number for number, id_ in enumerate(ids) if id_ == passage_id), None)


def input_cross(draft: Draft, backend: InferenceBackend, whole: DraftInput, actor: Actor) -> Crossing:
    """Return the input as the backend's policy lets it cross, written into the ledger before anything leaves.

    To a host outside only under an agreement that counts now, and only the documents it covers. Raises BackendError
    (guardrail, permanent), with the refusal recorded, where there is none.
    """
    try:
        return _crossed(draft, backend, input_cover(draft, backend, whole), actor)
    except LeaveRefused as refused:
        raise crossing_refuse(draft, backend, refused, actor) from None


def _crossed(draft: Draft, backend: InferenceBackend, covered: Covered, actor: Actor) -> Crossing:
    patient_id, own = str(draft.patient_id), covered.draft_input
    prepared = texts_prepare(
        patient_id=patient_id, texts=_texts(own), policy=backend.policy, days=[own.task.as_of], actor=actor
    )
    given = own if prepared.policy is BoundaryPolicy.LOCAL else _given(own, prepared)
    given = replace(given, reference=prepared.reference)
    sha256 = given.sha256()
    with transaction.atomic():
        leave_hold(draft, backend, covered)
        crossing_record(
            draft_id=draft.pk,
            fence=draft.fence,
            patient_id=patient_id,
            receiver=Receiver(backend.name, backend.model_name, backend.host),
            prepared=prepared,
            sha256=sha256,
            spans=[(passage.document_id, passage.start, passage.end) for passage in own.passages],
            agreement_id=covered.agreement_id,
            actor=actor,
        )
    return Crossing(own, given, prepared, patient_id, sha256, covered.left_out)


def _texts(own: DraftInput) -> list[str]:
    """Return every text about the patient: the passages first, so that their maps have their numbers."""
    labels = (label for passage in own.passages for label in (passage.document_title, passage.section_title))
    return [*(passage.text for passage in own.passages), *labels, own.task.subject, own.task.urgency_reason]


def _given(own: DraftInput, prepared: Prepared) -> DraftInput:
    number = len(own.passages)
    texts, labels = prepared.texts[:number], iter(prepared.texts[number:-2])
    moved: timedelta = prepared.days[0] - own.task.as_of
    passages = tuple(
        replace(
            passage,
            text=text,
            document_title=next(labels),
            section_title=next(labels),
            dated_at=passage.dated_at + moved if passage.dated_at else None,
        )
        for passage, text in zip(own.passages, texts, strict=True)
    )
    subject, reason = prepared.texts[-2:]
    task = replace(own.task, subject=subject, urgency_reason=reason, as_of=prepared.days[0], denial=None)
    return replace(own, task=task, passages=passages)


def output_receive(crossing: Crossing, output: DraftOutput) -> DraftOutput:
    """Return the answer in our own words: dates moved back, quotes where they stand in our own passages.

    A sentence with something in it that cannot be brought back is left out, and said to be.
    """
    said = [*(claim.text for claim in output.claims), *output.missing]
    returned = outputs_admit(patient_id=crossing.patient_id, texts=said, sent=crossing.prepared)
    texts = [it.text if _is_clear(it) else None for it in returned]
    number = len(output.claims)
    claims = [
        replace(claim, text=text, citations=tuple(_cited(crossing, claim)))
        for claim, text in zip(output.claims, texts[:number], strict=True)
        if text is not None
    ]
    missing = [text for text in texts[number:] if text is not None]
    left_out = [LEFT_OUT] if None in texts else []
    return replace(output, claims=tuple(claims), missing=(*missing, *left_out, *crossing.left_out))


def _is_clear(returned: Returned) -> bool:
    return all(it.doubt is Doubt.DERIVED for it in returned.unresolved)


def _cited(crossing: Crossing, claim: ProposedClaim) -> Iterator[CitedSpan]:
    """Yield the citations as spans of our own passages. One that does not hold over there is left to the checks."""
    for span in claim.citations:
        place = crossing.place(span.passage_id)
        if place is None or crossing.given.passages[place].text[span.start : span.end] != span.quote:
            yield span
            continue
        start, end = crossing.prepared.maps[place].to_source(span.start, span.end)
        yield replace(span, start=start, end=end, quote=crossing.own.passages[place].text[start:end])
