"""Where the chart speaks of a named thing: said to be so, said not to be so, or neither outright."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from apps.drafting.domain.criteria.case import Case, day_of_line
from apps.drafting.domain.criteria.names import Named, named_in
from apps.drafting.domain.criteria.periods import Interval, told_dates
from apps.drafting.domain.criteria.sayings import REFUSED, Stance, clause_around, stance
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote

# "No family history of X" denies nothing of the patient; a list of what to watch for asserts nothing.
ABOUT_OTHERS = re.compile(
    r"\bfamily (?:history|hx)\b|\bFHx?\b|\bgenetic risk\b|\bexposed to\b|\bcontact with\b", re.IGNORECASE
)
EDUCATION = re.compile(
    r"\b(?:educat\w+|(?:signs|symptoms|warning signs) (?:and symptoms )?of|reviewed (?:the )?(?:risks?|signs)|"
    r"instruct\w+|teach\w*|"
    r"taught|handout|leaflet|counsel\w+ (?:on|about|re)|discussed (?:the )?(?:risks?|signs)|screen(?:ed|ing)? for|"
    r"work-?up (?:for|of)|evaluat\w+ for|concern(?:ed)? (?:for|about)|differential|consistent with possible|"
    r"to exclude|"
    r"rule[- ]out|r/o|test(?:ed|ing)? for|vaccin\w+|immuniz\w+|prophyla\w+|risk (?:of|for|factors?))\b",
    re.IGNORECASE,
)
# What makes another illness, or no illness, of a name: portal hypertension, diabetes insipidus, the COPD clinic.
ANOTHER_BEFORE = re.compile(
    r"\b(?:pulmonary|portal|ocular|intracranial|gestational|pre|white[- ]coat|pseudo|central|juvenile|borderline|"
    r"rebound|"
    r"abdominal|steroid[- ]induced|drug[- ]induced|fear of|anti|non)[- ]$",
    re.IGNORECASE,
)
ANOTHER_AFTER = re.compile(
    r"[- ](?:insipidus|clinic|society|foundation|education|educator|specialist|questionnaire|action plan|"
    r"screen(?:ing)?|team|"
    r"precautions|prevention|risk|evaluation|work-?up|assessment|consult\w*|study|protocol|pathway|registry|"
    r"program(?:me)?|unit|ward|center|research|trial|class(?:es)?|support group|medications?|meds|drugs?|"
    r"supplies|test(?:ing)?|panel|"
    r"antibod\w+)\b",
    re.IGNORECASE,
)
WISHED = re.compile(
    r"\b(?:plan(?:s|ning|ned)?|trying|tries|hop(?:es|ing)|wish(?:es|ing)?|desir(?:es|ing)|wants?|consider(?:s|"
    r"ing)|worr(?:ied|ies)|"
    r"afraid|fears?|anxious|asks?|asked|wonders?|read|reading)\b(?: \w+){0,3} ?$",
    re.IGNORECASE,
)
# Said of a finding as one of the past.
OVER = re.compile(
    r"\b(?:resolved|in remission|cured|no longer|previous(?:ly)?|prior|"
    r"past(?! (?:[\w-]+ ){0,5}?(?:days?|weeks?|wks?|months?|mos?|years?|yrs?|hours?)\b)|"
    r"history of|former(?:ly)?|old|remote|s/p|"
    r"status post|healed|cleared(?: up)?|subsided|gone|(?<!diagnosed )(?<!dx )last (?:year|winter|spring|summer|"
    r"fall|autumn)|"
    r"years? ago)\b",
    re.IGNORECASE,
)
OVER_BEFORE = re.compile(r"(?i)\b(?:s/p|status post|previous|prior|former|old|remote)\b")
SINCE = re.compile(r"\b(?:since|as of|started|began|from)(?: about| around)? $", re.IGNORECASE)
REGION = re.compile(r"(?i)\b(?:lumbar|cervical|thoracic|sacral|lumbosacral)\b")
LABEL = 24  # characters before a colon that say what a list is of
SCREENED = re.compile(r"\b(?:neg(?:ative)?|normal|nl|unremarkable|absent)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in one sentence, how it is said, and the days it can be of."""

    line: NoteLine
    name: str
    start: int
    end: int
    how: Stance
    when: Interval | None

    @property
    def quote(self) -> Quote:
        return self.line.quote

    @property
    def clause(self) -> str:
        """The clause in which it stands."""
        return clause_around(self.line.text, self.start, self.end)

    @property
    def holds(self) -> bool:
        """Whether it is said outright that the patient has or had it."""
        how, clause = self.how, self.clause
        if ANOTHER_BEFORE.search(self.line.text[: self.start]) or ANOTHER_AFTER.match(self.line.text[self.end :]):
            return False
        if WISHED.search(self.line.text[: self.start]):
            return False
        label = self.line.text[: self.start].rpartition(":")[0][-LABEL:]
        if (
            not how.asserted
            or EDUCATION.search(clause)
            or EDUCATION.search(label)
            or ABOUT_OTHERS.search(self.line.text)
        ):
            return False
        return not SCREENED.search(clause[-40:]) or bool(re.search(r"sero|triple", clause, re.IGNORECASE))

    @property
    def is_denied(self) -> bool:
        """Whether it is said outright that the patient does not have it."""
        how = self.how
        return how.denied and not (how.relative or how.supposed or how.hedged or ABOUT_OTHERS.search(self.clause))

    @property
    def is_over(self) -> bool:
        """Whether it is said of the past alone."""
        if self.how.past:
            return True
        before = self.line.text[: self.start]
        clause = self.clause  # "CAD, prior stent": what was before is said of what follows
        return bool(OVER.search(OVER_BEFORE.sub(" ", clause)) or OVER_BEFORE.search(clause[: _length(clause, before)]))

    @property
    def is_declined(self) -> bool:
        """Whether it was refused."""
        return bool(REFUSED.search(self.line.text))


def is_of_another_region(text: str, named: Named) -> bool:
    """Return whether a name that says where, as "lumbar injection", stands with another part of the spine before it."""
    asked = {match.group().lower() for match in REGION.finditer(named.name)}
    said = {match.group().lower() for match in REGION.finditer(f"{text[max(0, named.start - LABEL) : named.end]}")}
    return bool(asked and said) and not asked & said


def mentions(
    case: Case, names: Sequence[str], lines: Sequence[NoteLine] | None = None, *, classes: bool = False
) -> Iterator[Mention]:
    """Yield every place in final notes of this patient that names one of the names, newest first."""
    for line in case.own_notes if lines is None else lines:
        seen: set[int] = set()
        for named in named_in(line.text, names, classes=classes):
            if named.start not in seen and not is_of_another_region(line.text, named):
                seen.add(named.start)
                how = stance(line, named.start, named.end)
                when = when_said(line, named.start, named.end)
                yield Mention(line, named.name, named.start, named.end, how, when)


def when_said(line: NoteLine, start: int, end: int) -> Interval | None:
    """Return the day written in the same clause, after the words or before them, or the day of the note."""
    told = [
        one
        for one in told_dates(line.text, line.first_day)
        if not SINCE.search(line.text[: one.start])  # what has been so since a day is so on the day of the note
        and not re.search(r"[;.] ", _between(line.text, one.start, one.end, start, end))
    ]
    if told:
        return min(told, key=lambda one: min(abs(one.start - end), abs(start - one.end))).when
    return day_of_line(line)


def _length(clause: str, before: str) -> int:
    """Return how many characters of a clause stand before a place of its sentence."""
    return next((count for count in range(min(len(clause), len(before)), 0, -1) if before.endswith(clause[:count])), 0)


def _between(text: str, first: int, last: int, start: int, end: int) -> str:
    return text[end:first] if first >= end else text[last:start]


def newest_day(found: Sequence[Mention]) -> date | None:
    """Return the newest day of these."""
    return max((one.when.last for one in found if one.when), default=None)
