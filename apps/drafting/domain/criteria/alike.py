"""What clinicians say in several ways, read from a table of phrases: the same thing, or one that says another as well.

The table (``drafting/data/wordings.txt``) is matched by the stems of words, longest phrase first, so that it holds each
phrase once and not every form of its verbs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from apps.drafting.domain.language.words import stem

WORD = re.compile(r"[A-Za-z0-9]+(?:['’][a-z]+)?")
CHOICE = re.compile(r"\{(?P<words>[^{}]*)\}")
# Between the words of a phrase these say nothing.
SMALL = frozenset({
    "the", "a", "an", "his", "her", "their", "its", "any", "is", "are", "was", "were", "has", "have", "been", "be",
})  # fmt: skip
DEEPEST = 3  # what is said as well may say something else as well


@dataclass(slots=True)
class _Step:
    """One step of the tree of phrases: what stands for the phrase that ends here, and the words that go on."""

    words: str | None = None
    following: dict[str, "_Step"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Word:
    root: str
    start: int
    end: int


def same_words(text: str) -> str:
    """Return a text with what can be said in several ways said in one."""
    return "".join(_replaced(text, _table()[0], keep=False))


@lru_cache(maxsize=20_000)
def said_as_well(text: str) -> str:
    """Return a text with, before each phrase, what it says as well: "leg pain L5 radiculopathy"."""
    return "".join(_replaced(text, _table()[1], keep=True))


def _replaced(text: str, tree: _Step, *, keep: bool) -> Iterator[str]:
    words = _words(text)
    done = number = 0
    while number < len(words):
        count, instead = _longest(words, number, tree)
        if instead is None:
            number += 1
            continue
        yield text[done : words[number].start]
        done = words[number + count - 1].end
        yield f"{instead} {text[words[number].start : done]}" if keep else instead
        number += count
    yield text[done:]


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[_Word, ...]:
    return tuple(_Word(_root(match.group()), *match.span()) for match in WORD.finditer(text))


@lru_cache(maxsize=20_000)
def _root(word: str) -> str:
    return stem(word.lower().replace("’", "'").removesuffix("'s"))


def _longest(words: Sequence[_Word], first: int, tree: _Step) -> tuple[int, str | None]:
    """Return how many words from the first one are a phrase of the table, and what stands for it."""
    found: tuple[int, str | None] = (0, None)
    step = tree
    for number in range(first, len(words)):
        root = words[number].root
        if root in step.following:
            step = step.following[root]
        elif root not in SMALL or step is tree:
            break
        if step.words is not None:
            found = (number + 1 - first, step.words)
    return found


@lru_cache(maxsize=1)
def _table() -> tuple[_Step, _Step]:
    """Return the phrases with the first of those that are the same, and with all that they say as well."""
    same, more = _Step(), _Step()
    implied: dict[str, list[str]] = {}
    for line in files("apps.drafting").joinpath("data").joinpath("wordings.txt").read_text("utf-8").splitlines():
        left, arrow, right = line.partition(" > ") if not line.startswith("#") else ("", "", "")
        terms = [one for term in left.split(" = ") if term.strip() for one in _each(term)]
        for term in terms if arrow else terms[1:]:
            implied.setdefault(term, []).extend([one.strip() for one in right.split(" = ")] if arrow else terms[:1])
            if not arrow:
                _enter(same, term, terms[0])
    for term in implied:
        _enter(more, term, " ".join(dict.fromkeys(_all(term, implied, 0))))
    return same, more


def _each(term: str) -> Iterator[str]:
    """Yield a phrase with each of the words that its braces leave to choose."""
    braces = CHOICE.search(term)
    if braces is None:
        yield " ".join(term.split())
        return
    for choice in braces["words"].split("|"):
        yield from _each(f"{term[: braces.start()]}{choice}{term[braces.end() :]}")


def _all(term: str, implied: Mapping[str, Sequence[str]], depth: int) -> Iterator[str]:
    for one in implied.get(term, ()) if depth < DEEPEST else ():
        yield one
        yield from _all(one, implied, depth + 1)


def _enter(tree: _Step, phrase: str, words: str) -> None:
    step = tree
    for word in _words(phrase):
        if word.root not in SMALL:
            step = step.following.setdefault(word.root, _Step())
    step.words = words
