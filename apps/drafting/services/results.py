"""Saving what a model call gave and what the checks let through: all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.core.actors import Actor
from apps.core.canonical import digest, sha256_hex
from apps.core.crypto.sealed import sealing
from apps.drafting.domain.buckets import Bucket
from apps.drafting.domain.checks import CheckedClaim, CheckedDraft, Note
from apps.drafting.domain.claims import CitedSpan
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.status import DraftStatus
from apps.drafting.domain.tasks import DraftInput, DraftOutput, PassageView, input_to_json, output_to_json
from apps.drafting.interface import InferenceBackend
from apps.drafting.models import Citation, Claim, Draft, Finding, InferenceRun
from apps.drafting.services.acts import machine_parts
from apps.drafting.services.crossing import Crossing
from apps.drafting.services.transitions import move
from apps.governance.services import release_ensure
from apps.redaction.selectors import source_span

LONGEST_SENTENCE = 500


@dataclass(frozen=True, slots=True)
class Called:
    """One call of a backend that has answered."""

    backend: InferenceBackend
    crossing: Crossing
    output: DraftOutput  # in our own words again
    started_at: datetime
    duration_ms: int
    broken_off: str = ""  # bucket of a call that gave no draft


def run_seal(draft: Draft, called: Called, *, actor: Actor) -> InferenceRun:
    """Write down one model call, whole, and the release that made it. Call inside a transaction."""
    backend, own, output = called.backend, called.crossing.own, called.output
    draft.release = release_ensure(parts=machine_parts(backend), actor=actor)
    said = output_to_json(output)
    return InferenceRun.objects.create(
        draft=draft,
        release=draft.release,
        requested_by=draft.requested_by,
        fence=draft.fence,
        backend=backend.name,
        host=backend.host,
        model_sha256=backend.model_sha256,
        tokenizer_sha256=backend.tokenizer_sha256,
        engine=backend.engine,
        prompt_version=backend.prompt_version,
        prompt_sha256=output.prompt_sha256 or backend.prompt_sha256,
        marker=output.marker,
        input_sha256=called.crossing.own_sha256(),
        given_sha256=called.crossing.given_sha256,
        passage_ids=[passage.passage_id for passage in own.passages],
        passages=_passages(own),
        parameters=backend.parameters(),
        raw_sha256=sha256_hex(output.raw) if output.raw else "",
        output=said,
        output_sha256=digest(said),
        input_tokens=output.input_tokens,
        output_tokens=output.output_tokens,
        cost_micros=output.cost_micros,
        started_at=called.started_at,
        first_token_ms=output.first_token_ms,
        duration_ms=called.duration_ms,
        broken_off=called.broken_off,
        **sealing(input=input_to_json(own), raw=output.raw),
    )


def _passages(draft_input: DraftInput) -> list[dict[str, Any]]:
    """Return what was given, passage by passage: which text, and where a question found it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for evidence in draft_input.evidence:
        for rank, (passage_id, score) in enumerate(evidence.hits, start=1):
            found.setdefault(passage_id, []).append({"criterion": evidence.node_id, "rank": rank, "score": score})
    return [
        {"id": it.passage_id, "sha256": sha256_hex(it.text), "found": found.get(it.passage_id, [])}
        for it in draft_input.passages
    ]


def result_save(draft: Draft, draft_input: DraftInput, checked: CheckedDraft, *, actor: Actor) -> None:
    """Write the whole result and end the step: READY, or BLOCKED with the reason. Call inside a transaction."""
    draft.missing = list(checked.missing)
    draft.attempt = 0
    if checked.blocked:
        move(draft, DraftStatus.BLOCKED, actor=actor, reason=checked.blocked, bucket=Bucket.GUARDRAIL)
        return
    passages = {passage.passage_id: passage for passage in draft_input.passages}
    number = 1
    for ordinal, claim in enumerate(checked.claims, start=1):
        number = _claim_save(draft, ordinal, claim, passages, number)
    Finding.objects.bulk_create(_finding(draft, None, note, passages) for note in checked.notes)
    move(draft, DraftStatus.READY, actor=actor, details=checked.tally())


def _claim_save(
    draft: Draft, ordinal: int, checked: CheckedClaim, passages: dict[str, PassageView], number: int
) -> int:
    proposed = checked.claim
    claim = Claim.objects.create(
        draft=draft,
        ordinal=ordinal,
        section=proposed.section,
        text=proposed.text,
        type=proposed.type,
        severity=proposed.severity,
        support=checked.support,
        criterion_id=proposed.criterion_id,
    )
    rows = [
        _citation(claim, number + index, span, passages[span.passage_id])
        for index, span in enumerate(checked.citations)
    ]
    Citation.objects.bulk_create(rows)
    Finding.objects.bulk_create(_finding(draft, claim, note, passages) for note in checked.notes)
    return number + len(rows)


def _citation(claim: Claim, ordinal: int, span: CitedSpan, passage: PassageView) -> Citation:
    start, end = passage.start + span.start, passage.start + span.end
    source = source_span(passage.document_id, start, end)
    return Citation(
        claim=claim,
        ordinal=ordinal,
        stance=span.stance,
        passage_id=passage.passage_id,
        redacted_document_id=passage.document_id,
        redacted_start=start,
        redacted_end=end,
        source_document_id=source.document_id,
        source_sha256=source.sha256,
        source_start=source.start,
        source_end=source.end,
        quote_sha256=source.quote_sha256,
        label=chip_label(Quote(passage, span.start, span.end)),
    )


def _finding(draft: Draft, claim: Claim | None, note: Note, passages: dict[str, PassageView]) -> Finding:
    place = _place(note.place, passages[note.place.passage_id]) if note.place else {}
    return Finding(
        draft=draft,
        claim=claim,
        criterion_id=note.criterion_id,
        rule=note.rule,
        severity=note.severity,
        sentence=note.sentence[:LONGEST_SENTENCE],
        **place,
    )


def _place(span: CitedSpan, passage: PassageView) -> dict[str, Any]:
    source = source_span(passage.document_id, passage.start + span.start, passage.start + span.end)
    return {"source_document_id": source.document_id, "source_start": source.start, "source_end": source.end}
