"""Where a clinician may put a sentence of their own (P12): under a criterion, or in a part that no chart can fill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar


class Part(StrEnum):
    CRITERION = "criterion"
    HISTORY = "history"
    LITERATURE = "literature"
    HARM = "harm"
    URGENCY = "urgency"


# Each part of the letter in its own words, in the letter's order. A criterion is headed by the payer's own sentence.
HEADINGS: Mapping[Part, str] = {
    Part.HISTORY: "History and severity",
    Part.LITERATURE: "Guidelines and literature",
    Part.HARM: "What happens without what is requested",
    Part.URGENCY: "Why the standard time would harm",
}
LONGEST = 2000
SHORTEST = 10  # characters: enough to say something
CRITERION = "Criterion "


@dataclass(frozen=True, slots=True)
class StatementTrace:
    """A clinician's own sentence in the trace of a draft: who added it, when, where. Redacted; no words for some."""

    part: str
    criterion: str
    person: str
    at: datetime
    text: str


class Placed(Protocol):
    @property
    def section(self) -> str: ...


S = TypeVar("S", bound=Placed)


def section_of(part: Part, criterion_id: str) -> str:
    """Return the section that a statement stands in, as the final text names it."""
    return f"{CRITERION}{criterion_id}" if part is Part.CRITERION else HEADINGS[part]


def part_of(value: str) -> tuple[Part, str] | None:
    """Return part and criterion of a form's value, such as "harm" or "criterion:2a"; None for anything else."""
    name, _, criterion = value.partition(":")
    if name not in set(Part) or (name == Part.CRITERION) != bool(criterion):
        return None
    return Part(name), criterion


def part_in(section: str) -> Part | None:
    """Return the part that a section of a final text is, or None for a section that only a draft has."""
    if section.startswith(CRITERION):
        return Part.CRITERION
    return next((part for part, heading in HEADINGS.items() if heading == section), None)


def placed(claims: Sequence[S], statements: Sequence[S], leaves: Sequence[str]) -> list[S]:
    """Return the sentences of a letter with each statement at the end of its own section.

    A section that no claim stands in comes where the policy's order (``leaves``, by node id) and the letter's parts put
    it. The order of the claims is not changed.
    """
    text = list(claims)
    for one in statements:
        text.insert(_place(text, one, leaves), one)
    return text


def _place(text: Sequence[Placed], one: Placed, leaves: Sequence[str]) -> int:
    same = [index for index, other in enumerate(text) if other.section == one.section]
    if same:
        return same[-1] + 1
    rank, begun = _rank(one, leaves, begun=False), False
    last = 0
    for index, other in enumerate(text):
        begun = begun or other.section.startswith(CRITERION)
        if _rank(other, leaves, begun=begun) <= rank:
            last = index + 1
    return last


def _rank(one: Placed, leaves: Sequence[str], *, begun: bool) -> tuple[int, int]:
    """Return where a sentence belongs: history, criteria in the policy's order, what follows, the closing parts."""
    part = part_in(one.section)
    if part is Part.CRITERION:
        node = one.section.removeprefix(CRITERION)
        return 1, leaves.index(node) if node in leaves else len(leaves)
    if part is None:
        return (2, 0) if begun else (0, 0)
    return (0, 0) if part is Part.HISTORY else (3, list(HEADINGS).index(part))
