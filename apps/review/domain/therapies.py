"""Prior therapies as a table: each row is one line of the medication list that the letter cites, in its own words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SEPARATOR = " · "
BEGINS = ("started ", "ordered ", "stated ")
ENDS = ("stopped ", "completed ", "ended ", "cancelled ", "not taken ", "planned end ")
PLANNED = ("proposed, not ordered", "planned, not ordered", "option, not ordered", "drafted, not yet ordered")
NOT_SAID = "not recorded"


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A line of the medication list with the number that the letter cites it by."""

    number: int
    text: str
    is_against: bool = False


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


def _row(text: str, cited: Iterable[CitedLine]) -> Iterator[Therapy]:
    head, *parts = (part.strip() for part in text.split(SEPARATOR))
    if not parts or any(part in PLANNED for part in parts):
        return
    drug, _, dose = head.partition(", ")
    status = parts[0].split(" ")[0] if parts[0] else ""
    cited = list(cited)
    yield Therapy(
        drug=drug,
        dose=dose or NOT_SAID,
        start=_start(parts),
        end=_after(parts, ENDS) or ("continues" if "active" in parts else NOT_SAID),
        outcome=_after(parts, ("reason: ",))
        or ("in use" if status in {"active", "started"} else f"{status}, no reason recorded"),
        numbers=tuple(line.number for line in cited if not line.is_against),
        against=tuple(line.number for line in cited if line.is_against),
    )


def _start(parts: Iterable[str]) -> str:
    for prefix in BEGINS:
        if said := _after(parts, (prefix,)):
            return said if prefix == BEGINS[0] else f"{prefix}{said}"
    return NOT_SAID


def _after(parts: Iterable[str], prefixes: tuple[str, ...]) -> str:
    return next(
        (part.removeprefix(prefix).strip() for prefix in prefixes for part in parts if part.startswith(prefix)), ""
    )
