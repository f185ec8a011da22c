"""Where a text uses the words of a question for another thing: RA for room air, a cancer screening for a cancer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.retrieval.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Sense:
    """What stands for another thing, unless the question asks for that very thing.

    ``marks`` are letters of which every such place holds some, in any case: most texts hold none and are not read.
    """

    there: re.Pattern[str]
    unless: re.Pattern[str]
    marks: tuple[str, ...]


def _sense(there: str, unless: str, *marks: str, flags: re.RegexFlag = re.NOFLAG) -> Sense:
    return Sense(re.compile(there, flags), re.compile(unless, re.IGNORECASE), marks)


_SENSES = (
    # Room air: beside a saturation, a gas or a place where one breathes.
    _sense(
        r"(?:(?i:spo2|sats?|o2|abg|pao2|po2|\d ?%|\d{2}|on|off|rest|awake|asleep|seated|sitting|exertion|walk)"
        r"[^.;\n]{0,12}?)\bRA\b|\bRA\b(?= (?i:sitting|seated|at rest|rest|sats?|\d|[x(]|15 min))",
        r"\b(?:room air|sat\w*|spo2|o2|oxygen|hypox\w+|breath\w*)\b", "ra",
    ),
    # The angle between ribs and spine.
    _sense(r"\bCVA(?=T\b|\s*(?i:tender|angle|\+))", r"\bCVA ?t|costovertebral|tender", "cva"),
    # Psoriatic arthritis and the antigen of the prostate differ in one small letter.
    _sense(r"\bPsA\b", r"psoria|joint|(?-i:\bPsA\b)", "psa"),
    _sense(r"\bPSA\b", r"\bprostat\w*|(?-i:\bPSA\b)|\bpsa\b(?<!PsA)", "psa"),
    # The physical examination, where its findings follow.
    _sense(
        r"\bPE[ \t]*[:\u2013-][ \t\n]*(?i:gen\w*|n\.?a\.?d|heent|vitals?|vss?|bp|hr|alert|well|comfortable|lungs?|"
        r"chest|cor|cv|rrr|ctab?|abd\w*|afebrile|unchanged|unremarkable|normal|wnl|skin|neuro\w*|ext\w*|appears)\b",
        r"physical|exam", "pe",
    ),
    # Another test that is called after it.
    _sense(r"\b(?:ha?emoglobin|hgb|hb) ?A1c\b", r"a1c|glyc|diabet|sugar|glucose", "a1c", flags=re.IGNORECASE),
    _sense(
        r"\balbumin(?:/|-| to |-to-)creatinine\b", r"albumin|ratio|uacr|\bacr\b|protein", "creatinine",
        flags=re.IGNORECASE,
    ),
    # An illness that medicines make, and no list of them.
    _sense(r"\bmedication[- ]overuse\b", r"overuse|headache", "overuse", flags=re.IGNORECASE),
    # The cause of something is not that it is due.
    _sense(r"\bdue to\b", r"due to", "due to", flags=re.IGNORECASE),
    # What is done lest somebody has it, or to see whether anybody has.
    _sense(
        r"\b(?:[\w-]+[ /]){0,2}(?:cancer|carcinoma|malignancy|ca|tumou?r)[ -]screen\w*",
        r"screen", "screen", flags=re.IGNORECASE,
    ),
    _sense(
        r"\b(?:[\w-]+[ /]){1,2}(?:prophylaxis|ppx|prevention|precautions|protocol|vaccin\w*|immuni[sz]ation)\b",
        r"prophyla|ppx|prevent|precaution|protocol|vaccin|immuni|shot",
        "prophylaxis", "ppx", "prevention", "precautions", "protocol", "vaccin", "immuni", flags=re.IGNORECASE,
    ),
)  # fmt: skip


def of_other_things(text: str, question: str) -> list[Span]:
    """Return the spans of a text whose words name something else than the question does, in order."""
    return sorted(_spans(text, question))


def _spans(text: str, question: str) -> Iterator[Span]:
    small = text.lower()
    for sense in _SENSES:
        if any(mark in small for mark in sense.marks) and not sense.unless.search(question):
            yield from (match.span() for match in sense.there.finditer(text))
