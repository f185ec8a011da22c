"""A plainer twin of a text, for matching: no diacritics, straight quotes, no hyphen at a line's end."""

import re
import unicodedata
from dataclasses import dataclass

_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
     "ı": "i", "‘": "'", "’": "'", "ʼ": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"}
)  # fmt: skip
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*\r?\n[ \t]*(?=[a-z])")

# What folding may change: the rest is copied as it stands.
_UNUSUAL = re.compile(rf"[^\x00-\x7f]+|`|{_BROKEN_WORD.pattern}")


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text; ``starts[i]`` and ``ends[i]`` are where its i-th character lies in the source."""

    text: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a non-empty folded span."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold a text for matching, keeping its case."""
    gaps = {offset for match in _BROKEN_WORD.finditer(text) for offset in range(*match.span())}
    if text.isascii() and not gaps:
        return Folded(text, range(len(text)), range(1, len(text) + 1))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _UNUSUAL.finditer(text):
        _keep(text, done, match.start(), parts, starts, ends)
        _plainly(text, match, gaps, parts, starts, ends)
        done = match.end()
    _keep(text, done, len(text), parts, starts, ends)
    return Folded("".join(parts), tuple(starts), tuple(ends))


def _keep(text: str, left: int, right: int, parts: list[str], starts: list[int], ends: list[int]) -> None:
    parts.append(text[left:right])
    starts.extend(range(left, right))
    ends.extend(range(left + 1, right + 1))


def _plainly(
    text: str, match: re.Match[str], gaps: set[int], parts: list[str], starts: list[int], ends: list[int]
) -> None:
    for offset in range(*match.span()):
        plain = "" if offset in gaps else _plain(text[offset])
        parts.append(plain)
        starts += [offset] * len(plain)
        ends += [offset + 1] * len(plain)
        if not plain and ends and unicodedata.combining(text[offset]):
            ends[-1] = offset + 1  # an accent belongs to its letter


def _plain(character: str) -> str:
    if character.isascii():
        return character
    decomposed = unicodedata.normalize("NFKD", character.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")


def fold_words(text: str) -> list[str]:
    """Return the words and numbers of a text, folded, in lower case."""
    return re.findall(r"[^\W_]+", fold(text).text.casefold())


def fold_key(text: str) -> str:
    """Return what two writings of one identifier have in common: letters and digits, folded, in lower case."""
    return "".join(fold_words(text))
