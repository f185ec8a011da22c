"""Where notes speak of a drug: the dose they give, and whether they say it was stopped, held or never taken."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

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
FAILED = re.compile(
    r"\b(?:failed|failure|inadequate|no (?:adequate )?response|ineffective|no benefit)\b", re.IGNORECASE
)
CONDITIONAL = re.compile(r"\b(?:if|unless|should|may|can|could|when|would)\W+(?:\w+\W+){0,3}$", re.IGNORECASE)
CONDITION_AFTER = re.compile(r"^\W*(?:\w+\W+){0,3}if\b", re.IGNORECASE)
NOT_TAKEN_OFF = re.compile(
    r"\b(?:do not|don't|should not|never|not) (?:be )?(?:stop|withdraw|discontinue|hold)", re.IGNORECASE
)
REACTED = re.compile(r"\b(?:allerg\w*|intoleran\w*|reaction|rash|cough|anaphyla\w*|hives)\b", re.IGNORECASE)
# A number that is no strength per volume, no duration and no count.
DOSE = re.compile(
    r"(?<![\w./])(?P<dose>\d+(?:[.,]\d+)?(?:/\d+(?:\.\d+)?)?)"
    r"(?![\d%/]|\s?(?:units?|unt|mg|mcg|g|IU)\s?/\s?(?:\d|mL|actuation))"
    r"\s?(?P<unit>mg|mcg|ug|µg|g|units?|u|IU)?\b"
    r"(?!\s?(?:%|wks?|weeks?|mos?|months?|days?|d|h|yo|y|tabs?|doses?|refills?|times|x)\b)",
    re.IGNORECASE,
)
DELIMITER = re.compile(r"[;,|\n.](?!\d)|→|->| - ")
IN_MG = {"g": Decimal(1000), "mcg": Decimal("0.001"), "ug": Decimal("0.001"), "µg": Decimal("0.001")}


@dataclass(frozen=True, slots=True)
class Mention:
    """One drug in one sentence of a note."""

    line: NoteLine
    dose: str  # as written, "100", "49/51", or empty
    doses: frozenset[str]  # every dose given for it, in the units each can mean
    taken_off: bool  # stopped, held, not taken
    ended: bool  # stopped or never taken, not only held
    reacted: bool
    past: bool  # spoken of as something of the past
    failed: bool  # said not to have worked

    @property
    def quote(self) -> Quote:
        return self.line.quote

    @property
    def day(self) -> date | None:
        return self.line.day


@lru_cache(maxsize=2000)
def _pattern(key: str) -> re.Pattern[str]:
    short = [form for form, word in SHORT_FORMS.items() if word.split("/")[0].split()[0] == key.split(maxsplit=1)[0]]
    last = key.rsplit(maxsplit=1)[-1]
    cut = rf"{re.escape(last[:SHORTEST_TRUNCATION])}[a-z]*" if len(last) > SHORTEST_TRUNCATION else re.escape(last)
    forms = "|".join([cut, *map(re.escape, sorted(short, key=len, reverse=True))])
    return re.compile(rf"(?<![A-Za-z/])(?P<drug>{forms})(?![A-Za-z])", re.IGNORECASE)


def _is_named(written: str, key: str) -> bool:
    word = written.lower()
    last = key.rsplit(maxsplit=1)[-1]
    if SHORT_FORMS.get(word, "").split("/")[0].split(" ")[0] == key.split(maxsplit=1)[0]:
        return True
    return last.startswith(word) or word.startswith(last)


def mentions(key: str, notes: Iterable[NoteLine]) -> Iterator[Mention]:
    """Yield where the notes speak of a drug, newest first; a relative's drug is left out."""
    for line in notes:
        match = None if line.relative else next(mentions_of(key, line.text), None)
        if match:
            yield _mention(line, match)


def mentions_of(key: str, text: str) -> Iterator[re.Match[str]]:
    """Yield where a text names a drug."""
    return (match for match in _pattern(key).finditer(text) if _is_named(match["drug"], key))


def _mention(line: NoteLine, match: re.Match[str]) -> Mention:
    after = line.text[match.end() :]
    cut = DELIMITER.search(after)
    item = after[: cut.start()] if cut else after
    dose = DOSE.search(masked(item)[:LONGEST_REACH])
    around = _clause(line.text, match.start(), match.end())
    sure = not NOT_TAKEN_OFF.search(around)
    return Mention(
        line=line,
        dose=dose["dose"] if dose else "",
        doses=frozenset().union(*(_readings(m["dose"], m["unit"] or "") for m in DOSE.finditer(masked(item)))),
        taken_off=sure and _is_said(TAKEN_OFF, around),
        ended=sure and _is_said(ENDED, around),
        reacted=bool(REACTED.search(item) or line.section_kind == "allergies"),
        past=bool(BEFORE.search(around)),
        failed=bool(FAILED.search(around)),
    )


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
    """``100 mcg`` is written 100 in one note and 0.1 mg in another."""
    if "/" in dose:
        return frozenset({dose})
    number = Decimal(dose.replace(",", ""))
    return frozenset({_plain(number), _plain(number * IN_MG.get(unit.lower(), Decimal(1)))})


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
