"""A dictionary as people write it: one line, one thing.

``MI <> myocardial infarction``: each stands for the other. ``TNF inhibitor > etanercept; adalimumab``: the left leads
to the right and not back. ``RA <> rheumatoid arthritis : joint swollen``: the left is expanded beside one of those
words only. ``[abbreviation]`` and the like say of which kind the lines below are. Under ``[words]`` stands what in
small letters is an ordinary word ("or", "pt") and so is an abbreviation only as it is written in the dictionary; under
``[as asked]`` what is a thing of its own, so that no part of it is expanded ("diabetes insipidus").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from apps.retrieval.domain.dictionary.words import Key

_ARROW = re.compile(r"\s(<>|>)\s")
_SIDES = 3  # left, arrow, right
_PAIR = 2  # a spelling and the other one
_FEWEST_LETTERS = 2  # of a term: one letter may mean anything
_WORDS, _AS_ASKED = "words", "as asked"


class ExpansionKind(StrEnum):
    """What two words that mean the same are to each other."""

    ABBREVIATION = "abbreviation"
    SYNONYM = "synonym"
    BRAND = "brand"
    CLASS = "class"
    LABORATORY = "laboratory"
    SPELLING = "spelling"


class DictionaryFault(Exception):
    """What is wrong with a dictionary, a sentence for each line at fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as read: ``left`` stands for ``right``, and back where ``both``; ``needs`` are its supporting words."""

    kind: ExpansionKind
    left: tuple[str, ...]
    right: tuple[str, ...]
    both: bool
    needs: tuple[str, ...]
    source: str
    number: int

    def place(self) -> str:
        """Return where the line stands, for a person who corrects it."""
        return f"{self.source}, line {self.number}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A thing of its own, expanded to nothing."""

    text: str


def lines_of(name: str, text: str, faults: list[str]) -> Iterator[Line | Phrase | str]:
    """Yield the lines of a file, and what stands under [words] and [as asked] one by one."""
    kind: ExpansionKind | str = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        content = raw.strip()
        place = f"{name}, line {number}"
        if not content or content.startswith("#"):
            continue
        if content.startswith("["):
            kind = _kind(content, place, faults)
        elif kind == _WORDS:
            yield from content.lower().split()
        elif kind == _AS_ASKED:
            yield from (Phrase(term) for term in _sides(content))
        elif isinstance(kind, ExpansionKind):
            parts = _ARROW.split(content)
            if len(parts) != _SIDES:
                faults.append(f"{place}: a line is two sides with <> or > between them, and a blank around it.")
            elif line := _line(kind, parts, name, number, faults):
                yield line
        elif not kind:
            faults.append(f"{place}: a line stands below its kind, such as [abbreviation].")
            return


def _kind(content: str, place: str, faults: list[str]) -> ExpansionKind | str:
    name = content.strip("[]").strip()
    if name in {_WORDS, _AS_ASKED}:
        return name
    if name in set(ExpansionKind):
        return ExpansionKind(name)
    faults.append(
        f"{place}: {name!r} is no kind of entry; the kinds are {', '.join([*ExpansionKind, _WORDS, _AS_ASKED])}."
    )
    return "unknown"


def _line(kind: ExpansionKind, parts: list[str], source: str, number: int, faults: list[str]) -> Line | None:
    left, arrow, rest = parts
    right, _, needs = rest.partition(" : ")
    line = Line(kind, _sides(left), _sides(right), arrow == "<>", tuple(needs.split()), source, number)
    terms = line.left + line.right
    if not line.left or not line.right:
        faults.append(f"{line.place()}: one side is empty.")
    elif short := next((term for term in terms if sum(letter.isalnum() for letter in term) < _FEWEST_LETTERS), None):
        faults.append(f"{line.place()}: {short!r} is a single letter, which stands for too much.")
    elif kind is ExpansionKind.SPELLING and (len(terms) != _PAIR or any(" " in term for term in terms)):
        faults.append(f"{line.place()}: a spelling is one British word <> one American word.")
    else:
        return line
    return None


def _sides(side: str) -> tuple[str, ...]:
    return tuple(term for part in side.split(";") if (term := " ".join(part.split())))


def repeated(lines: list[Line], keys: Mapping[str, Key]) -> Iterator[str]:
    """Yield a sentence for each term that is said twice or has two meanings that no word tells apart."""
    seen: dict[tuple[ExpansionKind, Key], Line] = {}
    said: dict[tuple[Key, Key], Line] = {}
    for line in lines:
        own: set[Key] = set()
        for term in line.left + line.right:
            if keys[term] in own:
                yield f"{line.place()}: {term!r} stands in the line twice."
            own.add(keys[term])
            earlier = seen.setdefault((line.kind, keys[term]), line) if _is_free(term, line) else line
            if earlier is not line:
                yield _twice(term, line, earlier)
        for one, other in ((one, other) for one in line.left for other in line.right):
            earlier = said.setdefault((keys[one], keys[other]), line)
            if earlier is not line:
                yield f"{line.place()}: {one!r} and {other!r} are together already ({earlier.place()})."


def _is_free(term: str, line: Line) -> bool:
    """Say whether the line expands the term whatever stands beside it."""
    return not line.needs if term in line.left else line.both


def _twice(term: str, line: Line, earlier: Line) -> str:
    return (
        f"{line.place()}: {term!r} already has a meaning ({earlier.place()}). Put both in one line or, if they differ, "
        "say after ' : ' which words beside it tell that this one is meant."
    )
