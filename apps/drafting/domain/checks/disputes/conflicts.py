"""A claim that rests on the side of a known disagreement which the newer or weightier source contradicts."""

from collections.abc import Iterable, Iterator, Mapping

from apps.drafting.domain.checks.disputes.against import Dispute
from apps.drafting.domain.claims import ProposedClaim, Stance
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.reconcile import allergies, carried, code_status, medications, overstated
from apps.drafting.domain.reconcile.conflicts import Conflict

Known = Mapping[str, list[tuple[Quote, Conflict]]]  # by passage
DISPUTED = "The words this rests on are disputed elsewhere in the chart."
READERS = (medications, allergies, code_status, carried, overstated)


def conflicts_of(chart: Chart) -> tuple[Conflict, ...]:
    """Return every disagreement that reconciliation finds in a chart."""
    return tuple(conflict for reader in READERS for conflict in reader.conflicts(chart))


def by_place(conflicts: Iterable[Conflict]) -> Known:
    """Return what reconciliation found, by the passage in which the overtaken side stands."""
    found: dict[str, list[tuple[Quote, Conflict]]] = {}
    for conflict in conflicts:
        for quote in conflict.against:
            found.setdefault(quote.passage.passage_id, []).append((quote, conflict))
    return found


def disputes(claim: ProposedClaim, known: Known) -> Iterator[Dispute]:
    """Yield the weightier side for a claim that quotes the other."""
    for span in claim.citations:
        if span.stance is Stance.SUPPORTS:
            for quote, conflict in known.get(span.passage_id, ()):
                if span.start < quote.end and quote.start < span.end and conflict.stands:
                    yield Dispute("chart_contradicts", conflict.stands[0], DISPUTED)


def untold(conflicts: Iterable[Conflict], cited: Iterable[tuple[str, int, int]]) -> Iterator[Conflict]:
    """Yield the disagreements of which no claim cites both sides."""
    places = list(cited)
    for conflict in conflicts:
        if not (_is_cited(conflict.stands, places) and _is_cited(conflict.against, places)):
            yield conflict


def _is_cited(quotes: Iterable[Quote], places: Iterable[tuple[str, int, int]]) -> bool:
    spans = list(places)
    return any(
        passage_id == quote.passage.passage_id and start < quote.end and quote.start < end
        for quote in quotes
        for passage_id, start, end in spans
    )
