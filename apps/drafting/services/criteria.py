"""Writing down what code answered to the criteria of a policy: whatever backend wrote the draft, never a model."""

from collections.abc import Iterator
from dataclasses import replace

from apps.coverage.domain.tree import PolicyFile, parse
from apps.drafting.domain.checks import CheckedDraft
from apps.drafting.domain.checks.criteria import criterion_notes, missing_sentences
from apps.drafting.domain.claims import CitedSpan, DraftKind, Stance
from apps.drafting.domain.criteria import CriteriaAnswers, LeafAnswer, answers
from apps.drafting.domain.criteria.wishes import Wish, wishes
from apps.drafting.domain.facts.chart import passage_by_id
from apps.drafting.domain.tasks import DraftInput
from apps.drafting.models import CriterionAnswer, CriterionCitation, Draft
from apps.drafting.services.binding import bound, quote_fields


def criteria_answer(draft: Draft, draft_input: DraftInput) -> CriteriaAnswers | None:
    """Return the answers to the criteria of a letter's policy version; None where no policy is argued from. No SQL."""
    if draft.kind != DraftKind.PRIOR_AUTH_LETTER or draft.policy is None:
        return None
    return answers(parse(draft.policy.body), draft_input)


def criteria_note(draft: Draft, checked: CheckedDraft, answered: CriteriaAnswers | None) -> CheckedDraft:
    """Return a checked draft with what the criteria lack: as findings, and as what is missing. No SQL."""
    if answered is None or draft.policy is None:
        return checked
    policy = parse(draft.policy.body)
    return replace(
        checked,
        notes=(*checked.notes, *criterion_notes(policy, answered)),
        missing=(*missing_sentences(policy, answered), *checked.missing),
    )


def criteria_save(draft: Draft, draft_input: DraftInput, answered: CriteriaAnswers | None) -> None:
    """Write the answers with the spans they rest on. Three statements. Call inside a transaction."""
    if answered is None or draft.policy is None:
        return
    rows = list(_rows(draft, parse(draft.policy.body), answered))
    CriterionAnswer.objects.bulk_create(rows)
    passages = passage_by_id(draft_input)
    cited = [(row, number, span) for row, answer in zip(rows, answered.leaves, strict=True)
             for number, span in enumerate(_spans(answer), start=1)]  # fmt: skip
    sources = bound((span for _, _, span in cited), passages)
    CriterionCitation.objects.bulk_create(
        CriterionCitation(answer=row, ordinal=number, **quote_fields(span, passages[span.passage_id], sources[span]))
        for row, number, span in cited
    )


def _rows(draft: Draft, policy: PolicyFile, answered: CriteriaAnswers) -> Iterator[CriterionAnswer]:
    wanted: dict[str, list[dict[str, str]]] = {}
    for wish in wishes(policy, answered):
        wanted.setdefault(wish.node_id, []).append(_plain(wish))
    for ordinal, answer in enumerate(answered.leaves, start=1):
        yield CriterionAnswer(
            draft=draft,
            ordinal=ordinal,
            node_id=answer.node_id,
            verdict=answer.verdict,
            not_applicable=answer.not_applicable,
            reason=answer.reason,
            wanted=wanted.get(answer.node_id, []),
        )


def _plain(wish: Wish) -> dict[str, str]:
    return {"what": wish.what, "supplier": wish.supplier, "visit": wish.visit}


def _spans(answer: LeafAnswer) -> Iterator[CitedSpan]:
    """Yield what speaks for an answer, what speaks against it, and what stands beside; a place is cited once."""
    against = {quote.cite(Stance.CONTRADICTS) for quote in answer.contradicting}
    places = {(span.passage_id, span.start, span.end) for span in against}
    for quote in answer.supporting:
        span = quote.cite()
        if (span.passage_id, span.start, span.end) not in places:
            yield span
    yield from dict.fromkeys(quote.cite(Stance.CONTRADICTS) for quote in answer.contradicting)
    yield from dict.fromkeys(quote.cite(Stance.BESIDE) for quote in answer.beside)
