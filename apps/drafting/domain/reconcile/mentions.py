"""Where notes speak of a drug: the dose they give, and whether they say it was stopped, held or never taken."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.dates import masked
from apps.drafting.domain.language.words import SHORT_FORMS
from apps.retrieval.domain.triggers import HEDGES

SHORTEST_TRUNCATION = 4  # letters: "apix", "metf"
LONGEST_REACH = 30  # characters between a drug and its dose
TAKEN_OFF = re.compile(
    r"\b(?:stop(?:ped|s)?|d/c'?d?|discontinu\w+|taken off|came off|off|quit|held|hold(?:ing)?|withdrawn|"
    r"not tak(?:ing|en)|"
    r"never (?:took|taken|picked up|filled|started)|not picked up|not filled|did not (?:take|start|fill))\b",
    re.IGNORECASE,
)
ENDED = re.compile(
    r"\b(?:stop(?:ped)?|d/c'?d?|discontinu\w+|taken off|came off|quit|not tak(?:ing|en)|"
    r"never (?:took|taken|picked up|filled|started)|not picked up|not filled|did not (?:take|start|fill))\b",
    re.IGNORECASE,
)
BEFORE = re.compile(
    r"\b(?:past|prior|previous(?:ly)?|former(?:ly)?|hx of|history of|tried|failed|failure|in the past|was on|"
    r"came off)\b",
    re.IGNORECASE,
)
# A course that is told with both its ends is over.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
SPAN = re.compile(
    rf"\b(?:from [^;,]{{3,24}}|{_MONTH}(?: (?:19|20)\d\d)?) (?:to|until|through) [^;,]{{0,12}}(?:19|20)\d\d\b|"
    r"\b(?:days|weeks|months) in (?!a row)\S+",
    re.IGNORECASE,
)
FAILED = re.compile(
    r"\b(?:failed|failure|inadequate|no (?:adequate )?response|ineffective|no benefit)\b", re.IGNORECASE
)
CONDITIONAL = re.compile(r"\b(?:if|unless|should|may|can|could|when|would)\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
CONDITION_AFTER = re.compile(r"^\W*(?:\w+\W+){0,3}if\b", re.IGNORECASE)
NOT_TAKEN_OFF = re.compile(
    r"\b(?:do not|don't|should not|never|not) (?:be )?(?:stop|withdraw|discontinue|hold)", re.IGNORECASE
)
REACTED = re.compile(r"\b(?:allerg\w*|intoleran\w*|reaction|rash|cough|anaphyla\w*|hives)\b", re.IGNORECASE)
# A number that is no strength per volume, no duration, no count and no hour of the day ("drops by 0900").
DOSE = re.compile(
    r"(?<![\w./])(?!0\d{3}\b)(?P<dose>\d+(?:[.,]\d+)?(?:[/-]\d+(?:\.\d+)?)?)"
    r"(?![\d%/]|-\d|\s?(?:units?|unt|mg|mcg|g|IU)\s?/\s?(?:\d|mL|actuation))"
    r"\s?(?P<unit>mg|mcg|ug|µg|g|units?|u|IU)?\b"
    r"(?!\s?(?:to|-|or)\s?\d+\s?(?:days?|times)\b)"
    r"(?!\s?(?:%|wks?|weeks?|mos?|months?|days?|d|h|yo|y|tabs?|doses?|refills?|times|x)\b)",
    re.IGNORECASE,
)
LETTERS = re.compile(r"[a-z]+", re.IGNORECASE)
DELIMITER = re.compile(r"[;,|\n.](?!\d)|→|->| - ")
IN_MG = {"g": Decimal(1000), "mcg": Decimal("0.001"), "ug": Decimal("0.001"), "µg": Decimal("0.001")}


@dataclass(frozen=True)
class Mention:
    """One drug in one sentence of a note, at [start, end) of its line. What is said of it is read when it is asked."""

    line: NoteLine
    start: int
    end: int

    @cached_property
    def dose(self) -> str:
        """The dose as written, "100", "49/51", or empty."""
        dose = DOSE.search(masked(self._item)[:LONGEST_REACH])
        return dose["dose"] if dose else ""

    @cached_property
    def doses(self) -> frozenset[str]:
        """Every dose given for it, in the units each can mean."""
        return frozenset().union(*(_readings(m["dose"], m["unit"] or "") for m in DOSE.finditer(masked(self._item))))

    @cached_property
    def taken_off(self) -> bool:
        """Whether it was stopped, held or not taken."""
        return self._is_said(TAKEN_OFF)

    @cached_property
    def ended(self) -> bool:
        """Whether it was stopped or never taken, not only held."""
        return self._is_said(ENDED)

    @cached_property
    def reacted(self) -> bool:
        """Whether an allergy or a reaction is said with it."""
        return bool(REACTED.search(self._item) or self.line.section_kind == "allergies")

    @cached_property
    def past(self) -> bool:
        """Whether it is spoken of as something of the past."""
        return bool(BEFORE.search(self._clause) or SPAN.search(self._clause))

    @cached_property
    def failed(self) -> bool:
        """Whether it is said not to have worked."""
        return bool(FAILED.search(self._clause))

    @cached_property
    def _item(self) -> str:
        after = self.line.text[self.end :]
        cut = DELIMITER.search(after)
        return after[: cut.start()] if cut else after

    @cached_property
    def _clause(self) -> str:
        return _clause(self.line.text, self.start, self.end)

    def _is_said(self, verb: re.Pattern[str]) -> bool:
        return not NOT_TAKEN_OFF.search(self._clause) and _is_said(verb, self._clause)

    @property
    def quote(self) -> Quote:
        return self.line.quote

    @property
    def day(self) -> date | None:
        return self.line.day


class NoteWords:
    """The sentences about the patient, newest first, by the words in them: a drug is looked for where one can stand."""

    def __init__(self, notes: Iterable[NoteLine]) -> None:
        self._lines = [line for line in notes if not line.relative]
        self._numbers: dict[str, list[int]] = {}  # word -> of the lines that have it
        for number, line in enumerate(self._lines):
            for word in {word.casefold() for word in LETTERS.findall(line.text)}:
                self._numbers.setdefault(word, []).append(number)

    def lines(self, beginnings: tuple[str, ...]) -> list[NoteLine]:
        """Return the lines in which a word begins in one of these ways."""
        if "" in beginnings:
            return self._lines
        found = {number for word, has in self._numbers.items() if word.startswith(beginnings) for number in has}
        return [self._lines[number] for number in sorted(found)]


def _short_forms(key: str) -> list[str]:
    first = key.split(maxsplit=1)[0]
    return [form for form, word in SHORT_FORMS.items() if word.split("/")[0].split()[0] == first]


@lru_cache(maxsize=2000)
def _beginnings(key: str) -> tuple[str, ...]:
    """Return how every word begins with which ``_pattern`` can start, in letters; empty for one that has none."""
    forms = [key.rsplit(maxsplit=1)[-1][:SHORTEST_TRUNCATION], *_short_forms(key)]
    return tuple(start.group().casefold() if (start := LETTERS.match(form)) else "" for form in forms)


@lru_cache(maxsize=2000)
def _pattern(key: str) -> re.Pattern[str]:
    short, last = _short_forms(key), key.rsplit(maxsplit=1)[-1]
    cut = rf"{re.escape(last[:SHORTEST_TRUNCATION])}[a-z]*" if len(last) > SHORTEST_TRUNCATION else re.escape(last)
    forms = "|".join([cut, *map(re.escape, sorted(short, key=len, reverse=True))])
    return re.compile(rf"(?<![A-Za-z/])(?P<drug>{forms})(?![A-Za-z])", re.IGNORECASE)


def _is_named(written: str, key: str) -> bool:
    word = written.lower()
    last = key.rsplit(maxsplit=1)[-1]
    if SHORT_FORMS.get(word, "").split("/")[0].split(" ")[0] == key.split(maxsplit=1)[0]:
        return True
    return last.startswith(word) or word.startswith(last)


def mentions(key: str, notes: NoteWords) -> Iterator[Mention]:
    """Yield where the notes speak of a drug, newest first; a relative's drug is left out."""
    for line in notes.lines(_beginnings(key)):
        match = next(mentions_of(key, line.text), None)
        if match:
            yield Mention(line, match.start(), match.end())


def mentions_of(key: str, text: str) -> Iterator[re.Match[str]]:
    """Yield where a text names a drug."""
    return (match for match in _pattern(key).finditer(text) if _is_named(match["drug"], key))


def _is_said(verb: re.Pattern[str], clause: str) -> bool:
    found = verb.search(clause)
    if not found:
        return False
    before, after = clause[: found.start()], clause[found.end() :]
    return not (CONDITIONAL.search(before) or CONDITION_AFTER.search(after) or HEDGES.search(clause))


def _clause(text: str, start: int, end: int) -> str:
    begin = max((text.rfind(mark, 0, start) for mark in (";", "|", ". ", "\n")), default=-1)
    ends = [position for mark in (";", "|", ". ", "\n") if (position := text.find(mark, end)) >= 0]
    return text[begin + 1 : min(ends, default=len(text))]


def doses_of(head: str) -> frozenset[str]:
    """Return every dose that a structured medication line allows for, in each unit it can be written in."""
    found: set[str] = set()
    for match in DOSE.finditer(masked(head)):
        found |= _readings(match["dose"], match["unit"] or "")
    tablets = re.search(r"\b(?P<count>[2-4]) (?:tablets?|capsules?|puffs?)\b", head)
    if tablets:
        count = Decimal(tablets["count"])
        found |= {_plain(Decimal(dose) * count) for dose in found if "/" not in dose}
    return frozenset(found)


def _readings(dose: str, unit: str) -> frozenset[str]:
    """``100 mcg`` is written 100 in one note and 0.1 mg in another; ``24-26`` is a range, or two drugs of a tablet."""
    if "/" in dose:
        return frozenset({dose})
    if "-" in dose:
        low, _, high = dose.partition("-")
        return frozenset({f"{low}/{high}"}) | _readings(low, unit) | _readings(high, unit)
    number = Decimal(dose.replace(",", ""))
    return frozenset({_plain(number), _plain(number * IN_MG.get(unit.lower(), Decimal(1)))})


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
