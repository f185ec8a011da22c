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
_BOYS, _GIRLS = frozenset({"boy", "babyboy", "bb", "male"}), frozenset({"girl", "babygirl", "bg", "female"})
_OF_SIBLINGS = frozenset("abcd")  # "Baby Boy A"
# What somebody of any given name may be called by.
_PET_NAMES = frozenset(
    {"buddy", "bud", "junior", "sonny", "chip", "skip", "skipper", "bubba", "sissy", "sis", "butch", "buster", "red",
     "dutch", "doc", "tex", "ace", "babe", "honey", "kit", "kitty", "lefty", "peaches", "punky", "queenie", "rocky",
     "rusty", "slim", "smokey", "sparky", "trey", "trip", "tug", "whitey", "bo", "cookie", "dolly", "ginger", "toots"}
)  # fmt: skip
_SOUNDS = (("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("z", "s"), ("w", "v"), ("j", "y"))
_VOWELS = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")
FEWEST_SOUNDS = 3
NOISE_FROM = 4  # letters: in a shorter name one letter is much
ABBREVIATED_FROM = 3  # letters: "Alex" for "Alexander"


class Relation(IntEnum):
    """How far a claimed name agrees; the greater, the more."""

    OTHER = 0  # neither name
    INITIALS_ONLY = 1  # neither name, but one of them is too short to tell
    ANOTHER_GIVEN = 2  # the family name agrees, the given name is plainly another: a twin, a relative
    OTHER_GIVEN = 3  # the family name agrees; the given name may be what somebody is called by
    OTHER_FAMILY = 4  # the given name agrees: a marriage, or another person
    SAME = 5


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in words as they are compared; ``family`` is empty where the order is not known."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    nick: bool = False  # what somebody is called by, and may be in no register


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


def person_name(*, given: Iterable[str] = (), family: str = "", text: str = "", nick: bool = False) -> PersonName:
    """Return a name from its parts, or from a text: "Family, Given" where it has a comma, else the last word is it."""
    givens = tuple(word for name in given for word in name_words(name))
    if givens or family:
        return PersonName(givens, name_words(family), nick)
    before, _, after = text.partition(",")
    if not is_beside(after) and (rest := name_words(after)) and (first := name_words(before)):
        return PersonName(rest, first, nick)
    words = name_words(text)
    return PersonName(words[:-1], words[-1:], nick)


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
    ways = [
        PersonName(words[:cut], words[cut:]) for cut in range(1, len(words))
    ] + [PersonName(words[cut:], words[:cut]) for cut in range(1, len(words))]  # fmt: skip
    return [way for way in ways if not _NO_GIVEN_NAME.intersection(way.family)] or ways


def _compared(claimed: PersonName, known: Sequence[PersonName]) -> Relation:
    families = [name.family for name in known if name.family]
    own, theirs = _named(claimed.given), [word for name in known for word in _named(name.given)]
    pairs = [*product(own, theirs), ("".join(own), "".join(theirs))]
    exact = any(_same_given(one, other) for one, other in pairs)
    if any(_same_family(claimed.family, one) for one in families):
        return Relation.SAME if exact else _of_one_family(claimed, known)
    if exact:
        return Relation.OTHER_FAMILY
    if not own and not theirs:  # two newborns: a father's name in the place of the mother's, or another child
        return Relation.OTHER if _are_apart(claimed, known) else Relation.OTHER_FAMILY
    unnamed = not own or not theirs
    short = unnamed or all(len(word) == 1 for word in own) or all(len(word) == 1 for word in claimed.family)
    return Relation.INITIALS_ONLY if short else Relation.OTHER


def _named(given: Sequence[str]) -> list[str]:
    """Return the words of a given name without what stands where a newborn has none yet."""
    own = [word for word in given if word not in _NO_GIVEN_NAME]
    return own if len(own) == len(given) else [word for word in own if word not in _OF_SIBLINGS]


def _of_one_family(claimed: PersonName, known: Sequence[PersonName]) -> Relation:
    """Return how two of one family name stand whose given names are not the same as they are written.

    Without a given name on one of the two sides, the family name alone is compared.
    """
    if _are_apart(claimed, known):
        return Relation.ANOTHER_GIVEN
    own, theirs = _named(claimed.given), [word for name in known for word in _named(name.given)]
    if not own or not theirs:
        return Relation.SAME
    first = own if len(own[0]) == 1 else own[:1]  # "Rachel E." is not Ruth Elaine for her initial
    if any(_is_initial(one, other) for one in first for other in theirs):
        return Relation.SAME
    only_called = all(name.nick or not _named(name.given) for name in known)
    letters = any(all(len(word) == 1 for word in words) for words in (own, theirs))
    may_be = any(_may_be_called(one, other) for one in own for other in theirs)
    return Relation.OTHER_GIVEN if only_called or letters or may_be else Relation.ANOTHER_GIVEN


def _are_apart(claimed: PersonName, known: Sequence[PersonName]) -> bool:
    """Say whether two newborns without a given name cannot be one: a boy and a girl, child A and child B."""
    words = {word for name in known for word in name.given}
    said = set(claimed.given)
    if not (said & _NO_GIVEN_NAME and words & _NO_GIVEN_NAME):
        return False
    sexes = (said & _BOYS and words & _GIRLS and not words & _BOYS) or (
        said & _GIRLS and words & _BOYS and not words & _GIRLS
    )
    letters = said & _OF_SIBLINGS and words & _OF_SIBLINGS and not said & words & _OF_SIBLINGS
    return bool(sexes or letters)


def is_newborn(claimed: str) -> bool:
    """Say whether a name is one of a newborn who has no given name yet."""
    return bool(_NO_GIVEN_NAME.intersection(name_words(claimed)))


def _may_be_called(one: str, other: str) -> bool:
    """Say whether one given name may stand for the other: a pet name, a part of it, or how it sounds elsewhere."""
    if _PET_NAMES & {one, other}:
        return True
    short, long = sorted((one, other), key=len)
    sounds = _sounds(one)
    return (len(short) >= NOISE_FROM and short in long) or (sounds == _sounds(other) and len(sounds) >= FEWEST_SOUNDS)


def _sounds(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


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
