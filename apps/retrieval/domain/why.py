"""Why this passage? One line in words, out of what was stored when it was found. No score stands in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.redaction.domain.tokens import TOKEN
from apps.retrieval.domain.expansion import Expansion

GONE = "The passage is not in the index any more, or not yours to read; the citation still leads to its source."
LONGEST_QUESTION = 70
MOST_TERMS = 4
_SMALL = {1: "st", 2: "nd", 3: "rd"}
# What tells a person ("Nurse practitioner") from a field ("Pulmonary disease"): a sender's role may be either.
_PEOPLE = frozenset({
    "aide", "assistant", "clinician", "coordinator", "counsellor", "counselor", "dnp", "doctor", "fellow", "intern",
    "manager", "md", "midwife", "nurse", "officer", "paramedic", "pharmd", "practitioner", "provider", "resident", "rn",
    "student", "surgeon", "worker",
})  # fmt: skip
_OF_PEOPLE = ("ist", "ian")  # pharmacist, physician


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stood in the answer to one question. ``returned`` is false for one that was left out."""

    question: str
    rank: int  # from 1
    candidates: int
    returned: bool
    matched: tuple[str, ...] = ()
    shares_words: bool = True  # false: it was found by its meaning alone
    expansion: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """What a passage is: its section, its document, its day, its author, and how many copies of it the chart holds."""

    section: str
    document: str
    day: date | None
    author: str = ""
    copies: int = 1  # with itself
    is_newest: bool = True


def why(origin: Origin | None, place: Place | None, *, read: int = 0) -> str:
    """Return the line, never empty. ``origin`` is None for a passage that was purged, ``place`` for one not ranked.

    ``read`` is how many passages were read unranked, 0 when that was not kept.
    """
    if origin is None:
        return GONE
    parts = (_held(place), _what(origin), _found(place, read), _copies(origin))
    line = " ".join("; ".join(part for part in parts if part).split())
    return f"{line[:1].upper()}{line[1:]}."


def name_of(origin: Origin) -> str:
    """Return a passage in words: "Assessment in progress note of 12 Mar 2026, by Physician"."""
    name = " ".join(_what(origin).split())
    return f"{name[:1].upper()}{name[1:]}"


def _held(place: Place | None) -> str:
    if place is None:
        return ""
    if not place.matched:
        return "" if place.shares_words else "near in meaning, without a word of the question"
    asked = _asked(place.expansion)
    telling = [term for term in place.matched if len(term) > 1 and not term.isdecimal()] or list(place.matched)
    shown = [_term(term, asked) for term in telling[:MOST_TERMS]]
    more = len(telling) - len(shown)
    return f"holds {_listed([*shown, f'{more} more'] if more else shown)}"


def _asked(expansion: Iterable[Expansion]) -> Mapping[str, str]:
    return {term.casefold(): row.asked for row in expansion for term in row.added}


def _term(term: str, asked: Mapping[str, str]) -> str:
    """Return a term as the passage holds it, and for which word of the question where that was another one."""
    meant = asked.get(term.casefold(), term)
    return f'"{term}"' if meant.casefold() == term.casefold() else f'"{term}" ({meant})'


def _what(origin: Origin) -> str:
    section, document = origin.section.strip(), origin.document.strip()
    if section and document and section.casefold() != document.casefold():
        name = f"{_inside(section)} in {_inside(document)}"
    else:
        name = _inside(section or document or "a passage of the chart")
    day = _day(origin.day, name)
    return f"{name}{day}{_author(origin.author.strip())}"


def _author(role: str) -> str:
    """Return the author as it follows the day: "by" a person; a field of medicine wrote nothing and stands alone."""
    words = [word.strip(".,;:()[]").casefold() for word in role.replace("/", " ").split()]
    is_person = any(word in _PEOPLE or word.endswith(_OF_PEOPLE) for word in words) or TOKEN.search(role) is not None
    return f", {'by ' if is_person else ''}{role}" if role else ""


def _day(day: date | None, name: str) -> str:
    """Return the day as it follows the name of a document; nothing where the name says it already."""
    if day is None:
        return ", undated"
    words = f"{day.day} {day:%b %Y}"
    return "" if words in name else f" of {words}"


def _found(place: Place | None, read: int) -> str:
    if place is None:
        return f"read with all {read} passages of the chart" if read > 1 else "read with the whole chart"
    left_out = "" if place.returned else ", not among the answers"
    question = f' for "{_short(place.question)}"' if place.question.strip() else " for a question that was purged"
    return f"{ordinal(place.rank)} of {place.candidates} passages{question}{left_out}"


def _copies(origin: Origin) -> str:
    if origin.copies <= 1:
        return ""
    return f"{'newest' if origin.is_newest else 'one'} of {origin.copies} copies"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _short(text: str) -> str:
    plain = " ".join(text.split()).rstrip(".")
    if len(plain) <= LONGEST_QUESTION:
        return plain
    return plain[:LONGEST_QUESTION].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _inside(words: str) -> str:
    """Return words as they stand inside a sentence; "MRI of the hand" keeps its capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 21st."""
    suffix = "th" if number % 100 in {11, 12, 13} else _SMALL.get(number % 10, "th")
    return f"{number}{suffix}"
