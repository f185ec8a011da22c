"""Where a clinician may put a sentence of their own (P12): under a criterion, or in a part that no chart can fill."""

from collections.abc import Mapping
from enum import StrEnum


class Part(StrEnum):
    CRITERION = "criterion"
    HISTORY = "history"
    URGENCY = "urgency"
    HARM = "harm"
    LITERATURE = "literature"


# Each part of the letter in its own words. A criterion is headed by the payer's own sentence.
HEADINGS: Mapping[Part, str] = {
    Part.HISTORY: "History and function",
    Part.URGENCY: "Why the standard time would harm",
    Part.HARM: "What happens without what is requested",
    Part.LITERATURE: "Guidelines and literature",
}
LONGEST = 2000
SHORTEST = 10  # characters: enough to say something


def section_of(part: Part, criterion_id: str) -> str:
    """Return the section that a statement stands in, as the final text names it."""
    return f"Criterion {criterion_id}" if part is Part.CRITERION else HEADINGS[part]


def part_of(value: str) -> tuple[Part, str] | None:
    """Return part and criterion of a form's value, such as "harm" or "criterion:2a"; None for anything else."""
    name, _, criterion = value.partition(":")
    if name not in set(Part) or (name == Part.CRITERION) != bool(criterion):
        return None
    return Part(name), criterion
