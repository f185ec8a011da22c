"""What changed between the sentence the machine wrote and the one a person left: word by word, and of what kind."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from apps.review.domain.status import EditClass

TOKEN = re.compile(r"\[[A-Z]+(?:-[A-Z]+)*-\d+[a-z]*\]|\w+(?:[.,/'’-]\w+)*|[^\w\s]|\s+")
# Words and marks that carry no fact of their own. "Is" is not among them ("was"), nor "and" ("or"), nor "she" ("he").
PLAIN = frozenset(
    {"a", "an", "the", "this", "that", "these", "those", "which", "also", "indeed", "actually", "really", "truly"}
    | {*".,;:()[]!…\"'“”‘’«»"}
)

PICTURES = frozenset({"So", "Sk", "Mn"})

REWRITTEN_BELOW = 0.4  # share of words in common; with fewer, two sentences are easier read whole
FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words: kept ("same"), taken out ("del") or put in ("ins")."""

    kind: str
    text: str


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return the way from one text to the other. "same" and "del" give the first, "same" and "ins" the second."""
    if _likeness(before, after) < REWRITTEN_BELOW:
        return tuple(_changed(before, after))
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    out: list[Change] = []
    gone = put = ""
    for op, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = "".join(old[i:j]), "".join(new[k:m])
        if op != "equal" or ((gone or put) and was.isspace()):  # a blank between two changes belongs to both
            gone, put = gone + was, put + now
            continue
        out += [*_changed(gone, put), Change("same", was)]
        gone = put = ""
    return (*out, *_changed(gone, put))


def _likeness(before: str, after: str) -> float:
    """Return the share of words in common, where there are enough of them to tell."""
    old, new = _facts(before), _facts(after)
    if min(len(old), len(new)) < FEWEST_WORDS:
        return 1.0
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _changed(gone: str, put: str) -> list[Change]:
    if gone == put:
        return [Change("same", gone)] if gone else []
    return [Change(kind, text) for kind, text in (("del", gone), ("ins", put)) if text]


def edit_class(before: str, after: str) -> EditClass:
    """Propose how much an edit changed. In a style edit only words and marks that carry no fact may change.

    A number, a unit, a date, a side, a negation, a name, a verb: any other word makes it substantive, and so does
    another order of them ("left knee, right hip").
    """
    if before == after:
        return EditClass.NONE
    return EditClass.STYLE if _facts(before) == _facts(after) else EditClass.SUBSTANTIVE


def _facts(text: str) -> Sequence[str]:
    words = (token.casefold() for token in TOKEN.findall(text) if not token.isspace())
    return [word for word in words if word not in PLAIN and not _is_picture(word)]


def _is_picture(word: str) -> bool:
    """Return whether a mark is a picture (an emoji): a degree sign and an arrow say something."""
    return all(unicodedata.category(mark) in PICTURES for mark in word) and not any(
        mark == "°" or "ARROW" in unicodedata.name(mark, "") for mark in word
    )
