"""A correction as a regression case: the line it stands in, every identifier replaced by an invented one of its shape.

The format is that of the project's evaluation cases: spans in code points, ``phi`` must go, ``phi_keep`` must stay.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from apps.redaction.domain.corrections import Act
from apps.redaction.domain.errors import CorrectionRefused
from apps.redaction.domain.folding import fold_words
from apps.redaction.domain.kinds import IdentifierKind

K = IdentifierKind
TYPES = {
    K.PATIENT: "NAME", K.RELATIVE: "NAME", K.CLINICIAN: "NAME", K.PERSON: "NAME", K.ORGANIZATION: "ORG",
    K.BIRTH_DATE: "DATE", K.DATE: "DATE", K.AGE_OVER_89: "AGE90", K.ADDRESS: "LOCATION", K.PLACE: "LOCATION",
    K.ZIP: "LOCATION", K.PHONE: "PHONE", K.FAX: "FAX", K.EMAIL: "EMAIL", K.URL: "URL", K.IP_ADDRESS: "IP",
    K.SSN: "SSN", K.MRN: "MRN", K.MEMBER_ID: "PLANID", K.ACCOUNT: "ACCOUNT", K.CARD: "ACCOUNT",
    K.LICENCE: "LICENSE", K.VEHICLE: "VEHICLE", K.DEVICE: "DEVICE", K.BIOMETRIC: "OTHERID",
    K.ID: "OTHERID", K.LITERAL: "OTHERID",
}  # fmt: skip
LONGEST = 300  # characters; a longer line is cut at its sentences
SHORTEST_TELLING = 3  # letters; shorter words say nothing about anybody
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)][.!?])\s+(?=[A-Z])")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH = rf"(?:{'|'.join(_LONG_MONTHS)}|{'|'.join(_MONTHS)}|Sept)\.?"
DATE = re.compile(
    rf"\b(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?(?:\s+\d{{4}})?|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|{_MONTH},?\s+\d{{4}})(?!\w)",
    re.IGNORECASE,
)
_MONTH_WORD = re.compile(_MONTH, re.IGNORECASE)
# Words of a name or an address that say what it is, not whose.
_PLAIN_WORDS = """
    dr mr mrs ms miss prof md do rn np pa phd jr sr of the and at for st saint street road avenue drive lane court
    boulevard way row apt suite unit box clinic hospital center centre medical health university college school
    pharmacy county north south east west
"""
_INVENTED = """
    Averell Brimhart Calloden Dunmere Elswick Farrowby Gelthorpe Harvane Ildren Jessamore Kelbrook Lorimand Merrowin
    Nethersole Ormsgate Pelloway Quarrendel Rosthwick Selbourne Tarrowen Ulvering Vesperton Wexholm Yarrowby
"""
_PLAIN, _NAMES = frozenset(_PLAIN_WORDS.split()), tuple(_INVENTED.split())
_KEPT_ENDS = re.compile(r"\.(?:com|org|net|edu|gov|example)\b|https?|www", re.IGNORECASE)
Draw = Callable[[str], int]  # a number that only the one secret behind it tells, the same for the same text


@dataclass(frozen=True, slots=True)
class Marked:
    """One identifier, or one word that is none, in the line of a case."""

    start: int
    end: int
    kind: IdentifierKind


def line_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Return [left, right) of the line a span stands in; of its sentences when the line is long."""
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    right = len(text) if right < 0 else right
    if right - left > LONGEST:
        ends = [left, *(match.end() for match in _SENTENCE_END.finditer(text, left, right)), right]
        left = max(edge for edge in ends if edge <= start)
        right = min(edge for edge in ends if edge >= end)
    return left, right


def case_body(text: str, marks: Sequence[Marked], corrected: Marked, act: Act, draw: Draw) -> dict[str, Any]:
    """Return the case of one correction: an invented line and its spans; only the corrected one is scored.

    ``marks`` are the identifiers of the text as they are taken out now. Raises CorrectionRefused when one of them
    would still be readable.
    """
    left, right = line_of(text, corrected.start, corrected.end)
    spans = _identifiers(text, left, right, marks, corrected, act)
    parts: list[str] = []
    phi: list[dict[str, Any]] = []
    keep: list[dict[str, Any]] = []
    at, length = left, 0
    for mark in spans:
        is_corrected = mark.start < corrected.end and corrected.start < mark.end
        written = text[mark.start : mark.end]
        shown = written if is_corrected and act is Act.LIFTED else invented(mark.kind, written, draw)
        parts += (text[at : mark.start], shown)
        length += mark.start - at
        row = {"start": length, "end": length + len(shown), "quote": shown, "type": TYPES[mark.kind]}
        (keep if shown == written else phi).append(row if is_corrected else row | {"optional": True})
        length, at = length + len(shown), mark.end
    line = "".join([*parts, text[at:right]])
    taken = [text[mark.start : mark.end] for mark in spans if act is Act.MISSED or mark != corrected]
    _check_nothing_is_left(line, taken)
    return {"text": line, "phi": phi, "phi_keep": keep}


def _identifiers(
    text: str, left: int, right: int, marks: Iterable[Marked], corrected: Marked, act: Act
) -> list[Marked]:
    """Return everything of the line that is replaced or kept on purpose, in order and apart; dates of events too."""
    found = [mark for mark in marks if left <= mark.start and mark.end <= right]
    if act is Act.LIFTED or not any(_overlap(mark, corrected) for mark in found):
        found = [*(mark for mark in found if not _overlap(mark, corrected)), corrected]
    for match in DATE.finditer(text, left, right):
        day = Marked(match.start(), match.end(), IdentifierKind.DATE)
        if not any(_overlap(mark, day) for mark in found):
            found.append(day)
    return sorted(found, key=lambda mark: mark.start)


def _overlap(one: Marked, other: Marked) -> bool:
    return one.start < other.end and other.start < one.end


def _check_nothing_is_left(line: str, taken: Iterable[str]) -> None:
    telling = {w for text in taken for w in fold_words(text) if len(w) >= SHORTEST_TELLING and not w.isdigit()}
    if (telling - _PLAIN - {month.casefold() for month in (*_MONTHS, *_LONG_MONTHS)}) & set(fold_words(line)):
        raise CorrectionRefused(
            "A word of an identifier stands in this line a second time, not marked. Correct that first; "
            "the case can be made then."
        )


def invented(kind: IdentifierKind, written: str, draw: Draw) -> str:
    """Return another value of the same shape: names for names, digits for digits, as many and in the same place."""
    if kind in {IdentifierKind.DATE, IdentifierKind.BIRTH_DATE}:
        return _date(written, draw)
    if kind is IdentifierKind.AGE_OVER_89:
        return re.sub(r"\d+", lambda m: str(90 + draw(m.group()) % 10), written)
    if TYPES[kind] in {"NAME", "ORG", "LOCATION"}:
        return re.sub(r"[^\W_]+", lambda m: _word(m.group(), draw), written)
    kept = [match.span() for match in _KEPT_ENDS.finditer(written)]
    return "".join(
        character if any(start <= at < end for start, end in kept) else _character(character, f"{written} {at}", draw)
        for at, character in enumerate(written)
    )


def _date(written: str, draw: Draw) -> str:
    month = draw(written) % 12
    names = _LONG_MONTHS if any(name in written.title() for name in _LONG_MONTHS if len(name) > len("May")) else _MONTHS
    written = _MONTH_WORD.sub(names[month], written)
    return re.sub(r"\d+", lambda m: _part_of_date(m.group(), written, draw), written)


def _part_of_date(digits: str, written: str, draw: Draw) -> str:
    if len(digits) > len("31"):
        return str(1950 + draw(digits) % 70)
    return str(1 + draw(digits + written) % 9).zfill(len(digits))


def _word(word: str, draw: Draw) -> str:
    if word.casefold() in _PLAIN:
        return word
    if len(word) == 1 or not word.isalpha():
        return "".join(_character(character, f"{word} {at}", draw) for at, character in enumerate(word))
    choices = [name for name in _NAMES if name.casefold() != word.casefold()]
    name = choices[draw(word.casefold()) % len(choices)]
    return name.upper() if word.isupper() else name.lower() if word.islower() else name


def _character(character: str, place: str, draw: Draw) -> str:
    number = draw(f"{character} {place}")
    if character.isdigit():
        return "23456789"[number % 8]
    if not character.isalpha():
        return character
    letter = "abcdefghkmnprstuvwxyz"[number % 21]
    return letter.upper() if character.isupper() else letter
