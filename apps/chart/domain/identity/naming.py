"""A name as a document writes it: the words of a line that may be one, and what stands beside a name."""

import re

from apps.chart.domain.identity.words import NEWBORN, NO_NAME

_NAME_WORD = r"(?:[^\W\d_](?:[^\W\d_]|['’.\-‐‑])*)"
_NAME = re.compile(rf"{_NAME_WORD}(?:\s?,\s?{_NAME_WORD}|[ ]{_NAME_WORD}){{0,5}}")
_SMALL_IN_NAMES = frozenset(
    {"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ibn",
     "ben", "ter", "y", "e"}
)  # fmt: skip
_CONTRACTED = re.compile(r"[a-z]+['’](?:m|s|re|ve|ll|t)")
_TITLE = re.compile(
    r"^(?:dr|prof|professor)\b\.?|[\s,](?:m\.?d|d\.?o|r\.?n|n\.?p|p\.?a(?:-?c)?|ph\.?d|pharm\.?d|d\.?d\.?s|l\.?p\.?n|"
    r"c\.?r\.?n\.?a|m\.?s\.?w|l\.?c\.?s\.?w)\.?$",
    re.IGNORECASE,
)
MOST_NAME_WORDS = 5
LONGEST_SHORTENED = 3  # letters: "Mrs." and "J." go on, after a longer word a full stop ends the sentence


def has_title(name: str) -> bool:
    """Say whether a name begins or ends as that of somebody who treats: "Dr. Jones", "Jones, M.D."."""
    return bool(_TITLE.search(name))


def name_said(text: str, *, whole: bool = False) -> str:
    """Return the name a text begins with, or nothing. ``whole``: the text has to end with it, as far as words go."""
    text = text.strip(" \t,-–(")
    found = _NAME.match(text)
    if not found:
        return ""
    words: list[str] = []
    for word in re.findall(rf"{_NAME_WORD}|,", found.group()):
        plain = word.strip(".").casefold()
        if word != "," and not (word[:1].isupper() or plain in _SMALL_IN_NAMES):
            break
        of_newborn = bool(words) and words[-1].casefold() in NEWBORN  # "Baby Male"
        if (plain in NO_NAME and not of_newborn) or _CONTRACTED.fullmatch(plain):
            return ""
        words.append(word)
        if word.endswith(".") and len(plain) > LONGEST_SHORTENED:
            break
    if whole and len(found.group().split()) != len(" ".join(words).replace(" ,", ",").split()):
        return ""
    name = " ".join(words).replace(" ,", ",").strip(" ,")
    count = sum(word != "," for word in words)
    return name if 1 < count <= MOST_NAME_WORDS else ""
