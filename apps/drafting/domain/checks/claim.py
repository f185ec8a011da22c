"""Holds one claim against its own quotes, whatever model wrote it."""

from collections.abc import Mapping, Sequence

from apps.drafting.domain.checks.case import Case
from apps.drafting.domain.checks.rules import RULES, note_on
from apps.drafting.domain.checks.verdicts import CheckedClaim
from apps.drafting.domain.claims import CitedSpan, ProposedClaim, Stance, Support
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.told import Suspect
from apps.drafting.domain.tasks import DraftTask, PassageView

WORST_LAST = (Support.SUPPORTED, Support.INFERRED, Support.NOT_FOUND, Support.CONTRADICTED)


def check_claim(
    claim: ProposedClaim,
    passages: Mapping[str, PassageView],
    task: DraftTask,
    suspects: Sequence[Suspect] = (),
) -> CheckedClaim:
    """Return a claim with its verdict: contradicted, not found, inferred or supported, the worst that a rule finds."""
    resolved = tuple(span for span in claim.citations if _resolves(span, passages))
    case = Case(
        claim,
        _quotes(resolved, Stance.SUPPORTS, passages),
        _quotes(resolved, Stance.CONTRADICTS, passages),
        task,
        suspects,
    )
    found = [(support, note) for rule in RULES for support, note in rule(case)]
    broken = len(claim.citations) - len(resolved)
    if broken:
        sentence = f"{broken} of {len(claim.citations)} citations lead to no such words; left out."
        verdict = Support.SUPPORTED if case.supporting else Support.NOT_FOUND
        found.append((verdict, note_on(case, "citation_resolves", sentence)))
    worst = max((support for support, _ in found), key=WORST_LAST.index, default=Support.SUPPORTED)
    return CheckedClaim(claim, worst, resolved, tuple(note for _, note in found))


def _resolves(span: CitedSpan, passages: Mapping[str, PassageView]) -> bool:
    passage = passages.get(span.passage_id)
    if passage is None or not 0 <= span.start < span.end <= len(passage.text):
        return False
    return passage.text[span.start : span.end] == span.quote and bool(span.quote.strip())


def _quotes(spans: tuple[CitedSpan, ...], stance: Stance, passages: Mapping[str, PassageView]) -> tuple[Quote, ...]:
    return tuple(Quote(passages[span.passage_id], span.start, span.end) for span in spans if span.stance is stance)
