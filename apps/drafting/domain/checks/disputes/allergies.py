"""No known allergies beside an allergy on the list, and an allergy beside a list that says there is none."""

from collections.abc import Iterator

from apps.drafting.domain.checks.disputes.against import Dispute
from apps.drafting.domain.claims import ClaimType, ProposedClaim
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.reconcile.allergies import NONE_KNOWN, listed


def disputes(claim: ProposedClaim, chart: Chart) -> Iterator[Dispute]:
    """Yield the line of the allergy list that contradicts a claim."""
    denies = bool(NONE_KNOWN.search(claim.text))
    known = listed(chart)
    names_one = any(allergy.substance.split(maxsplit=1)[0].lower() in claim.text.lower() for allergy in known)
    if denies and known and not names_one:
        yield Dispute("allergy_is_listed", known[0].line.quote, "The allergy list has one.")
    if denies or known or claim.type is not ClaimType.ALLERGY:
        return
    for allergy in chart.allergies:
        if allergy.none_known:
            yield Dispute("allergy_is_listed", allergy.line.quote, "The allergy list says that there is none.")
            return
