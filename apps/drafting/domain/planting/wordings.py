"""Each way of making a true sentence wrong: pure, one change, the rest of the sentence as it was."""

import re
from collections.abc import Iterator

from apps.drafting.domain.planting.kinds import PlantKind

Change = tuple[PlantKind, int, int, str]  # [start, end) of the sentence, and what is put there
SMALL = 10  # a dose below it is written with a zero too many, any other doubled
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DOSE = re.compile(r"\b(\d+(?:\.\d+)?)(?=\s?(?:mg|mcg|µg|units?|IU|mL)\b)")
_SIDE = re.compile(r"\b([Ll]eft|[Rr]ight)(?=[ -](?!away|now|after|before|to\b|out\b|side effect)[a-z])")
_YEAR = re.compile(rf"(?:\b(?:{_MONTHS})[a-z]*\.? (?:\d{{1,2}}, )?)(20\d\d|19\d\d)\b|\b(20\d\d|19\d\d)(?=-\d\d)")
_NEGATIONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(denies)\b"), "reports"),
    (re.compile(r"\b(denied)\b"), "reported"),
    (re.compile(r"\b(without)\b"), "with"),
    (re.compile(r"\b(negative)\b"), "positive"),
    (re.compile(r"\b(no evidence of)\b"), "evidence of"),
    (re.compile(r"\b(not )(?!recorded|stated|found)"), ""),
)
_OTHER = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}


def changes(sentence: str) -> Iterator[Change]:
    """Yield each single change that makes a sentence wrong. What stands in a token of the redaction is left alone."""
    held = [(match.start(), match.end()) for match in re.finditer(r"\[[^\]]*\]", sentence)]
    for change in _all(sentence):
        if not any(start < change[2] and change[1] < end for start, end in held):
            yield change


def _all(sentence: str) -> Iterator[Change]:
    for match in _DOSE.finditer(sentence):
        if float(match[1]) > 0:
            yield PlantKind.DOSE, match.start(1), match.end(1), _wrong_dose(match[1])
    for match in _SIDE.finditer(sentence):
        yield PlantKind.SIDE, match.start(1), match.end(1), _OTHER[match[1]]
    for pattern, instead in _NEGATIONS:
        for match in pattern.finditer(sentence):
            yield PlantKind.NEGATION, match.start(1), match.end(1), instead
    for match in _YEAR.finditer(sentence):
        group = 1 if match[1] else 2
        yield PlantKind.DATE, match.start(group), match.end(group), str(int(match[group]) - 1)


def _wrong_dose(dose: str) -> str:
    value = float(dose)
    return f"{value * 10 if value < SMALL else value * 2:g}"
