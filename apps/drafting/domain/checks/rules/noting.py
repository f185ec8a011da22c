"""How a rule speaks: a verdict and one sentence that a physician understands."""

from collections.abc import Callable, Iterable, Iterator

from apps.drafting.domain.checks.case import Case
from apps.drafting.domain.checks.verdicts import Note
from apps.drafting.domain.claims import Support

Verdicts = Iterator[tuple[Support, Note]]
Rule = Callable[[Case], Verdicts]
MOST_SHOWN = 5


def note_on(case: Case, rule: str, sentence: str) -> Note:
    """Return a note on this claim, as weighty as the claim."""
    return Note(rule, case.claim.severity, sentence, case.claim.criterion_id)


def shown(words: Iterable[str]) -> str:
    """Return words for a sentence, each once, at most five."""
    return ", ".join([*dict.fromkeys(words)][:MOST_SHOWN])
