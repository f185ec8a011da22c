"""A text as the terms that carry its meaning, in order: words, numbers with units, dates, sides, how and how often.

Everything a claim says is in these; what is left out (articles, auxiliaries) says nothing by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from apps.drafting.domain.language.dates import DateMention, date_mentions
from apps.drafting.domain.language.lexicon import Lexicon
from apps.drafting.domain.language.quantities import Quantity, quantities
from apps.drafting.domain.language.regimens import RegimenKind, regimens
from apps.drafting.domain.language.stemming import plain_stem
from apps.redaction.domain.tokens import TOKEN
from apps.redaction.domain.words import word_set


class TermKind(StrEnum):
    WORD = "word"
    MEDICINE = "medicine"
    NUMBER = "number"
    DATE = "date"
    SIDE = "side"
    FREQUENCY = "frequency"
    ROUTE = "route"
    SURROGATE = "surrogate"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Term:
    """What stands at [start, end); ``key`` is the same for every writing of it."""

    kind: TermKind
    key: str
    start: int
    end: int
    date: DateMention | None = None
    quantity: Quantity | None = None


WORD = re.compile(r"[^\W\d_][\w]*(?:['’][^\W\d_]+)?")
# ICD-10-CM with its point, HCPCS, CPT and LOINC where their system is named.
CODE = re.compile(
    r"\b[A-TV-Z]\d[\dAB]\.[\dA-Z]{1,4}\b|\b[A-V]\d{4}\b|(?<=CPT )\d{4}[\dFMTU]\b|(?<=LOINC )\d{1,5}-\d\b", re.IGNORECASE
)
SIDE = re.compile(
    r"(?P<left>\bleft\b|(?-i:(?<![\d.])(?<!\d )\bL(?=[ -](?:[a-z]|L\d))(?![-']\w?spine)|\bL[LU][ELQ]\b))|"
    r"(?P<right>\bright\b(?![- ]handed)|(?-i:(?<!\d )\bR(?=[ -](?:[a-z]|L\d))|\bR[LUM][ELQ]\b))|"
    r"(?P<both>\bbilat(?:eral)?(?:ly)?\b|\bboth\b|\bb/l\b)",
    re.IGNORECASE,
)
# The rest of a short form that begins with its side: "RUL" is the right upper lobe.
PLACES = {"LLE": "lower extremity", "LUE": "upper extremity", "RLE": "lower extremity", "RUE": "upper extremity",
          "RUL": "upper lobe", "RML": "middle lobe", "RLL": "lower lobe", "LUL": "upper lobe", "LLL": "lower lobe",
          "RUQ": "upper quadrant", "RLQ": "lower quadrant", "LUQ": "upper quadrant", "LLQ": "lower quadrant",
}  # fmt: skip
SMALL = word_set(
    "a an the and or of to in on at by for from with into as is are was were be been being am has have "
    "had having do does did he she it its his her him they them their there this that these those who "
    "which whom whose will so then than s t m re ve ll d w o also we our i patient patients pt pts but if "
    "while when where due during "
    "showed shows revealed reveals demonstrated demonstrates"
)
BEGINS = re.compile(r"(?:^|[.;:?!]\s|[\"“(])\s*$")
DENIALS = word_set("no not nor without none denies denied deny denying never cannot isn wasn aren weren")


@lru_cache(maxsize=4000)
def terms(text: str, lexicon: Lexicon) -> tuple[Term, ...]:
    """Return the terms of a text in order, none inside another."""
    found: list[Term] = []
    for source in (_surrogates, _codes, _dates, _regimens, _sides, _numbers):
        found += [term for term in source(text) if not _overlaps(term, found)]
    found += [term for term in _words(text, lexicon) if not _overlaps(term, found)]
    return tuple(sorted(found, key=lambda term: term.start))


def _overlaps(term: Term, found: list[Term]) -> bool:
    return any(term.start < other.end and other.start < term.end for other in found)


def _surrogates(text: str) -> Iterator[Term]:
    yield from (Term(TermKind.SURROGATE, match.group(), *match.span()) for match in TOKEN.finditer(text))


def _codes(text: str) -> Iterator[Term]:
    yield from (Term(TermKind.CODE, match.group().upper(), *match.span()) for match in CODE.finditer(text))


def _dates(text: str) -> Iterator[Term]:
    for mention in date_mentions(text):
        yield Term(TermKind.DATE, text[mention.start : mention.end].strip(), mention.start, mention.end, date=mention)


def _regimens(text: str) -> Iterator[Term]:
    for one in regimens(text):
        kind = TermKind.ROUTE if one.kind is RegimenKind.ROUTE else TermKind.FREQUENCY
        yield Term(kind, one.key, one.start, one.end)


def _sides(text: str) -> Iterator[Term]:
    for match in SIDE.finditer(text):
        yield Term(TermKind.SIDE, match.lastgroup or "", *match.span())
        for word in PLACES.get(match.group(), "").split():
            yield Term(TermKind.WORD, plain_stem(word), *match.span())


def _numbers(text: str) -> Iterator[Term]:
    for one in quantities(text):
        yield Term(TermKind.NUMBER, f"{one.value} {one.unit}".strip(), one.start, one.end, quantity=one)


def _words(text: str, lexicon: Lexicon) -> Iterator[Term]:
    for match in WORD.finditer(text):
        word = re.sub(r"['’]s?$|['’]s\b", "", match.group())
        if _says_something(word, text, match.start()):
            small = lexicon.american(word)
            kind = TermKind.MEDICINE if lexicon.is_medicine(word) else TermKind.WORD
            yield Term(kind, small if kind is TermKind.MEDICINE else plain_stem(small), *match.span())


def _says_something(word: str, text: str, start: int) -> bool:
    """A capital letter alone ("hepatitis A") says something, except where a sentence or a quotation begins with it."""
    if len(word) == 1 and word.isupper() and not BEGINS.search(text[:start]):
        return True
    return word.lower() not in SMALL | DENIALS and not (len(word) == 1 and word.isupper())
