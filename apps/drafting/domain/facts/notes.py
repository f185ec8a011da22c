"""Sentences of notes, each with its day, its section, and where the same words were first written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from apps.drafting.domain.facts.headers import headers_of
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.sheets import first_sheet, strange_sheets
from apps.drafting.domain.facts.told import (
    ANOTHERS_PAGE,
    ANOTHERS_SHEET,
    Suspect,
    instructions,
    is_another_persons,
    is_told_software,
)
from apps.drafting.domain.language.sentences import sentences
from apps.drafting.domain.language.words import normal
from apps.drafting.domain.tasks import DraftTask, PassageView
from apps.retrieval.domain.assertion import is_about_relative

FEWEST_WORDS_COPIED = 6  # shorter phrases repeat without anybody copying them
YEARS_OF_SLACK = 2  # between an age in a page's header and the patient's age on that day
AGE_AND_SEX = re.compile(
    r"(?<![\d/.-])(?P<age>\d{1,3})[ -]?(?:y/?\.?o\.?|yrs?|years?|y)?[ -]{0,2}(?:old)?[ ,]{0,2}"
    r"(?P<sex>male|female|man|woman|M|F)\b(?![/-])|"
    r"(?<![A-Za-z])(?P<sex2>M|F|male|female)[ ,]{1,3}(?P<age2>\d{1,3})[ -]?(?:y|yrs?|yo)\b"
)
NAMED = re.compile(r"(?im)^\W*(?:patient(?: name)?|name|pt|re|client)\s*[:#]?\s*(?P<name>\[[A-Z-]+-\d+[a-z]*\])")
# A relative as the one who has it, in words or as a token.
RELATIVES_OWN = re.compile(
    r"\b(?:his|her|their|my)\s+(?:wife|husband|mother|father|mom|dad|son|daughter|brother|sister|aunt|uncle|cousin|kid|"
    r"child|partner|friend)s?(?: \[[A-Z]+-\d+[a-z]*\])?(?:'s)? (?:has|had|have|is|was|were|takes|took|died|lived)\b|"
    r"\bin the family\b|\[RELATIVE-\d+[a-z]*\] (?:has|had|takes|took|died)\b",
    re.IGNORECASE,
)
# Said by a writer who noticed: what stands in this paragraph is not this patient's.
MISPLACED = re.compile(
    r"\bbelongs? to another (?:chart|patient)|\b(?:pasted|filed|scanned|copied|entered) (?:here )?in error\b|"
    r"\bwrong (?:patient|chart)\b|\bnot (?:this|our) patient",
    re.IGNORECASE,
)
# ... and that it was set right: then it is that sentence alone.
SET_RIGHT = re.compile(r"\b(?:taken off|removed|deleted|struck|corrected|fixed|cleaned up)\b", re.IGNORECASE)
PARAGRAPH = re.compile(r"\n[ \t]*\n")
OWN_NAME = re.compile(r"(?im)^\W*(?:patient(?: name)?|name|pt|re|client)\s*[:#]?\s*\[PATIENT-\d+[a-z]*\]")
BORN = re.compile(r"\[BIRTH-DATE-(?P<number>\d+)[a-z]*\]")
TEXTS = 8192  # remembered in this process: copied notes, and a chart that is composed from and then checked


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One sentence of a note about the patient."""

    quote: Quote
    text: str  # on one line
    day: date | None
    section_kind: str
    first_day: date | None  # when these words were first written; the same day when they are new
    relative: bool  # about a relative's health
    origin: Quote | None = None  # where copied words were first written

    def quotes(self) -> tuple[Quote, ...]:
        """Return the line itself and, for copied words, where they were first written."""
        return (self.quote, self.origin) if self.origin else (self.quote,)

    @property
    def copied(self) -> bool:
        """Whether the words were carried forward from an earlier note."""
        return self.first_day is not None and self.day is not None and self.first_day < self.day


@dataclass(frozen=True, slots=True)
class _Said:
    """One sentence as its own text has it, whatever passage it stands in."""

    start: int
    end: int
    text: str  # on one line
    relative: bool


def read_notes(passages: Iterable[PassageView], task: DraftTask) -> tuple[list[NoteLine], list[Suspect]]:
    """Return the sentences of the notes, newest first, and the pages and sentences left out."""
    passages = list(passages)
    notes = [passage for passage in passages if not passage.structured]
    others = [*_other_patients(notes, task, _own_birth_number(passages)), *_other_sheets(notes, task)]
    lines = [line for passage in notes for line in _lines(passage) if not is_another_persons(line.quote, others)]
    return _dated_by_first_writing(lines), [*others, *instructions(passages)]


def _lines(passage: PassageView) -> Iterable[NoteLine]:
    day = passage.dated_at.date() if passage.dated_at else None
    for said in _said(passage.text):
        if is_told_software(passage, said.start, said.end):
            continue
        quote = Quote(passage, said.start, said.end)
        relative = said.relative or passage.section_kind == "family_history"
        yield NoteLine(quote, said.text, day, passage.section_kind, day, relative)


@lru_cache(maxsize=TEXTS)
def _said(text: str) -> tuple[_Said, ...]:
    """Return the sentences of a text but those of which their writer says that they are another patient's."""
    misplaced = _misplaced(text)
    return tuple(
        _Said(one.start, one.end, one.plain, _is_of_relative(one.plain))
        for one in sentences(text)
        if not any(start <= one.start < end for start, end in misplaced)
    )


def _is_of_relative(sentence: str) -> bool:
    return is_about_relative(sentence) or bool(RELATIVES_OWN.search(sentence))


def _misplaced(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs of which their writer says that they are another patient's."""
    ends = [*(match.end() for match in PARAGRAPH.finditer(text)), len(text)]
    spans = list(zip([0, *ends], ends, strict=False))
    found = [(start, end) for start, end in spans if MISPLACED.search(text, start, end)]
    return [one for start, end in found for one in _as_far_as_set_right(text, start, end)]


def _as_far_as_set_right(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph that say of an entry that it was wrong and is gone, or all of it."""
    said = [(one.start, one.end) for one in sentences(text) if start <= one.start < end]
    wrong = [span for span in said if MISPLACED.search(text, *span)]
    return wrong if wrong and all(SET_RIGHT.search(text, *span) for span in wrong) else [(start, end)]


@dataclass(frozen=True, slots=True)
class _Worded:
    """A line with its wording, which is compared with that of others, and its number of words."""

    line: NoteLine
    wording: str
    words: int


def _dated_by_first_writing(lines: list[NoteLine]) -> list[NoteLine]:
    worded = [_Worded(line, normal(line.text), len(line.text.split())) for line in lines]
    first: dict[str, NoteLine] = {}
    for one in sorted((one for one in worded if one.line.day), key=lambda one: one.line.day or date.max):
        first.setdefault(one.wording, one.line)
    dated = [
        _traced(one.line, first[one.wording]) if _is_own_wording(worded, number, first) else one.line
        for number, one in enumerate(worded)
    ]
    return sorted(
        dated, key=lambda line: (-(line.day or date.min).toordinal(), line.quote.passage.start, line.quote.start)
    )


def _traced(line: NoteLine, first: NoteLine) -> NoteLine:
    if first.day == line.day:
        return line
    return NoteLine(line.quote, line.text, line.day, line.section_kind, first.day, line.relative, origin=first.quote)


def _is_own_wording(worded: list[_Worded], number: int, first: dict[str, NoteLine]) -> bool:
    """A long sentence repeats only when copied; a short one, when what stands beside it came along too."""
    one = worded[number]
    if one.line.day is None or one.words >= FEWEST_WORDS_COPIED:
        return one.line.day is not None
    origin = first[one.wording].day
    beside = [worded[n] for n in (number - 1, number + 1) if 0 <= n < len(worded)]
    return any(
        other.words + one.words >= FEWEST_WORDS_COPIED
        and other.line.quote.passage is one.line.quote.passage
        and other.line.day is not None
        and first[other.wording].day == origin
        for other in beside
    )


def _own_birth_number(passages: Iterable[PassageView]) -> str:
    for passage in passages:
        if passage.document_kind == "demographics" and (born := BORN.search(passage.text)):
            return born["number"]
    return ""


def _other_patients(notes: Iterable[PassageView], task: DraftTask, own_birth: str) -> Iterable[Suspect]:
    for passage, header in headers_of(notes):
        said = first_sheet(header.text)
        born = _born_otherwise(said, own_birth) and not _names_own(said)
        if _names_another(said) or born or _other_age_or_sex(said, passage, task):
            yield Suspect(ANOTHERS_PAGE, header.first or Quote(passage, 0, len(passage.text)))


def _other_sheets(notes: Iterable[PassageView], task: DraftTask) -> Iterable[Suspect]:
    return (Suspect(ANOTHERS_SHEET, quote) for quote in strange_sheets(notes, task))


def _names_another(header: str) -> bool:
    named = NAMED.search(header)
    return bool(named and named["name"].startswith("[PERSON-"))


def _names_own(header: str) -> bool:
    """The wall knew the name in the header as this patient's; a birth date written so that it was not known is no sign.

    A page whose birth date differs is set aside before it comes here (decision 0023).
    """
    return bool(OWN_NAME.search(header))


def _born_otherwise(header: str, own_birth: str) -> bool:
    numbers = {born["number"] for born in BORN.finditer(header)}
    return bool(own_birth and numbers and own_birth not in numbers)


def _other_age_or_sex(header: str, passage: PassageView, task: DraftTask) -> bool:
    said = AGE_AND_SEX.search(header)
    if not said or task.age is None or not passage.dated_at:
        return False
    then = task.age - (task.as_of - passage.dated_at.date()).days / 365.25
    age, sex = int(said["age"] or said["age2"]), (said["sex"] or said["sex2"])[0].lower()
    other_sex = (
        bool(task.sex) and task.sex[0].lower() in "mf" and sex in "mfw" and sex.replace("w", "f") != task.sex[0].lower()
    )
    return other_sex or abs(age - then) > YEARS_OF_SLACK
