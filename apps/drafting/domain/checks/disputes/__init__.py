"""What the rest of the chart says against a claim, whatever model wrote it and whatever it cited."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from apps.drafting.domain.checks.disputes import allergies, code_status, conflicts, medications, problems, results
from apps.drafting.domain.checks.disputes.against import Dispute
from apps.drafting.domain.checks.verdicts import CheckedClaim, Note
from apps.drafting.domain.claims import ClaimType, ProposedClaim, Stance, Support
from apps.drafting.domain.denials import DENIAL
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.reconcile.conflicts import Conflict

Search = Callable[[ProposedClaim, Chart], Iterator[Dispute]]
SEARCHES: tuple[Search, ...] = (
    medications.disputes,
    allergies.disputes,
    problems.disputes,
    results.disputes,
    code_status.disputes,
)
LONGEST_SAID = 160  # characters


def held_against_chart(
    checked: Iterable[CheckedClaim], chart: Chart, disagreements: Iterable[Conflict]
) -> tuple[CheckedClaim, ...]:
    """Return the claims; one that an authoritative passage contradicts cites it, and is contradicted.

    ``disagreements`` are those that reconciliation found in the chart.
    """
    known = conflicts.by_place(disagreements)
    return tuple(_held(one, chart, known) for one in checked)


def _held(one: CheckedClaim, chart: Chart, known: conflicts.Known) -> CheckedClaim:
    if one.claim.type is ClaimType.CONFLICT or one.claim.section == DENIAL or not one.citations:
        return one
    found = [*conflicts.disputes(one.claim, known), *(d for search in SEARCHES for d in search(one.claim, chart))]
    cited = {(span.passage_id, span.start, span.end) for span in one.citations}
    found = [dispute for dispute in found if not _is_cited(dispute, cited)]
    if not found:
        return one
    first = found[0]
    quote = first.quote
    said = quote.plain if len(quote.plain) <= LONGEST_SAID else f"{quote.plain[:LONGEST_SAID].rstrip()} ..."
    sentence = f'{first.sentence} {chip_label(quote)}: "{said}"'
    note = Note(first.rule, one.claim.severity, sentence, one.claim.criterion_id)
    citations = (*one.citations, quote.cite(Stance.CONTRADICTS))
    return replace(one, support=Support.CONTRADICTED, citations=citations, notes=(*one.notes, note))


def _is_cited(dispute: Dispute, cited: set[tuple[str, int, int]]) -> bool:
    quote = dispute.quote
    return any(
        passage_id == quote.passage.passage_id and start < quote.end and quote.start < end
        for passage_id, start, end in cited
    )
