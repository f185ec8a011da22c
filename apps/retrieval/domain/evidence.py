"""How well the passages that were found hold what was asked: the words, together in one place, and the meaning."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import fmean, pstdev

from apps.retrieval.domain.answerability import Evidence, support
from apps.retrieval.domain.asking import Asked, is_abbreviation, words_of, written
from apps.retrieval.domain.chunking import windows
from apps.retrieval.domain.dating import day_said, day_told
from apps.retrieval.domain.spans import Span, trimmed

LOOKED_AT = 10  # passages, best first: what is not among them is no answer
READ = 24  # passages out of which is quoted: the newest statement need not be the nearest
LONGEST_ENDING = 5
SHORTEST_ROOT = 4
_NEVER_FORMS = frozenset({"medical", "medically", "every", "everything"})  # begin like a medication, like "ever"


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, with its cosine similarity to the question."""

    passage_id: str
    text: str
    dense: float
    own: str = ""  # the text with blanks where it speaks of a relative; empty where it nowhere does
    told: str = ""  # that text with blanks where its words name another thing; empty where they nowhere do
    above: str = ""  # the title of its section and the header lines of its table: "CODE STATUS" over "Full code"
    day: date | None = None
    is_first: bool = False  # the list that is kept of what is asked, as that of the allergies
    stands: bool = False  # a list of what is so now, such as the medicines that are taken
    is_over: bool = False  # a list of what is so no longer
    is_plan: bool = False  # orders, plans and visits: what is to come, or where somebody was
    structured: bool = False  # a rendering: one line is one fact, and no fact is quoted with its neighbour
    is_result: bool = False  # a list of measured values, one a line
    is_whole: bool = False  # a list that is asked for as it is
    late: float | None = None  # how well it holds the question word by word; none where no words are kept

    @property
    def of_patient(self) -> str:
        """Return what is said of the patient, at the places where it stands in the text."""
        return self.told or self.own or self.text

    def day_of(self, start: int, end: int) -> date | None:
        """Return of when the statement [start, end) is; what stands in a list is of the list's day."""
        if self.stands:
            return self.day
        return (day_told if self.structured else day_said)(self.text, start, end, self.day)


@dataclass(frozen=True, slots=True)
class Window:
    """[start, end) of a passage's text, and the share of the question that it holds: rare words count more."""

    share: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Where the similarities of all passages of the chart lie."""

    passages: int
    mean: float
    deviation: float
    best: float


def scores_of(similarities: Sequence[float]) -> Scores:
    """Return where similarities lie; all zero for an empty chart."""
    if not similarities:
        return Scores(0, 0.0, 0.0, 0.0)
    mean = fmean(similarities)
    return Scores(len(similarities), mean, pstdev(similarities, mean), max(similarities))


def evidence_of(asked: Sequence[Asked], found: Sequence[Found], scores: Scores) -> Evidence:
    """Return what speaks for an answer among the passages that were found."""
    weights = [rarity(one, scores.passages) for one in asked]
    total, rarest = sum(weights), math.log(1 + (scores.passages + 0.5) / 0.5)
    if not found or not total:
        return Evidence()
    held = [
        (one, best_window(asked, weights, one).share) for one in found[:LOOKED_AT] if not is_of_relative(asked, one)
    ]
    if not held:
        return Evidence()
    return Evidence(
        match=max(support(share, one.dense, one.late) for one, share in held),
        mass=max(share for _, share in held) * total / rarest,
        standing=max(scores.best - scores.mean, 0.0) / scores.deviation if scores.deviation else 0.0,
        crowd=math.log(scores.passages),
    )


def rarity(asked: Asked, passages: int) -> float:
    """Return the weight of a word: its inverse document frequency among the chart's passages."""
    return math.log(1 + (passages - min(asked.passages, passages) + 0.5) / (asked.passages + 0.5))


def holds(asked: Asked, words: Sequence[str]) -> bool:
    """Say whether words of a text hold the asked one, in another form of it or under another name."""
    return bool(places(asked, words))


def places(asked: Asked, words: Sequence[str]) -> list[int]:
    """Return at which of the words of a text the asked one stands, or the name of the same thing begins."""
    at = [number for number, word in enumerate(words) if _is_form(word, asked.word, asked.lexeme)]
    if at or not asked.called:
        return at
    small = [word.lower() for word in words]
    return [number for name in asked.called for number in _phrase(small, words_of(name))]


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with blanks in place of the spans; empty where there is none."""
    kept = text
    for start, end in spans:
        kept = kept[:start] + " " * (min(end, len(text)) - start) + kept[end:]
    return kept if kept != text else ""


def is_of_relative(asked: Sequence[Asked], found: Found) -> bool:
    """Say whether the passage holds words of the question only where it speaks of a relative."""
    if not found.own:
        return False
    own, words = written(found.own), written(found.text)
    held = [one for one in asked if holds(one, words)]
    return not found.own.strip() or (bool(held) and not any(holds(one, own) for one in held))


def quotable(found: Found) -> list[Span]:
    """Return what may be quoted of a passage: sentences of prose, lines of a rendering."""
    return lines(found.text) if found.structured else windows(found.text)


def lines(text: str) -> list[Span]:
    """Return the lines of a text that are not blank."""
    ends = [number for number, character in enumerate(text) if character == "\n"] + [len(text)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [span for start, end in zip(starts, ends, strict=True) for span in trimmed(text, start, end)]


def best_window(asked: Sequence[Asked], weights: Sequence[float], found: Found) -> Window:
    """Return the window of the text that holds most of the question, the first of several that hold as much."""
    return best_windows(asked, weights, found)[0]


def best_windows(
    asked: Sequence[Asked],
    weights: Sequence[float],
    found: Found,
    needed: Sequence[Asked] = (),
    fits: Callable[[str], bool] | None = None,
) -> list[Window]:
    """Return the windows of the text that hold most of the question, in order; where none holds any, the first.

    Where some window holds one of the words ``needed``, or ``fits``, no other window is read.
    """
    text = found.text if is_of_relative(asked, found) else found.of_patient
    total, above = sum(weights), written(found.above)
    read = [(Window(0.0, 0, len(text)), text)] if not quotable(found) else []
    for start, end in quotable(found):
        words = [*above, *written(text[start:end])]
        held = sum(weight for one, weight in zip(asked, weights, strict=True) if holds(one, words))
        read.append((Window(held / total if total else 0.0, start, end), text[start:end]))
    read = [row for row in read if any(holds(one, written(row[1])) for one in needed)] or read
    read = [row for row in read if fits and fits(row[1])] or read
    best = max(window.share for window, _ in read)
    alike = [(window, piece) for window, piece in read if window.share == best]
    # A word of the title above is held by every window under it: one that holds a word itself says more.
    own = [window for window, piece in alike if best and any(holds(one, written(piece)) for one in asked)]
    return own or [alike[0][0]]


@lru_cache(maxsize=100_000)
def _is_form(written: str, asked: str, lexeme: str) -> bool:
    if is_abbreviation(asked):
        return written in (asked, f"{asked}s")
    word = written.lower()
    if word in _NEVER_FORMS:
        return word == asked.lower()
    if word in (asked.lower(), f"{asked.lower()}s", lexeme):
        return True
    root = lexeme[:-1] if lexeme.endswith(("i", "e")) else lexeme
    if len(root) < SHORTEST_ROOT:
        return word in (f"{lexeme}s", f"{asked}s")
    return word.startswith(root) and len(word) - len(root) <= LONGEST_ENDING


def _phrase(words: Sequence[str], wanted: Sequence[str]) -> list[int]:
    if not wanted:
        return []
    length, (*first, last) = len(wanted), wanted
    forms = {last, f"{last}s"}
    return [
        n
        for n in range(len(words) - length + 1)
        if words[n + length - 1] in forms and list(words[n : n + length - 1]) == first
    ]
