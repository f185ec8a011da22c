"""Prior therapies as a table: each row is one line of the medication list that the letter cites, in its own words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SEPARATOR = " · "
BEGINS = ("started ", "ordered ", "stated ")
ENDS = ("stopped ", "completed ", "ended ", "cancelled ", "not taken ", "planned end ")
PLANNED = ("proposed, not ordered", "planned, not ordered", "option, not ordered", "drafted, not yet ordered")
OVER = frozenset({"stopped", "completed", "ended", "cancelled", "not"})
NOT_SAID = "not recorded"


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A line of the medication list with the number that the letter cites it by.

    ``disputed_by`` are the numbers of what stands against the sentence it carries; ``is_against``: it does so itself.
    """

    number: int
    text: str
    is_against: bool = False
    disputed_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Therapy:
    """One course of one drug. ``start`` says "ordered" where the record has no start; dates as written."""

    drug: str
    dose: str
    start: str
    end: str
    outcome: str
    numbers: tuple[int, ...]
    against: tuple[int, ...] = ()


def therapies(lines: Iterable[CitedLine]) -> tuple[Therapy, ...]:
    """Return a row for each cited line that tells a course, in the order of the numbers; the same line stands once."""
    by_text: dict[str, list[CitedLine]] = {}
    for line in sorted(lines, key=lambda line: line.number):
        by_text.setdefault(line.text.strip(), []).append(line)
    return tuple(row for text, cited in by_text.items() for row in _row(text, cited))


def _row(text: str, cited: Sequence[CitedLine]) -> Iterator[Therapy]:
    head, *parts = (part.strip() for part in text.split(SEPARATOR))
    if not parts or any(part in PLANNED for part in parts):
        return
    drug, _, dose = head.partition(", ")
    against = {line.number for line in cited if line.is_against} | {pk for line in cited for pk in line.disputed_by}
    yield Therapy(
        drug=drug,
        dose=dose or NOT_SAID,
        start=_start(parts),
        end=_after(parts, ENDS) or ("continues" if "active" in parts else NOT_SAID),
        outcome="; ".join(part for part in (_outcome(parts), "disputed" if against else "") if part),
        numbers=tuple(line.number for line in cited if not line.is_against),
        against=tuple(sorted(against)),
    )


def _outcome(parts: Sequence[str]) -> str:
    """Return why it ended. Nothing is called in use that has an end, and no reason is made up."""
    if reason := _after(parts, ("reason: ",)):
        return reason
    over = next((part.split(" ")[0] for part in parts if part.split(" ")[0] in OVER), "")
    if over:
        return f"{'not taken' if over == 'not' else over}, no reason recorded"
    return "in use" if "active" in parts and not _after(parts, ENDS) else NOT_SAID


def _start(parts: Sequence[str]) -> str:
    for prefix in BEGINS:
        if said := _after(parts, (prefix,)):
            return said if prefix == BEGINS[0] else f"{prefix}{said}"
    return NOT_SAID


def _after(parts: Sequence[str], prefixes: Sequence[str]) -> str:
    """Return what follows the first prefix that a part has; a bare word such as "stopped" has nothing after it."""
    found = (part.removeprefix(prefix).strip() for prefix in prefixes for part in parts if part.startswith(prefix))
    return next(found, "")
