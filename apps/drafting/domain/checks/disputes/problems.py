"""A problem told as active that the list has as over."""

from collections.abc import Iterator

from apps.drafting.domain.checks.disputes.against import Dispute, is_of_now
from apps.drafting.domain.claims import ClaimType, ProposedClaim
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.language.words import stems

OVER = ("resolved", "inactive", "remission", "entered in error", "refuted", "ruled out")
STATUS_STEMS = stems("active current problem")


def disputes(claim: ProposedClaim, chart: Chart) -> Iterator[Dispute]:
    """Yield the line of the problem list that says a claimed problem is over."""
    if claim.type is not ClaimType.DIAGNOSIS or not is_of_now(claim):
        return
    said = stems(claim.text)
    active = [stems(problem.name) for problem in chart.problems if problem.active]
    for problem in chart.problems:
        own = stems(problem.name) - STATUS_STEMS
        status = next((part for part in problem.line.parts if part.startswith(OVER)), "")
        if own and status and not problem.active and own <= said and not any(own <= other for other in active):
            yield Dispute("problem_is_active", problem.line.quote, f"The problem list has it as {status}.")
