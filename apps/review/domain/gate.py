"""What must have happened to each claim before a draft can be decided. Who may act is asked elsewhere.

A high-severity claim needs a person: its evidence opened and the claim confirmed, or the claim edited, removed or
waived with a reason. An edit that leaves the machine's facts in the sentence is no way around its evidence. A claim
that the chart contradicts or does not hold, or whose citation no longer resolves, cannot be confirmed at all.
A finding on the draft as a whole is read by whoever signs.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from apps.drafting.domain.claims import Severity, Support
from apps.review.domain.status import SIGNABLE, ClaimState, Outcome

UNSUPPORTED = frozenset({Support.CONTRADICTED, Support.NOT_FOUND})
SETTLED = frozenset({ClaimState.EDITED, ClaimState.CITED, ClaimState.REMOVED, ClaimState.WAIVED})
CHANGED = frozenset({ClaimState.EDITED, ClaimState.CITED, ClaimState.REMOVED})
OWN_STATES = frozenset({ClaimState.EDITED, ClaimState.CITED})  # with evidence chosen for it, it must hold against that
STILL_ITS_FACTS = (
    "Your sentence still states the facts of the machine's: no number, date, side, drug or name is another."
)
MUST_BE_READ = frozenset({Severity.HIGH, Severity.MODERATE})


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """One claim as the gate sees it. ``opened`` counts only what this reviewer opened.

    ``broken`` are the citations whose words no longer stand where they were bound. ``reworded``: it was edited in words
    and marks that carry no fact, so it still says what the machine wrote, and needs what a confirmation needs.
    ``kept``: it was edited, and every hard fact of the machine's stands in the person's sentence still: hers to state
    once she has opened its evidence. ``recited``: a person chose the evidence, for words of their own or for the
    machine's, and support and citations are of these.
    """

    ordinal: int
    severity: Severity
    support: Support
    state: ClaimState | None = None
    citations: frozenset[str] = field(default_factory=frozenset)
    opened: frozenset[str] = field(default_factory=frozenset)
    broken: frozenset[str] = field(default_factory=frozenset)
    reworded: bool = False
    kept: bool = False
    recited: bool = False

    @property
    def unopened(self) -> int:
        return len(self.citations - self.opened)

    @property
    def to_open(self) -> int:
        """Return how many of its citations that still resolve this reviewer has not opened."""
        return len(self.citations - self.opened - self.broken)

    @property
    def is_high(self) -> bool:
        return self.severity is Severity.HIGH

    @property
    def has_open_finding(self) -> bool:
        return self.is_unsound and not self._is_settled

    @property
    def is_unsound(self) -> bool:
        """Return whether nobody may confirm it, whatever was opened."""
        return self.support in UNSUPPORTED or bool(self.broken)

    @property
    def is_checked(self) -> bool:
        """Return whether a high-severity claim asks for nothing more: it was checked, or waived with a reason."""
        if self._is_settled:
            return not why_not_state(self)
        attested = self.state is ClaimState.CONFIRMED or self.reworded
        return attested and self.unopened == 0 and not self.is_unsound

    @property
    def is_changed(self) -> bool:
        """Return whether it goes out otherwise than the machine made it: in its words, or in what they rest on."""
        return self.state in CHANGED or self.recited

    @property
    def _is_settled(self) -> bool:
        if self.state in OWN_STATES and self.recited and self.is_unsound:
            return False
        return self.state in SETTLED and not self.reworded


@dataclass(frozen=True, slots=True)
class Place:
    """[start, end) of a source version."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftFinding:
    """What a check said of the draft as a whole, or of one criterion as a whole: no claim settles it."""

    id: str
    rule: str
    severity: Severity
    sentence: str
    criterion_id: str = ""
    place: Place | None = None  # of the record that it speaks of

    @property
    def is_omission(self) -> bool:
        return self.rule == "omission"

    @property
    def must_be_read(self) -> bool:
        return self.severity in MUST_BE_READ


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the check is. ``waived``: kept with a reason and not checked, so it never counts as checked."""

    high: int
    checked: int
    waived: int
    findings: int

    @property
    def left(self) -> int:
        return self.high - self.checked - self.waived


def tally(claims: Iterable[ClaimFacts], on_draft: Sequence[DraftFinding] = ()) -> Tally:
    """Count what is left. A finding on the whole draft is open until the signature: nobody settles it before."""
    claims = list(claims)
    high = [claim for claim in claims if claim.is_high]
    waived = sum(claim.is_checked and claim.state is ClaimState.WAIVED for claim in high)
    return Tally(
        high=len(high),
        checked=sum(claim.is_checked for claim in high) - waived,
        waived=waived,
        findings=sum(claim.has_open_finding for claim in claims) + len(on_draft),
    )


def why_not_confirm(claim: ClaimFacts) -> str:
    """Return the sentence that says why a claim cannot be confirmed, or an empty text when it can."""
    if claim.broken:
        return (
            "A citation of this claim no longer resolves, or its source was withdrawn. "
            "Edit, remove or waive it with a reason."
        )
    if claim.support is Support.CONTRADICTED:
        return "The chart contradicts this claim. Edit, remove or waive it with a reason."
    if claim.support is Support.NOT_FOUND:
        return "The chart does not hold this. Edit, remove or waive it with a reason."
    if claim.is_high and claim.unopened:
        return f"Open {_sources(claim)} first."
    return ""


def why_not_cite(claim: ClaimFacts) -> str:
    """Return why a claim takes no citation of a person's as it reads, or an empty text when it does.

    Evidence that was missed is supplied; evidence that speaks against a claim is not put aside by other evidence.
    """
    if claim.state is ClaimState.REMOVED:
        return "This claim was removed. Undo that first, then cite for it."
    if claim.state in OWN_STATES or claim.recited:
        return ""
    if claim.state is not None:
        return "This claim is settled as it stands. Undo that first, then cite for it."
    if claim.support is Support.CONTRADICTED:
        return "The chart contradicts this claim. Edit it as it should read, then cite for it."
    if claim.support is Support.SUPPORTED and not claim.broken:
        return "What is cited for this claim carries it. Confirm it, or edit it as it should read, then cite for it."
    return ""


def why_not_state(claim: ClaimFacts) -> str:
    """Return why an edited sentence cannot stand as this person's own yet, or an empty text when it can."""
    if claim.is_high and claim.kept and claim.to_open:
        return f"{STILL_ITS_FACTS} Open {_sources(claim)} first."
    return ""


def why_not_second(claims: Iterable[ClaimFacts]) -> str:
    """Return what a second signer has not opened yet, or an empty text: what is cited in the text as it was signed.

    The first signer's acts stand; the second opens the evidence of what is of high severity and was kept, herself.
    """
    unopened = [
        claim for claim in claims
        if why_not_state(claim)
        or (claim.is_high and claim.unopened and (claim.reworded or claim.state not in CHANGED))
    ]  # fmt: skip
    if not unopened:
        return ""
    numbers = ", ".join(str(claim.ordinal) for claim in unopened)
    which = f"{_count(len(unopened), 'high-severity claim')} ({numbers})"
    return f"Open the evidence of {which} yourself first: what the first signer opened does not count for you."


def _sources(claim: ClaimFacts) -> str:
    if len(claim.citations) == 1:
        return "its source"
    if claim.unopened == len(claim.citations):
        return f"its {claim.unopened} sources"
    return f"its other {_count(claim.unopened, 'source')}" if claim.unopened > 1 else "its other source"


def why_not_decide(claims: Iterable[ClaimFacts]) -> str:
    """Return the sentence that says what is left before a decision, or an empty text when nothing is."""
    claims = list(claims)
    counted = tally(claims)
    todo = []
    if counted.findings:
        todo.append(f"settle {_count(counted.findings, 'finding')}{_broken(claims)}")
    if counted.left:
        more = "more " if counted.checked else ""
        todo.append(f"check {_count(counted.left, f'{more}high-severity claim')}")
    return f"{' and '.join(todo).capitalize()} first." if todo else ""


def _broken(claims: Iterable[ClaimFacts]) -> str:
    numbers = [str(claim.ordinal) for claim in claims if claim.broken and claim.has_open_finding]
    if not numbers:
        return ""
    return f" (a citation of claim{'' if len(numbers) == 1 else 's'} {', '.join(numbers)} is broken)"


def why_not_read(on_draft: Iterable[DraftFinding], read: Collection[str]) -> str:
    """Return how many findings on the whole draft the signer has not marked as read, or an empty text when none."""
    left = sum(finding.must_be_read and finding.id not in read for finding in on_draft)
    if not left:
        return ""
    return (
        f"{_count(left, 'finding')} on the draft as a whole {'is' if left == 1 else 'are'} not marked as read. "
        'Read each, tick "I have read this", then sign.'
    )


def why_not_outcome(outcome: Outcome, claims: Iterable[ClaimFacts], added: int = 0) -> str:
    """Return why an outcome does not fit what was done to the claims, or an empty text when it does.

    ``added`` counts the sentences of clinicians' own. A rejection, saying that one cannot judge, or a return needs no
    finished check: what is wrong may show in the first line.
    """
    claims = list(claims)
    if outcome not in SIGNABLE:
        return ""
    if unfinished := why_not_decide(claims):
        return unfinished
    changed = sum(claim.is_changed for claim in claims)
    if outcome is Outcome.APPROVE:
        return _why_not_untouched(changed, added)
    if not changed and not added:
        return "No claim was edited, cited for or removed: this is an approval."
    if not added and all(claim.state is ClaimState.REMOVED for claim in claims):
        return "Every claim was removed: this is a rejection."
    return ""


def _why_not_untouched(changed: int, added: int) -> str:
    if changed:
        were = "was" if changed == 1 else "were"
        return f"{_count(changed, 'claim')} {were} edited, cited for or removed: this is an edit."
    if added:
        return f"{_count(added, 'sentence')} of your own {'was' if added == 1 else 'were'} added: this is an edit."
    return ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def rank(claim: ClaimFacts) -> int | None:
    """Return where a claim stands in the order of work, the first being 0; None when nothing is left to do on it."""
    if claim.has_open_finding:
        if claim.broken:
            return 0
        order = {(Support.CONTRADICTED, True): 0, (Support.NOT_FOUND, True): 1, (Support.CONTRADICTED, False): 2}
        return order.get((claim.support, claim.is_high), 3)
    return 4 if claim.is_high and not claim.is_checked else None
