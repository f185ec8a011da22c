"""Questions for a measure: a named score, an amount, a size, the value of a test. What else holds the words is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.retrieval.domain.asking import Asked, asks_of_past, words_asked, written
from apps.retrieval.domain.dating import period_asked
from apps.retrieval.domain.evidence import holds

_SCALES = r"(?:scores?|scales?|index|rating|questionnaire)"
_SCALE = re.compile(
    rf"(?i)\b(?:what|what's|which|how high)\b[^?]*?\b(?:the|her|his|their|a|is|was|latest|last|current)\s+"
    rf"((?:(?!the\b|her\b|his\b|their\b|last\b|latest\b|current\b|total\b|recent\b|most\b)[\w/-]+\s+){{1,3}})"
    rf"(?:total\s+)?{_SCALES}\b"
)
_IS_SCALE = re.compile(rf"(?i)\b{_SCALES}\b|\bseverity\b|\b(?:VAS|NRS)\b|\d ?/ ?\d|\bout of \d|\b0 ?(?:-|to) ?10\b")
_NAME_OF_SCALE = re.compile(r"\b[A-Za-z][A-Za-z\d]*-\d+\b")  # PHQ-9, GAD-7: the number is part of the name
_INSTRUMENTS = {
    "pain": r"\bpain\b|\bNRS\b|\bVAS\b",
    "depression": r"\b(?:PHQ|Patient Health Questionnaire|BDI|EPDS|GDS|MADRS|HAM-?D|depress\w+)",
    "anxiety": r"\b(?:GAD|generalized anxiety|HAM-?A|anxiety)\b",
    "sleepiness": r"\b(?:Epworth|ESS|sleepiness)\b",
    "cognitive": r"\b(?:MMSE|MoCA|mini|cogniti\w+)\b",
    "memory": r"\b(?:MMSE|MoCA|mini|memory)\b",
    "oxygen": r"\b(?:oxygen|O2)\b",
}
_SPELLED = {"PHQ": "Patient Health Questionnaire", "GAD": "generalized anxiety disorder"}
_NUMBER = re.compile(r"\d")
# A scale with a number in its name says by itself what it is; its value is a number that is not that one.
_VALUE_OF_SCALE = {False: (_IS_SCALE, _NUMBER), True: (re.compile(r"(?<![-\d])\b\d"),)}
_AMOUNT_OF = re.compile(
    r"(?i)\bhow many (?P<unit>units?|mg|milligrams?|mcg|micrograms?|ml|liters?|litres?|grams?|"
    r"tablets?|puffs?|drops?) of (?P<of>[\w-]+)|"
    r"\bhow much (?P<much>[\w-]+(?: [\w-]+)?) (?:does|do|did|is|should|can|will|was) (?:s?he|they|the patient|mrs?|ms)"
    r"\b[^?]*\b(?:use|using|take|taking|need|needing|get|getting|receive|receiving|inject|injecting|on|drinks?|"
    r"drinking|give)\b"
)
_WORDS = r"one|two|three|four|five|six|seven|eight|nine|ten|half|a"
_AMOUNT = (
    rf"(?<![\w.])(?:\d[\d.,]*|{_WORDS})(?: ?(?:-|to) ?\d[\d.,]*)? ?-?(?:L|LPM|liters?|litres?|units?|U|IU|"
    r"mg|mcg|g|grams?|"
    r"ml|meq|tabs?|tablets?|capsules?|puffs?|drops?|drinks?|beers?|glass(?:es)?|bottles?|cans?|packs?|ppd|cups?|oz|pints?|"
    r"patch(?:es)?)\b"
)
_DENIED = (
    r"\b(?:no|not|never|without|denie[sd]|denying|none|off|stopped|quit|discontinued|d/c|D/C'?d|abstinent|sober)\b"
)
_SIZE_ASKED = re.compile(r"(?i)\bhow (?:large|big|wide|thick|small)\b|\bwhat size\b|\bsize of\b")
_SIZE = re.compile(r"(?i)\d(?:[.,]\d+)? ?-?(?:mm|cm|millimet\w+|centimet\w+|inch(?:es)?)\b|\d ?x ?\d")
_VALUE = re.compile(
    r"(?i)^\W*(?:what(?:'s|’s| is| are)|whats) (?:the |her |his |their |(?:the )?patient['’]s )?"
    r"[\w /-]+\?*\s*$"
)
LONGEST_NAME = 4  # words of the name of a value


SCORE, AMOUNT, SIZE = "score", "amount", "size"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a statement must hold to answer a question for a measure, or with ``is_needed`` False is preferred for."""

    kind: str
    told: tuple[re.Pattern[str], ...]
    denied: re.Pattern[str] | None = None
    is_needed: bool = True

    def fits(self, text: str) -> bool:
        """Say whether a statement holds the measure, or denies what an amount is asked of."""
        return self.is_told(text) or bool(self.denied and self.denied.search(text))

    def is_told(self, text: str) -> bool:
        """Say whether a statement holds the measure itself."""
        return all(pattern.search(text) for pattern in self.told)


def measure_asked(question: str, asked: Sequence[Asked]) -> Measure | None:
    """Return the measure that a question is for: a score by its name, an amount of something, a size; else none."""
    if match := _SCALE.search(question):
        is_named = bool(_NAME_OF_SCALE.search(match[1]))
        return Measure(SCORE, (*(_name(word, asked) for word in match[1].split()), *_VALUE_OF_SCALE[is_named]))
    if match := _AMOUNT_OF.search(question):
        return _amount((match["of"] or match["much"]).split()[-1], asked)
    if _SIZE_ASKED.search(question):
        return Measure(SIZE, (_SIZE,), is_needed=False)
    return None


def _amount(word: str, asked: Sequence[Asked]) -> Measure:
    """Return an amount of what the word names: near it in a statement, or denied right before it."""
    names = _names(word, asked)
    near = rf"(?:{names})[^;\n]{{0,60}}?{_AMOUNT}|{_AMOUNT}[^;\n]{{0,40}}?(?:{names})"
    if any(one.is_medicine and one.word.lower() == word.lower() for one in asked):
        near += rf"|(?:{names})[^;,.\n]{{0,25}}?\d"
    denied = rf"{_DENIED}(?:\W+\w+){{0,3}}?\W+(?:{names})"
    return Measure(AMOUNT, (re.compile(f"(?i){near}"),), re.compile(f"(?i){denied}"))


def _name(word: str, asked: Sequence[Asked]) -> re.Pattern[str]:
    """Return a word of the name of a scale; a number in it is part of the name: PHQ-2 is no PHQ-9."""
    if not _NAME_OF_SCALE.fullmatch(word):
        return re.compile(f"(?i){_names(word, asked)}")
    letters, number = word.rsplit("-", 1)
    return re.compile(rf"(?i)\b(?:{letters}|{_SPELLED.get(letters.upper(), letters)})[\s-]*{number}(?!\d)")


def _names(word: str, asked: Sequence[Asked]) -> str:
    """Return the names of what a word names, as an expression."""
    if known := _INSTRUMENTS.get(word.lower()):
        return known
    names = [word, *(name for one in asked if one.word.lower() == word.lower() for name in one.called)]
    return "|".join(rf"\b{re.escape(name)}" for name in names)


def asks_value(question: str) -> bool:
    """Say whether a question is for the value of something and names no time: it is for the latest."""
    is_short = 0 < len(words_asked(question)) <= LONGEST_NAME
    return is_short and bool(_VALUE.match(question)) and not (asks_of_past(question) or period_asked(question))


def is_value_of(asked: Sequence[Asked], line: str) -> bool:
    """Say whether a line of results is that of what is asked: named before its colon, with a number after it."""
    name, _, value = line.partition(":")
    words = written(name)
    return bool(_NUMBER.search(value)) and any(holds(one, words) for one in asked)
