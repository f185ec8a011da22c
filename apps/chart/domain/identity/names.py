"""How a name in a header stands to the names that a chart knows its patient by."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import product, takewhile

from apps.chart.domain.identifiers import NAME_PREFIXES, NAME_SUFFIXES
from apps.chart.domain.identity.nicknames import SAME_GIVEN_NAME

_WORD = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin", "ibn",
     "ben", "ter", "ten", "af", "zu", "st", "saint", "o", "mac", "mc", "y", "e"}
)  # fmt: skip
# What stands where a newborn or an unknown person has no given name yet.
_NO_GIVEN_NAME = frozenset(
    {"baby", "babyboy", "babygirl", "boy", "girl", "bb", "bg", "newborn", "infant", "twin", "male", "female", "unknown"}
)
NOISE_FROM = 4  # letters: in a shorter name one letter is much
ABBREVIATED_FROM = 3  # letters: "Alex" for "Alexander"


class Relation(IntEnum):
    """How far a claimed name agrees; the greater, the more."""

    OTHER = 0  # neither name
    INITIALS_ONLY = 1  # neither name, but one of them is too short to tell
    OTHER_GIVEN = 2  # the family name agrees: a relative, a twin, or somebody called by another name
    OTHER_FAMILY = 3  # the given name agrees: a marriage, or another person
    SAME = 4


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in words as they are compared; ``family`` is empty where the order is not known."""

    given: tuple[str, ...]
    family: tuple[str, ...]


def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared: no accents, titles, degrees or generation, small letters."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "").replace(".", " ").replace("`", ""))
    folded = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    words = _WORD.findall(folded.replace("ß", "ss"))
    beside = NAME_PREFIXES | NAME_SUFFIXES
    kept = [word for word in words if word not in beside or len(word) == 1]
    return tuple(kept or words)


def is_beside(text: str) -> bool:
    """Say whether nothing but generation and degrees stands here, as after the comma of "Ruth Calloway, Jr."."""
    return not _WORD.search(text) or set(name_words(text)) <= NAME_SUFFIXES


def person_name(*, given: Iterable[str] = (), family: str = "", text: str = "") -> PersonName:
    """Return a name from its parts, or from a text: "Family, Given" where it has a comma, else the last word is it."""
    givens = tuple(word for name in given for word in name_words(name))
    if givens or family:
        return PersonName(givens, name_words(family))
    before, _, after = text.partition(",")
    if not is_beside(after) and (rest := name_words(after)) and (first := name_words(before)):
        return PersonName(rest, first)
    words = name_words(text)
    return PersonName(words[:-1], words[-1:])


def relation(claimed: str, known: Sequence[PersonName]) -> Relation | None:
    """Return how a claimed name stands to all known names, the best reading of it; None where it says too little."""
    ways = _readings(claimed)
    if not ways or not known:
        return None
    return max(_compared(way, known) for way in ways)


def _readings(claimed: str) -> list[PersonName]:
    """Return the ways to read a claimed name; without a comma either end may be the family name."""
    if not is_beside(claimed.partition(",")[2]):
        read = person_name(text=claimed)
        return [read] if read.family and read.given else []
    words = name_words(claimed)
    if len(words) < len(("given", "family")):
        return []
    return [
        PersonName(words[:cut], words[cut:]) for cut in range(1, len(words))
    ] + [PersonName(words[cut:], words[:cut]) for cut in range(1, len(words))]  # fmt: skip


def _compared(claimed: PersonName, known: Sequence[PersonName]) -> Relation:
    givens = [word for name in known for word in name.given]
    families = [name.family for name in known if name.family]
    family = any(_same_family(claimed.family, one) for one in families)
    own = [word for word in claimed.given if word not in _NO_GIVEN_NAME]
    # Without a given name on one of the two sides, the family name alone is compared.
    unnamed = not own or not [word for word in givens if word not in _NO_GIVEN_NAME]
    pairs = [*product(own, givens), ("".join(own), "".join(givens))]
    exact = any(_same_given(one, other) for one, other in pairs)
    initial = any(_is_initial(one, other) for one in own for other in givens)
    if family:
        return Relation.SAME if exact or initial or unnamed else Relation.OTHER_GIVEN
    if exact:
        return Relation.OTHER_FAMILY
    short = unnamed or all(len(word) == 1 for word in own) or all(len(word) == 1 for word in claimed.family)
    return Relation.INITIALS_ONLY if short else Relation.OTHER


def _same_family(claimed: Sequence[str], known: Sequence[str]) -> bool:
    """Say whether two family names share a word that is no particle, or are one written as one."""
    if _alike("".join(claimed), "".join(known)):
        return True
    ours = [word for word in claimed if word not in _PARTICLES and len(word) > 1]
    theirs = [word for word in known if word not in _PARTICLES and len(word) > 1]
    return any(_alike(one, other) for one in ours for other in theirs)


def _same_given(claimed: str, known: str) -> bool:
    if not claimed or not known or 1 in (len(claimed), len(known)):
        return False
    short, long = sorted((claimed, known), key=len)
    abbreviated = len(short) >= ABBREVIATED_FROM and long.startswith(short)
    nickname = bool(SAME_GIVEN_NAME.get(claimed, frozenset()) & SAME_GIVEN_NAME.get(known, frozenset()))
    return abbreviated or nickname or _alike(claimed, known)


def _is_initial(claimed: str, known: str) -> bool:
    return 1 in (len(claimed), len(known)) and claimed[:1] == known[:1]


def _alike(one: str, other: str) -> bool:
    """Say whether two words are the same but for one letter, which a scan or a key got wrong."""
    if one == other:
        return bool(one)
    if min(len(one), len(other)) < NOISE_FROM or abs(len(one) - len(other)) > 1:
        return False
    start = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
    left, right = one[start:], other[start:]
    if left[1:] == right[1:] or left[1:] == right or left == right[1:]:
        return True
    return left[:2] == right[:2][::-1] and left[2:] == right[2:]
