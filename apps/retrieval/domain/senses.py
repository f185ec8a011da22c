"""Where a text uses the words of a question for another thing: RA for room air, a cancer screening for a cancer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.retrieval.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Sense:
    """What stands for another thing, unless the question asks for that very thing."""

    there: re.Pattern[str]
    unless: re.Pattern[str]


def _sense(there: str, unless: str, flags: re.RegexFlag = re.NOFLAG) -> Sense:
    return Sense(re.compile(there, flags), re.compile(unless, re.IGNORECASE))


_SENSES = (
    # Room air: beside a saturation, a gas or a place where one breathes.
    _sense(
        r"(?:(?i:spo2|sats?|o2|abg|pao2|po2|\d ?%|\d{2}|on|off|rest|awake|asleep|seated|sitting|exertion|walk)"
        r"[^.;\n]{0,12}?)\bRA\b|\bRA\b(?= (?i:sitting|seated|at rest|rest|sats?|\d|[x(]|15 min))",
        r"\b(?:room air|sat\w*|spo2|o2|oxygen|hypox\w+|breath\w*)\b",
    ),
    # The angle between ribs and spine.
    _sense(r"\bCVA(?=T\b|\s*(?i:tender|angle|\+))", r"\bCVA ?t|costovertebral|tender"),
    # Psoriatic arthritis and the antigen of the prostate differ in one small letter.
    _sense(r"\bPsA\b", r"psoria|joint|(?-i:\bPsA\b)"),
    _sense(r"\bPSA\b", r"\bprostat\w*|(?-i:\bPSA\b)|\bpsa\b(?<!PsA)"),
    # Another test that is called after it.
    _sense(r"\b(?:ha?emoglobin|hgb|hb) ?A1c\b", r"a1c|glyc|diabet|sugar|glucose", re.IGNORECASE),
    _sense(r"\balbumin(?:/|-| to |-to-)creatinine\b", r"albumin|ratio|uacr|\bacr\b|protein", re.IGNORECASE),
    # The cause of something is not that it is due.
    _sense(r"\bdue to\b", r"due to", re.IGNORECASE),
    # What is done lest somebody has it, or to see whether anybody has.
    _sense(
        r"\b(?:[\w-]+[ /]){0,2}(?:cancer|carcinoma|malignancy|ca|tumou?r)[ -]screen\w*",
        r"screen", re.IGNORECASE,
    ),
    _sense(
        r"\b(?:[\w-]+[ /]){1,2}(?:prophylaxis|ppx|prevention|precautions|protocol|vaccin\w*|immuni[sz]ation)\b",
        r"prophyla|ppx|prevent|precaution|protocol|vaccin|immuni|shot", re.IGNORECASE,
    ),
)  # fmt: skip


def of_other_things(text: str, question: str) -> list[Span]:
    """Return the spans of a text whose words name something else than the question does, in order."""
    return sorted(_spans(text, question))


def _spans(text: str, question: str) -> Iterator[Span]:
    for sense in _SENSES:
        if not sense.unless.search(question):
            yield from (match.span() for match in sense.there.finditer(text))
