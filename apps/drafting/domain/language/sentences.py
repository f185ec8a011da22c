"""Cutting a note into sentences that can be quoted: one line or less, without its bullet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BULLET = re.compile(r"(?:#?\(?\d{1,2}[.)](?!\d)|#\d{1,2}|\d{1,2}(?=[ \t]+[A-Z])|[-*#•>]+|[A-Za-z][.)])[ \t]*")
# What a printer or a fax puts on a page, before the words that go on below it.
_STAMP = (
    r"(?:(?:printed|scanned|faxed)(?: on)?:? ?\d{1,2}/\d{1,2}/\d{2,4}(?: \d{1,2}:\d\d(?: ?[AP]M)?)?|"
    r"page \d{1,3} of \d{1,3})"
)
STAMP = re.compile(rf"{_STAMP}[ \t]+(?=\S)", re.IGNORECASE)
STAMP_ALONE = re.compile(rf"\s*{_STAMP}\s*", re.IGNORECASE)
BREAK = re.compile(r"(?<=[.!?])[ \t]+(?=[\"'(\[]?[A-Z0-9#])|[ \t]{3,}")
ABBREVIATIONS = frozenset({
    "dr", "mr", "ms", "mrs", "st", "vs", "wt", "ht", "no", "approx", "pt", "pts", "hx", "dx", "rx", "fx", "e.g",
    "i.e", "cf", "etc", "al", "adm", "disch", "att", "resp", "neg", "pos", "avg", "max", "min", "ext", "tab",
    "tabs", "cap", "caps", "inj", "inc", "cont", "dept", "tel", "mod", "mon", "tue", "wed", "thu", "fri", "sat",
    "sun", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
})  # fmt: skip
# A line that ends in one of these goes on, whatever the next begins with: "her aunt has / Hashimoto thyroiditis".
OPEN = re.compile(
    r"\b(?:has|have|had|is|are|was|were|takes?|of|the|an?|and|or|with|without|for|to|by|in|on|at|from|her|his|their|no|"
    r"not|denies|said|see|Dr\.?|Mr\.?|Ms\.?|Mrs\.?)$"
)
WRAPPED_AFTER = 60  # a line shorter than this ended because its writer ended it


@dataclass(frozen=True, slots=True)
class Sentence:
    """[start, end) in the text it was cut from, and the characters that stand there."""

    start: int
    end: int
    text: str

    @property
    def plain(self) -> str:
        """The sentence on one line, each run of white space one blank."""
        return " ".join(self.text.split())


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text in order. ``text[s.start:s.end] == s.text`` for each."""
    found = []
    for start, end in _logical_lines(text):
        for piece_start, piece_end in _pieces(text, start, end):
            sentence = _trimmed(text, piece_start, piece_end)
            if sentence:
                found.append(sentence)
    return found


def _logical_lines(text: str) -> Iterator[tuple[int, int]]:
    start: int | None = None
    end = 0
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if start is not None and _continues(text[start:end], line):
            end = match.end()
            continue
        if start is not None:
            yield start, end
        start, end = match.start(), match.end()
    if start is not None:
        yield start, end


def _continues(before: str, line: str) -> bool:
    last = before.rsplit("\n", 1)[-1].rstrip()
    first = line.lstrip()
    wrapped = len(last) >= WRAPPED_AFTER and not last.endswith((".", ":", ";", "!", "?"))
    return wrapped and bool(first) and (first[0].islower() or bool(OPEN.search(last)))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in BREAK.finditer(text, start, end):
        if _is_abbreviation(text[begin : match.start()]):
            continue
        yield begin, match.start()
        begin = match.end()
    yield begin, end


def _is_abbreviation(piece: str) -> bool:
    if not piece.endswith("."):
        return False
    word = re.split(r"[\s(]", piece)[-1][:-1].lower()
    enumerator = piece.strip()[:-1].isdigit()
    return enumerator or word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())


def _trimmed(text: str, start: int, end: int) -> Sentence | None:
    while start < end and text[start].isspace():
        start += 1
    for furniture in (STAMP, BULLET):
        if (found := furniture.match(text, start, end)) and found.end() < end:
            start = found.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    if not any(character.isalnum() for character in text[start:end]):
        return None
    return Sentence(start, end, text[start:end])
