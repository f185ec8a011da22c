"""A code status that a newer note has changed."""

from collections.abc import Iterator

from apps.drafting.domain.checks.disputes.against import Dispute
from apps.drafting.domain.claims import ProposedClaim
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.reconcile.code_status import FULL, LIMITED, RETOLD


def disputes(claim: ProposedClaim, chart: Chart) -> Iterator[Dispute]:
    """Yield the newest words on code status when a claim says the other."""
    claimed = [kind for kind in (LIMITED, FULL) if kind.search(claim.text)]
    newest = newest_words(chart) if len(claimed) == 1 else None
    if newest and not claimed[0].search(newest.text):
        yield Dispute("code_status_is_newest", newest.quote, "The newest words on code status are others.")


def newest_words(chart: Chart) -> NoteLine | None:
    """Return the newest sentence on code status, or None; notes are newest first."""
    told = (line for line in chart.notes if LIMITED.search(line.text) or FULL.search(line.text))
    return next((line for line in told if not line.relative and not RETOLD.search(line.text)), None)
