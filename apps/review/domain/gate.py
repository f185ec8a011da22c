"""What must have happened to each claim before a draft can be decided. Who may act is asked elsewhere.

A high-severity claim needs a person: its evidence opened and the claim confirmed, or the claim edited, removed or
waived with a reason. A claim that the chart contradicts or does not hold cannot be confirmed at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from apps.drafting.domain.claims import Severity, Support
from apps.review.domain.status import ClaimState, Outcome

UNSUPPORTED = frozenset({Support.CONTRADICTED, Support.NOT_FOUND})
SETTLED = frozenset({ClaimState.EDITED, ClaimState.REMOVED, ClaimState.WAIVED})
CHANGED = frozenset({ClaimState.EDITED, ClaimState.REMOVED})


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim as the gate sees it. ``opened`` counts only what this reviewer opened."""

    ordinal: int
    severity: Severity
    support: Support
    state: ClaimState | None = None
    citations: frozenset[str] = field(default_factory=frozenset)
    opened: frozenset[str] = field(default_factory=frozenset)

    @property
    def unopened(self) -> int:
        return len(self.citations - self.opened)

    @property
    def is_high(self) -> bool:
        return self.severity is Severity.HIGH

    @property
    def has_open_finding(self) -> bool:
        return self.support in UNSUPPORTED and self.state not in SETTLED

    @property
    def is_checked(self) -> bool:
        """Return whether this reviewer has done what a high-severity claim asks for."""
        if self.state in SETTLED:
            return True
        return self.state is ClaimState.CONFIRMED and self.unopened == 0 and self.support not in UNSUPPORTED


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the check is."""

    high: int
    checked: int
    findings: int

    @property
    def left(self) -> int:
        return self.high - self.checked


def tally(claims: Iterable[ClaimFacts]) -> Tally:
    claims = list(claims)
    high = [claim for claim in claims if claim.is_high]
    return Tally(
        high=len(high),
        checked=sum(claim.is_checked for claim in high),
        findings=sum(claim.has_open_finding for claim in claims),
    )


def why_not_confirm(claim: ClaimFacts) -> str:
    """Return the sentence that says why a claim cannot be confirmed, or an empty text when it can."""
    if claim.support is Support.CONTRADICTED:
        return "The chart contradicts this claim. Edit, remove or waive it with a reason."
    if claim.support is Support.NOT_FOUND:
        return "The chart does not hold this. Edit, remove or waive it with a reason."
    if claim.is_high and claim.unopened:
        return f"Open {_sources(claim)} first."
    return ""


def _sources(claim: ClaimFacts) -> str:
    if len(claim.citations) == 1:
        return "its source"
    if claim.unopened == len(claim.citations):
        return f"its {claim.unopened} sources"
    return f"its other {_count(claim.unopened, 'source')}" if claim.unopened > 1 else "its other source"


def why_not_decide(claims: Iterable[ClaimFacts]) -> str:
    """Return the sentence that says what is left before a decision, or an empty text when nothing is."""
    counted = tally(claims)
    todo = []
    if counted.findings:
        todo.append(f"settle {_count(counted.findings, 'finding')}")
    if counted.left:
        more = "more " if counted.checked else ""
        todo.append(f"check {_count(counted.left, f'{more}high-severity claim')}")
    return f"{' and '.join(todo).capitalize()} first." if todo else ""


def why_not_outcome(outcome: Outcome, claims: Iterable[ClaimFacts]) -> str:
    """Return why an outcome does not fit what was done to the claims, or an empty text when it does.

    A rejection, or saying that one cannot judge, needs no finished check: what is wrong may show in the first line.
    """
    claims = list(claims)
    if outcome in {Outcome.REJECT, Outcome.CANNOT_JUDGE}:
        return ""
    if unfinished := why_not_decide(claims):
        return unfinished
    changed = sum(claim.state in CHANGED for claim in claims)
    if outcome is Outcome.APPROVE and changed:
        return f"{_count(changed, 'claim')} {'was' if changed == 1 else 'were'} edited or removed: this is an edit."
    if outcome is Outcome.EDIT and not changed:
        return "No claim was edited or removed: this is an approval."
    if outcome is Outcome.EDIT and all(claim.state is ClaimState.REMOVED for claim in claims):
        return "Every claim was removed: this is a rejection."
    return ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def rank(claim: ClaimFacts) -> int | None:
    """Return where a claim stands in the order of work, the first being 0; None when nothing is left to do on it."""
    if claim.has_open_finding:
        order = {(Support.CONTRADICTED, True): 0, (Support.NOT_FOUND, True): 1, (Support.CONTRADICTED, False): 2}
        return order.get((claim.support, claim.is_high), 3)
    return 4 if claim.is_high and not claim.is_checked else None
