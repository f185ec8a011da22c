"""Saving what a model call gave and what the checks let through: all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.core.actors import Actor
from apps.core.canonical import digest, sha256_hex
from apps.core.crypto.sealed import sealing
from apps.drafting.domain.buckets import Bucket
from apps.drafting.domain.checks import CheckedClaim, CheckedDraft, Note
from apps.drafting.domain.criteria import CriteriaAnswers
from apps.drafting.domain.facts.chart import passage_by_id
from apps.drafting.domain.status import DraftStatus
from apps.drafting.domain.tasks import DraftInput, DraftOutput, PassageView, input_to_json, output_to_json
from apps.drafting.interface import InferenceBackend
from apps.drafting.models import Citation, Claim, Draft, Finding, InferenceRun
from apps.drafting.services.acts import machine_parts
from apps.drafting.services.binding import Bound, bound, quote_fields
from apps.drafting.services.criteria import criteria_save
from apps.drafting.services.crossing import Crossing
from apps.drafting.services.transitions import move
from apps.governance.services import release_ensure
from apps.redaction.domain.views import SourceSpan

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


def result_save(
    draft: Draft, draft_input: DraftInput, checked: CheckedDraft, answered: CriteriaAnswers | None, *, actor: Actor
) -> None:
    """Write the whole result and end the step: READY, or BLOCKED with the reason. Call inside a transaction.

    As many statements for a long draft as for a short one.
    """
    draft.missing = list(checked.missing)
    draft.attempt = 0
    criteria_save(draft, draft_input, answered)
    if checked.blocked:
        move(draft, DraftStatus.BLOCKED, actor=actor, reason=checked.blocked, bucket=Bucket.GUARDRAIL)
        return
    _claims_save(draft, checked, passage_by_id(draft_input))
    move(draft, DraftStatus.READY, actor=actor, details=checked.tally())


def _claims_save(draft: Draft, checked: CheckedDraft, passages: Mapping[str, PassageView]) -> None:
    claims = [_claim(draft, ordinal, one) for ordinal, one in enumerate(checked.claims, start=1)]
    pairs = list(zip(claims, checked.claims, strict=True))
    noted = [(claim, note) for claim, one in pairs for note in one.notes] + [(None, note) for note in checked.notes]
    cited = [(claim, span) for claim, one in pairs for span in one.citations]
    places = [note.place for _, note in noted if note.place]
    sources = bound([*(span for _, span in cited), *places], passages)
    Claim.objects.bulk_create(claims)
    Citation.objects.bulk_create(
        Citation(claim=claim, ordinal=number, **quote_fields(span, passages[span.passage_id], sources[span]))
        for number, (claim, span) in enumerate(cited, start=1)
    )
    Finding.objects.bulk_create(_finding(draft, claim, note, sources) for claim, note in noted)


def _claim(draft: Draft, ordinal: int, checked: CheckedClaim) -> Claim:
    proposed = checked.claim
    return Claim(
        draft=draft,
        ordinal=ordinal,
        section=proposed.section,
        text=proposed.text,
        type=proposed.type,
        severity=proposed.severity,
        support=checked.support,
        criterion_id=proposed.criterion_id,
    )


def _finding(draft: Draft, claim: Claim | None, note: Note, sources: Bound) -> Finding:
    return Finding(
        draft=draft,
        claim=claim,
        criterion_id=note.criterion_id,
        rule=note.rule,
        severity=note.severity,
        sentence=note.sentence[:LONGEST_SENTENCE],
        **(_place(sources[note.place]) if note.place else {}),
    )


def _place(source: SourceSpan) -> dict[str, Any]:
    return {"source_document_id": source.document_id, "source_start": source.start, "source_end": source.end}
