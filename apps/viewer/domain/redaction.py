"""A redacted document as a reviewer sees it: the source line by line, each mark with its layer, class and token."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.domain.mapping import Replacement

WORD = re.compile(r"\S+")
LETTERS = {
    Layer.KNOWN: "K",
    Layer.PATTERN: "P",
    Layer.NAMES: "N",
    Layer.SCAN: "S",
    Layer.CORRECTION: "C",
    Layer.LITERAL: "L",
}
LAYER_WORDS = {
    Layer.KNOWN: "known from the record",
    Layer.PATTERN: "by pattern",
    Layer.NAMES: "by the name finder",
    Layer.SCAN: "by the leak scan",
    Layer.CORRECTION: "marked by a person",
    Layer.LITERAL: "looks like a token",
}
KIND_WORDS = {
    IdentifierKind.PATIENT: "Patient",
    IdentifierKind.RELATIVE: "Relative or contact",
    IdentifierKind.CLINICIAN: "Clinician",
    IdentifierKind.PERSON: "Other person",
    IdentifierKind.ORGANIZATION: "Organization",
    IdentifierKind.PLACE: "Place",
    IdentifierKind.ADDRESS: "Address",
    IdentifierKind.ZIP: "ZIP code",
    IdentifierKind.BIRTH_DATE: "Birth date",
    IdentifierKind.DATE: "Date",
    IdentifierKind.AGE_OVER_89: "Age over 89",
    IdentifierKind.PHONE: "Phone",
    IdentifierKind.FAX: "Fax",
    IdentifierKind.EMAIL: "E-mail",
    IdentifierKind.URL: "Web address",
    IdentifierKind.IP_ADDRESS: "IP address",
    IdentifierKind.SSN: "Social security number",
    IdentifierKind.MRN: "Record number",
    IdentifierKind.MEMBER_ID: "Plan or member number",
    IdentifierKind.ACCOUNT: "Account",
    IdentifierKind.LICENCE: "Licence or vehicle",
    IdentifierKind.DEVICE: "Device",
    IdentifierKind.CARD: "Card",
    IdentifierKind.ID: "Other number",
    IdentifierKind.LITERAL: "Token-like text",
}
# What a person may say was missed, the classes met most often first.
FIRST_CHOICES = (
    IdentifierKind.PATIENT, IdentifierKind.RELATIVE, IdentifierKind.CLINICIAN, IdentifierKind.PERSON,
    IdentifierKind.ORGANIZATION, IdentifierKind.PLACE, IdentifierKind.PHONE, IdentifierKind.MRN,
)  # fmt: skip
NEVER_MARKED = {IdentifierKind.LITERAL, IdentifierKind.DATE}
MORE_CHOICES = tuple(kind for kind in KIND_WORDS if kind not in {*FIRST_CHOICES, *NEVER_MARKED})


@dataclass(frozen=True, slots=True)
class MarkView:
    """One mark: where it lies in the source, what it is, and the token that stands there instead."""

    number: int  # from 1, in the order of the document
    start: int
    end: int
    text: str
    token: str
    kind: IdentifierKind
    layer: Layer
    line: int
    shown: bool  # false: the filter asks for others

    @property
    def letter(self) -> str:
        return LETTERS[self.layer]

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[self.kind]

    @property
    def layer_words(self) -> str:
        return LAYER_WORDS[self.layer]

    @property
    def can_be_lifted(self) -> bool:
        return self.layer is not Layer.LITERAL


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: a mark, or the text between two."""

    text: str
    start: int
    mark: MarkView | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source; ``pieces`` hold every character of it once and in order."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many marks of a layer or a class there are, for the legend that is also the filter."""

    key: str
    words: str
    letter: str
    number: int


def marks_of(text: str, replaced: Iterable[Replacement], layer: str = "", kind: str = "") -> list[MarkView]:
    """Return the marks of a source text; those of another layer or class than asked for are not ``shown``."""
    return [
        MarkView(
            number, one.source_start, one.source_end, text[one.source_start : one.source_end], one.token, one.kind,
            one.layer, text.count("\n", 0, one.source_start) + 1, layer in {"", one.layer} and kind in {"", one.kind},
        )
        for number, one in enumerate(replaced, start=1)
    ]  # fmt: skip


def lines_of(text: str, marks: Sequence[MarkView]) -> list[Line]:
    """Return the source line by line, cut at its marks. No mark reaches over a line's end."""
    lines, at, waiting = [], 0, list(reversed(marks))
    for number, line in enumerate(text.split("\n"), start=1):
        end, inside = at + len(line), []
        while waiting and waiting[-1].start < end:
            inside.append(waiting.pop())
        lines.append(Line(number, at, end, tuple(_pieces(text, at, end, inside))))
        at = end + 1
    return lines


def _pieces(text: str, start: int, end: int, marks: Iterable[MarkView]) -> Iterator[Piece]:
    for mark in marks:
        if start < mark.start:
            yield Piece(text[start : mark.start], start)
        yield Piece(mark.text, mark.start, mark)
        start = mark.end
    if start < end:
        yield Piece(text[start:end], start)


def words_of(line: Line) -> list[Piece]:
    """Return the words of a line that no mark covers, to choose from without a script."""
    return [
        Piece(word.group(), piece.start + word.start())
        for piece in line.pieces
        if piece.mark is None
        for word in WORD.finditer(piece.text)
    ]


def counts_by_layer(marks: Iterable[MarkView]) -> list[Count]:
    """Return the layers that marked something, in the order of the wall."""
    numbers = Counter(mark.layer for mark in marks)
    return [Count(layer, LAYER_WORDS[layer], LETTERS[layer], numbers[layer]) for layer in LETTERS if numbers[layer]]


def counts_by_kind(marks: Iterable[MarkView]) -> list[Count]:
    """Return the classes that were found, in a fixed order."""
    numbers = Counter(mark.kind for mark in marks)
    return [Count(kind, KIND_WORDS[kind], "", numbers[kind]) for kind in KIND_WORDS if numbers[kind]]


def redacted_pieces(text: str, start: int, end: int, replaced: Iterable[tuple[Replacement, MarkView]]) -> list[Piece]:
    """Return [start, end) of the redacted text cut at its tokens, each with its mark."""
    pieces, at = [], start
    for one, mark in replaced:
        if start <= one.redacted_start and one.redacted_end <= end:
            pieces += [Piece(text[at : one.redacted_start], at)] if at < one.redacted_start else []
            pieces.append(Piece(one.token, one.redacted_start, mark))
            at = one.redacted_end
    return [*pieces, Piece(text[at:end], at)] if at < end else pieces
