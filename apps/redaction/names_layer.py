"""The name finder, asked only about sentences that hold a word nothing else explains, less what is clinical prose."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from apps.redaction.domain.allow_list import is_clinical, is_clinical_word, is_graded, names_a_thing
from apps.redaction.domain.detection import Detection
from apps.redaction.domain.folding import fold
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.domain.words import words_of
from apps.redaction.names.finder import names_find_many
from apps.redaction.patterns.gazetteer import GIVEN
from apps.redaction.patterns.vocabulary import STATE_NAMES, STATES

_TITLE_BEFORE = regex.compile(r"\b(?:Dr|Mr|Mrs|Ms|Mx|Miss|Prof|Doctor|Professor)\.?\s+$", regex.IGNORECASE)
_MONTH_OF_DATE = re.compile(
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th)? (?P<month>Jan|Feb|Mar|Apr|April|May|Jun|June|Jul|Aug|August|Sep|Sept|Oct|Nov|Dec)"
    r"\.?,? \d{4}(?!\d)",
    re.IGNORECASE,
)
_LONGEST_DAY, _LONGEST_YEAR = 5, 7
_LONGEST_TITLE = 12
_SENTENCE = regex.compile(r"[^\n]+?(?:(?<=[\p{Ll}\d)][.?!])[ ]+(?=[\p{Lu}\[\"“])|\n|$)")
_CAPITAL = regex.compile(r"(?<![\p{L}\d])\p{Lu}[\p{L}\p{M}]+(?:['’\-]\p{L}+)*")
_ANY_WORD = regex.compile(r"\p{L}+")
# Ends of ordinary English words: without a capital no one's name.
_ORDINARY = regex.compile(
    r"\p{L}*(?:ing|ed|tions?|sions?|ness|ments?|able|ible|ly|ous|ative|ular|isms?|ists?|ance|ence"
    r"|ical|ful|less|ity|ize[ds]?)"
)
# Ends of clinical adjectives: a single word with one is no name even with a capital.
_ADJECTIVE = regex.compile(
    r"\p{L}{3,}(?:otic|ytic|atic|itic|logic|neural|mental|entary|active|temporal|opia|dural|aneous"
    r"|para(?:\p{L}{3,}(?:al|ar|ic|ous))|(?:peri|supra|infra|retro|inter|intra|trans|endo|hyper|hypo|hemi|cardio|neuro"
    r"|gastro|costo|thoraco|lumbo|cervico|acromio|gleno|naso|oro|cranio|myo|osteo)\p{L}{3,}(?:al|ar|ic|ous|ine|oid)"
    r"|ctal|rsal|geal|acal|culous|vulgaris|ation|ating|ically|ularly|vascular|ated|ieving"
    r"|thyroid|derma|(?:[aeiou]ct|[aeiou]rt|[aeiou]|er|as|i)tions|gestin|genic|cidal|tropic|throid)"
)
# Ends that no one's name has: such a word needs no second look.
_NO_NAME = regex.compile(r"\p{L}{3,}(?:tions?|sions?|ically|ously|ately|ingly|edly|fully|ability|icity|ularly)")
_FIRST_WORD = regex.compile(r"[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)*")
_HYPHENATED = regex.compile(r"[\p{L}\p{M}]+(?:-[\p{L}\p{M}]+)+")
_SIDE = regex.compile(r"[RL]\.[ ]\p{Lu}\p{Ll}+[ ](?P<examined>\p{Ll}+)")
_STATES = frozenset(STATES.split("|")) | frozenset(STATE_NAMES.split("|"))
_COMMON = words_of("common_words.txt")
_ABBREVIATION = 5
_LONGEST_SHOUTED = 14  # a longer word in capitals is a code
_SHORTEST_STREET = 4  # letters; shorter words are marks of the trade: PIP, Arr, PhGA
_LONELY = 4  # so many small-letter words make a text that is written in small letters


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one text that is worth the finder's time."""

    owner: int
    start: int
    text: str


def names_find_kept(texts: Sequence[str], taken: Sequence[Sequence[Detection]]) -> list[list[Detection]]:
    """Return for each text what the name finder found and neither other layers explain nor the allow-list claims."""
    small = [_is_small(text) for text in texts]
    pieces = [
        _Piece(i, start, texts[i][start:end])
        for i in range(len(texts))
        for start, end in _worth_asking(texts[i], taken[i], small=small[i])
    ]
    kept: list[list[Detection]] = [[] for _ in texts]
    for piece, found in zip(pieces, names_find_many([piece.text for piece in pieces]), strict=True) if pieces else ():
        moved = (replace(one, start=one.start + piece.start, end=one.end + piece.start) for one in found)
        text = texts[piece.owner]
        trimmed = (_trimmed(text, one) for one in moved)
        kept[piece.owner] += [one for one in trimmed if _is_name(text, one, small=small[piece.owner])]
    return kept


def _is_small(text: str) -> bool:
    """Say whether a text is written without capitals, so that their absence says nothing."""
    return _CAPITAL.search(text) is None and sum(1 for _ in _ANY_WORD.finditer(text)) >= _LONELY


def _worth_asking(text: str, taken: Sequence[Detection], *, small: bool) -> Iterator[tuple[int, int]]:
    """Yield the stretches of neighbouring sentences in which a word is left that nothing explains."""
    settled = sorted((one.start, one.end) for one in taken)
    starts = [start for start, _ in settled]
    last: tuple[int, int] | None = None
    for sentence in _SENTENCE.finditer(text):
        if not small and not _has_unexplained(text, sentence.span(), settled, starts):
            continue
        if last and sentence.start() - last[1] <= 1:
            last = (last[0], sentence.end())
            continue
        if last:
            yield last
        last = sentence.span()
    if last:
        yield last


def _has_unexplained(text: str, span: tuple[int, int], settled: list[tuple[int, int]], starts: list[int]) -> bool:
    for match in _CAPITAL.finditer(text, *span):
        index = bisect_right(starts, match.start()) - 1
        if index >= 0 and settled[index][1] > match.start():
            continue
        if not _is_explained(match.group()):
            return True
    return False


def _is_explained(written: str) -> bool:
    if written in _STATES or (written.isupper() and len(written) < _ABBREVIATION):
        return True
    words = regex.split(r"['’\-]", (written if written.isascii() else fold(written).text).lower())
    return all(word in _COMMON or is_clinical_word(word) or _NO_NAME.fullmatch(word) for word in words if word)


def _is_name(text: str, found: Detection, *, small: bool) -> bool:
    written = text[found.start : found.end]
    if _TITLE_BEFORE.search(text, max(0, found.start - _LONGEST_TITLE), found.start):
        return True
    if written in _STATES or is_clinical(written) or names_a_thing(text, found.end) or _is_month(text, found):
        return False
    if _is_thing_within(text, found) or _is_classification(text, found) or _is_clinical_around(text, found):
        return False
    words = _ANY_WORD.findall(written)
    if not any(word[0].isupper() for word in words):
        return small and not all(_is_ordinary(word) or _ORDINARY.fullmatch(word) for word in words)
    if found.kind is IdentifierKind.ADDRESS:
        return _is_address(words)
    marked = _is_code(written) or _is_abbreviation(written, words, found.kind)
    return not (marked or all(_is_ordinary(word.lower()) for word in words))


def _is_month(text: str, found: Detection) -> bool:
    """Say whether a word is the month of a date: "since 1 Jan 2009" speaks of no Jan."""
    dated = _MONTH_OF_DATE.search(text, max(0, found.start - _LONGEST_DAY), found.end + _LONGEST_YEAR)
    return dated is not None and dated.span("month") == (found.start, found.end)


def _is_address(words: list[str]) -> bool:
    """Say whether an address has a word that can be a street's or a town's: "22 Gullwing", not "PtGA 6, PhGA 5"."""
    named = [word for word in words if len(word) >= _SHORTEST_STREET and (word.istitle() or word.isupper())]
    return bool(named) and not any(_is_ordinary(word.lower()) for word in words if len(word) >= _SHORTEST_STREET)


def _trimmed(text: str, found: Detection) -> Detection:
    """Return a person without the clinical words at either end: "Lindholm   Pulm" is Lindholm."""
    if found.kind is not IdentifierKind.PERSON:
        return found
    words = [
        (word.start(), word.end(), word.group().lower()) for word in _ANY_WORD.finditer(text, found.start, found.end)
    ]
    while len(words) > 1 and _is_marginal(words[-1][2]):
        found = replace(found, end=words[-2][1])
        words.pop()
    while len(words) > 1 and _is_marginal(words[0][2]):
        found = replace(found, start=words[1][0])
        words.pop(0)
    return found


def _is_marginal(word: str) -> bool:
    return len(word) > 1 and word not in GIVEN and word not in _COMMON and is_clinical_word(word)


def _is_thing_within(text: str, found: Detection) -> bool:
    """Say whether the first word with what follows it is a thing: "Denver shunt", "Timothy grass"."""
    first = _FIRST_WORD.match(text, found.start, found.end)
    return first is not None and first.end() < found.end and names_a_thing(text, first.end())


def _is_clinical_around(text: str, found: Detection) -> bool:
    """Say whether a finding is half of a clinical pair, or a side before what is examined: "R. Calf tender"."""
    whole = _HYPHENATED.match(text, found.start)
    if whole is not None and whole.end() > found.end and is_clinical(whole.group()):
        return True
    side = _SIDE.match(text, found.start)
    return side is not None and side.end() >= found.end and is_clinical_word(side["examined"])


def _is_classification(text: str, found: Detection) -> bool:
    """Say whether a single word has a grade behind it, or within: "Bethesda III", "Vancouver B1"."""
    first = _FIRST_WORD.match(text, found.start, found.end)
    alone = first is not None and (first.end() == found.end or is_graded(text[: found.end], first.end()))
    return first is not None and alone and is_graded(text, first.end())


def _is_code(written: str) -> bool:
    """Say whether a finding is a number or a code: digits are no one's name (a record's own names are known)."""
    return any(character.isdigit() or character == "#" for character in written)


def _is_abbreviation(written: str, words: list[str], kind: IdentifierKind) -> bool:
    if not written.isupper() or any(word.lower() in GIVEN for word in words):
        return False
    joined = " " not in written and all(len(word) < _ABBREVIATION for word in words)
    return kind is IdentifierKind.PERSON or joined or (" " not in written and len(written) > _LONGEST_SHOUTED)


def _is_ordinary(word: str) -> bool:
    return word not in GIVEN and (word in _COMMON or is_clinical_word(word) or _ADJECTIVE.fullmatch(word) is not None)
