"""How well the passages that were found hold what was asked: the words, together in one place, and the meaning."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from statistics import fmean, pstdev

from apps.retrieval.domain.answerability import Evidence, Statement, support
from apps.retrieval.domain.chunking import windows
from apps.retrieval.domain.dictionary import ExpansionKind
from apps.retrieval.domain.expansion import Expansion
from apps.retrieval.domain.spans import Span

LOOKED_AT = 10  # passages, best first: what is not among them is no answer
QUOTED, FAR_BEHIND = 4, 0.35
AS_MUCH = 0.8  # of the best share of the question: so much is the same thing, said at another time
ALIKE = 0.5  # cosine: so near in meaning that it is quoted without a word of the question
LONGEST_ENDING = 5
SHORTEST_ROOT = 4
# Words that say how something is asked, not what. PostgreSQL's own stop words are left out by its dictionary.
_ASKING = """
    age amount around author authors describe done different example examples explain find finding findings first
    found get give given happen happened happens kind kinds known last latest list main many mean means much name
    number often paper patient patients present reason recent report reported result results said say says show
    showed shown shows study tell type types use used uses using usually value was well would
"""
# Measures, spans of time and words of any chart: they stand everywhere and answer nothing by themselves.
_EVERYWHERE = """
    cc cm daily day days dl g gram grams hour hours kg l less lb mcg meq mg milligram milligrams minute minutes ml mm
    mmhg mmol month monthly months more ng once percent per pg take taken takes taking times took tablet tablets twice
    unit units ug week weekly weeks year yearly years yes
"""
ASKING = frozenset((_ASKING + _EVERYWHERE).split())
_CAPITALS = re.compile(r"[A-Z]{2,5}")
# Stems of international nonproprietary names (WHO): so ends a medicine that the dictionary does not know.
_MEDICINE = re.compile(
    r"[a-z]{2,}(?:mab|cept|nib|pril|sartan|statin|cillin|azole|olol|gliptin|gliflozin|glutide|parin|xaban|dipine|oxetine|"
    r"azepam|zolam|cycline|floxacin|mycin|ciclib|umide|semide|lukast|sone|solone|triptan|setron|pidem|gabalin|vir)"
)
_ASKS_OF_RELATIVE = re.compile(
    r"(?i)\b(?:famil\w+|relatives?|runs? in|heredit\w+|inherit\w*|genetic\w*|(?:grand|step|half-)?(?:mother|father|"
    r"sister|brother|son|daughter|parent)s?|mom|dad|siblings?|aunts?|uncles?|cousins?|nieces?|nephews?|maternal|paternal|"
    r"child|children|FHx?)\b"
)
_ASKS_OF_NOW = re.compile(
    r"(?i)\b(?:latest|last|current(?:ly)?|now|still|today|recent(?:ly)?|newest|present(?:ly)?|these days|code status|"
    r"smok\w+|tobacco|cigarettes?|alcohol|drinks?|allerg\w+|medications?|medicines?|dose|dosage|takes?|taking|"
    r"married|lives?|living)\b"
)
_NO_END = re.compile(r"(?:\b(?:Drs?|Mr|Mrs|Ms|Prof|St|[db])|\b[A-Z])\.$")
_STAND_IN = re.compile(r"\[[A-Z]+(?:-\d+)+\]")
_WORD = re.compile(r"\[[A-Z]+(?:-\d+)+\]|[^\W_]+(?:['’][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a question: what PostgreSQL makes of it, and how many of the chart's passages hold it."""

    word: str
    lexeme: str
    passages: int
    called: tuple[str, ...] = ()  # what else it may be called, says the dictionary
    named: int = 0  # passages that hold it under one of its other names
    thing: str = ""  # the term of the dictionary that it is a word of: a medicine, a condition, a test
    typed: str = ""  # as the person wrote it

    @property
    def shown(self) -> str:
        """Return the word as it was written."""
        return self.typed or self.word

    @property
    def is_absent(self) -> bool:
        """Say whether no passage holds it under any of its names."""
        return not self.passages and not self.named


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found, with its cosine similarity to the question."""

    passage_id: str
    text: str
    dense: float
    own: str = ""  # the text with blanks where it speaks of a relative; empty where it nowhere does
    above: str = ""  # the title of its section and the header lines of its table: "CODE STATUS" over "Full code"
    day: date | None = None
    is_first: bool = False  # the list that is kept of what is asked, as that of the allergies
    late: float | None = None  # how well it holds the question word by word; none where no words are kept

    @property
    def of_patient(self) -> str:
        """Return what is said of the patient, at the places where it stands in the text."""
        return self.own or self.text


_Near = tuple[Found, tuple[float, int, int]]  # a passage, and of its best window the share held, start and end


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


def words_asked(question: str) -> list[str]:
    """Return the words of a question that may say what is asked, in order and once each.

    Stand-ins are whole, and an abbreviation keeps its capitals; a number says nothing without what it counts.
    """
    words = (match.group() for match in _WORD.finditer(question) if not match.group().isdecimal())
    is_written_small = any(character.islower() for character in question)
    return list(
        dict.fromkeys(
            word if is_stand_in(word) or (is_written_small and is_abbreviation(word)) else word.lower()
            for word in words
            if word.lower() not in ASKING
        )
    )


def is_abbreviation(word: str) -> bool:
    """Say whether the word is written in capitals, as MS is and Ms. is not."""
    return bool(_CAPITALS.fullmatch(word))


def typed(word: str, question: str) -> str:
    """Return a word as the question writes it."""
    return next((match.group() for match in _WORD.finditer(question) if match.group().lower() == word.lower()), word)


def thing(word: str, expansions: Iterable[Expansion]) -> str:
    """Return the medicine, condition or test that the word names or is a word of; empty for any other word."""
    known = (one.asked for one in expansions if one.kind is not ExpansionKind.SPELLING)
    small = word.lower()
    return next(
        (asked.lower() for asked in known if small in words_of(asked)), small if _MEDICINE.fullmatch(small) else ""
    )


def unspoken(asked: Sequence[Asked]) -> list[Asked]:
    """Return the words of each thing that no passage speaks of: by none of its words and none of its names."""
    things = {one.thing for one in asked if one.thing}
    spoken = {one.thing for one in asked if not one.is_absent}
    return [one for one in asked if one.thing in things - spoken]


def is_stand_in(word: str) -> bool:
    """Say whether the word stands for an identifier, such as [PERSON-1]."""
    return bool(_STAND_IN.fullmatch(word))


def called(word: str, expansions: Iterable[Expansion]) -> tuple[str, ...]:
    """Return what else the dictionary calls the thing that the word names."""
    return tuple(
        dict.fromkeys(
            name
            for one in expansions
            if word.lower() in words_of(one.asked)
            for name in one.added
            if name.lower() != word.lower()
        )
    )


def evidence_of(asked: Sequence[Asked], found: Sequence[Found], scores: Scores) -> Evidence:
    """Return what speaks for an answer among the passages that were found."""
    weights = [rarity(one, scores.passages) for one in asked]
    total, rarest = sum(weights), math.log(1 + (scores.passages + 0.5) / 0.5)
    if not found or not total:
        return Evidence()
    held = [(one, _held(asked, weights, one)) for one in found[:LOOKED_AT] if not is_of_relative(asked, one)]
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


def written(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    return [match.group() for match in _WORD.finditer(text)]


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return [match.group().lower() for match in _WORD.finditer(text)]


def quotes_of(
    asked: Sequence[Asked], found: Sequence[Found], scores: Scores, *, question: str = ""
) -> tuple[Statement, ...]:
    """Return the windows of the passages that were found which come nearest to the question, best first.

    What lies ``FAR_BEHIND`` the best one is no answer beside it. A question for what is so now is answered by the
    newest statement first, and no old statement stands alone where a newer one holds the same words.
    """
    weights = [rarity(one, scores.passages) for one in asked]
    near = [(one, _best_window(asked, weights, one)) for one in found[:LOOKED_AT]]
    ranked = sorted(
        near, key=lambda row: (is_of_relative(asked, row[0]), not row[0].is_first, -(row[0].dense + row[1][0]))
    )
    least = max((one.dense + best[0] for one, best in ranked), default=0.0) - FAR_BEHIND
    kept = [
        (one, best)
        for one, best in ranked
        if one.is_first or (one.dense + best[0] > least and (best[0] or one.dense > ALIKE))
    ]
    chosen = _with_newest(asked, ranked, kept or ranked[:1], newest_first=asks_of_now(question))
    return tuple(Statement(one.passage_id, *_whole(one.text, start, end)) for one, (_, start, end) in chosen)


def asks_of_now(question: str) -> bool:
    """Say whether the question is for the latest of something, or for a status, which is what it is now."""
    return bool(_ASKS_OF_NOW.search(question))


def _with_newest(
    asked: Sequence[Asked], ranked: Sequence[_Near], kept: Sequence[_Near], *, newest_first: bool
) -> list[_Near]:
    """Return what is quoted, with the newest passage that holds as much of the question as the best one.

    A passage without a date and one of a relative come last where the newest is first.
    """
    best = max((row[1][0] for row in ranked), default=0.0)
    alike = [row for row in ranked if best and row[1][0] >= AS_MUCH * best and not is_of_relative(asked, row[0])]
    if newest_first and alike:
        return sorted(alike, key=_newest)[:QUOTED]
    chosen = list(kept[:QUOTED])
    newest = min((row for row in alike if row[0].day), key=_newest, default=None)
    if newest and newest not in chosen and all(row[0].day != newest[0].day for row in chosen):
        chosen = [*chosen[: QUOTED - 1], newest]
    return chosen


def _newest(row: _Near) -> tuple[bool, int]:
    return not row[0].is_first, -row[0].day.toordinal() if row[0].day else 0


def _whole(text: str, start: int, end: int) -> Span:
    """Return a window that ends at no title, initial or "d." of a date: with what follows, up to its sentence's end."""
    for left, right in windows(text):
        if left >= end and _NO_END.search(text[start:end]) and "\n" not in text[end:left]:
            end = right
    return start, end


def asks_of_relative(question: str) -> bool:
    """Say whether the question is about the family."""
    return bool(_ASKS_OF_RELATIVE.search(question))


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


def _held(asked: Sequence[Asked], weights: Sequence[float], found: Found) -> float:
    return _best_window(asked, weights, found)[0]


def _best_window(asked: Sequence[Asked], weights: Sequence[float], found: Found) -> tuple[float, int, int]:
    """Return the window of the text that holds most of the question, with the share: rare words count more."""
    text = found.text if is_of_relative(asked, found) else found.of_patient
    best, total, above = (0.0, 0, len(text)), sum(weights), written(found.above)
    for number, (start, end) in enumerate(windows(found.text)):
        words = [*above, *written(text[start:end])]
        held = sum(weight for one, weight in zip(asked, weights, strict=True) if holds(one, words))
        share = held / total if total else 0.0
        if share > best[0] or not number:
            best = (share, start, end)
    return best


@lru_cache(maxsize=100_000)
def _is_form(written: str, asked: str, lexeme: str) -> bool:
    if is_abbreviation(asked):
        return written in (asked, f"{asked}s")
    word = written.lower()
    if word in (asked.lower(), lexeme):
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
