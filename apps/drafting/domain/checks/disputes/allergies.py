"""No known allergies beside an allergy on the list, and an allergy beside a list that says there is none."""

from collections.abc import Iterator

from apps.drafting.domain.checks.disputes.against import Dispute
from apps.drafting.domain.claims import ClaimType, ProposedClaim
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Allergy
from apps.drafting.domain.reconcile.allergies import NONE_KNOWN, listed

SHORTEST_REACTION = 4  # letters


def disputes(claim: ProposedClaim, chart: Chart) -> Iterator[Dispute]:
    """Yield the line of the allergy list that contradicts a claim."""
    denies = bool(NONE_KNOWN.search(claim.text))
    known = listed(chart)
    names_one = any(word in claim.text.lower() for allergy in known for word in _names(allergy))
    if denies and known and not names_one:
        yield Dispute("allergy_is_listed", known[0].line.quote, "The allergy list has one.")
    if denies or known or claim.type is not ClaimType.ALLERGY:
        return
    for allergy in chart.allergies:
        if allergy.none_known:
            yield Dispute("allergy_is_listed", allergy.line.quote, "The allergy list says that there is none.")
            return


def _names(allergy: Allergy) -> list[str]:
    """Return the first words of the substance and of the reaction: who tells of the reaction does not deny it."""
    first = [part.split(maxsplit=1)[0].strip(",.;:").lower() for part in (allergy.substance, allergy.reaction) if part]
    return [first[0], *(word for word in first[1:] if len(word) >= SHORTEST_REACTION and word != "reaction")]
