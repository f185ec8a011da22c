"""Values as sentences of notes tell them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.interpretations import told_as
from apps.drafting.domain.criteria.kinds.asked import Asked
from apps.drafting.domain.criteria.kinds.measurement import BRIEF, Measurement
from apps.drafting.domain.criteria.labels import is_meant_in_prose
from apps.drafting.domain.criteria.names import Named
from apps.drafting.domain.criteria.periods import EARLIEST, Interval, interval_of, on, told_dates
from apps.drafting.domain.criteria.polarity import PENDING, polarity_of
from apps.drafting.domain.criteria.quantities import has_tag
from apps.drafting.domain.criteria.sayings import QUESTION, clause_around, is_suppliers, stance
from apps.drafting.domain.criteria.settings import states_of
from apps.drafting.domain.criteria.units import Measured
from apps.drafting.domain.criteria.values import Read, value_before, value_of, values_after
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.language.dates import date_mentions

# The same, as a sentence of a note says it of the value that it tells.
DOUBTED = re.compile(
    r"(?i)\b(?:to be re-?done|redo it|must be redone|(?:items?|questions?) (?:were |was |left )?(?:blank|unanswered|"
    r"missing)|not scored|unscor(?:ed|able)|(?:cannot|could not|can't) be scored|"
    r"incomplete (?:form|questionnaire|study|test)|unreliable|invalid(?:ated)?|h(?:a)?emoly[sz]ed|contaminated|"
    r"spurious|"
    r"(?:poor|suboptimal|variable|submaximal|inconsistent) effort|not (?:valid|reliable|reproducible|interpretable)|"
    r"erroneous|(?:entered|reported|recorded) in error|mis-?(?:keyed|entered|scored|counted|labell?ed|read)|typo|"
    r"wrong patient|(?:probably|likely|surely) (?:wrong|an error|not right)|does not (?:fit|make sense))\b"
)
PARTIAL_BEFORE = re.compile(
    r"\b(?:non-?supine|supine|lateral|N?REM|central|residual|autoscored|goal|target|ideal|expected)\s*$", re.IGNORECASE
)
AUTOSCORED = re.compile(r"^\W{0,3}(?:auto\w*|on CPAP|on PAP|supine|non-?supine|N?REM|central)\b", re.IGNORECASE)
GRADES = re.compile(r"(?i)^\W{0,3}(?:\S+ )?(?:is|are|=|means|being|counts as)\b")
LIMITS = re.compile(
    r"(?i)(?:(?:ref(?:erence)?|nl|normal|range|reference range|limits?)\W{0,3})?(?P<limits>[<>≤≥]=? ?\d[\d.,]*|"
    r"\d[\d.,]* ?[-–] ?\d[\d.,]*)\b"
    r"[^()]{0,10}$"
)
# One word for several results: "HBsAg, anti-HBc, HCV Ab all nonreactive", "TSH, B12 and folate WNL".
SHARED = re.compile(
    r"(?:,? ?(?:and |& )?[\w/-]+(?: (?!(?:and|all|both|each|were|are)\b)[\w/-]+){0,2}){0,5}?"
    r"(?:,? (?:and|&) [\w/-]+(?: [\w/-]+)?,? (?:(?:were|are|all|both) ){0,2}|,? (?:all|both|each)(?: (?:were|are))? )"
    r"(?P<word>neg(?:ative)?|pos(?:itive)?|non-?reactive|reactive|normal|WNL|nl|within normal limits|not detected|NR)\b"
)
A_MONTH = "d/mo"
OTHER_PERIOD = re.compile(
    r"(?i)\W{0,3}(?:(?:total|days|altogether) )?(?:in|over|during|for|within|per|a|each|this|past|last)\b "
    r"?(?:(?:the|past|last|previous) ){0,2}(?:(?:\d+|two|three|four|six|nine|twelve|several|few)[ -](?:months|"
    r"weeks)|year|"
    r"quarter|week)\b"
)
WISH = re.compile(
    r"(?i)\b(?:goal|target|aim|fewer than|less than|under|below|at least|more than|until|if|requires?|must|"
    r"needs?)\b[^.;]{0,40}$"
)
PAGE = 2000  # characters of a page in which a word may stand that tells what its short forms mean
FORM_OF = re.compile(r"(?i)\b(?:template|form|rev(?:ision)?|version|ver|v|edition|macro)\.? ?(?:of |from )?[\d/.-]+")
AT_HOME = re.compile(
    r"\b(?:home|drug ?store|finger|personal|smart ?watch|apple watch|wearable|own|store[- ]bought) "
    r"(?:(?!sleep|apnea|oxygen|visit|health)\w+ ){0,2}(?:meter|monitor|oximeter|reading|reads|cuff|device|scale|log|"
    r"value|"
    r"test|watch|kit)s?\b|\bat home (?:it )?(?:reads?|was|showed)\b",
    re.IGNORECASE,
)
EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|prior|last|old|baseline|initial(?:ly)?|at diagnosis|then|former|historical|earlier|"
    r"used to|had been|"
    r"down from|up from|from)\b",
    re.IGNORECASE,
)
CHANGED_TO = re.compile(r"(?i)\bfrom \d[^.;]*\bto $")  # "fell from 93 % to 85 %": the second is of that day
EARLIER_AFTER = re.compile(
    r"\W{0,3}(?:at (?:diagnosis|baseline|onset)|initially|previously|then(?=\W*$|[,.;)])|before (?:treatment|"
    r"therapy)|last year)\b",
    re.IGNORECASE,
)
LONGEST_POLARITY = 60  # characters between a name and the word for its result
TIMES = frozenset({"d", "wk", "mo", "a", "h", "min"})


@dataclass(frozen=True, slots=True)
class How:
    """How a test asks: the settings and units it names, whether it says by whom, by which rule events are scored."""

    settings: str
    by_whom: bool
    rule: str = ""
    why_not: str = ""


def of_note(line: NoteLine, names: Asked, how: How) -> Iterator[Measurement]:
    """Yield the values and the words for a result that one sentence gives."""
    text, passage = line.text, line.quote.passage
    taken: set[int] = set()
    found = (
        ()
        if QUESTION.search(text)
        else names.named_in(text, f"{passage.section_title} {passage.document_title} {passage.text[:PAGE]}")
    )
    for named in found:
        said = stance(line, named.start, named.end)
        if is_meant_in_prose(text, named.start, named.end) and not said.relative and not said.supposed:
            yield from _of_name(line, named, taken, how, _why_not(line, named, how, told=said.told))


def _of_name(line: NoteLine, named: Named, taken: set[int], how: How, not_so: str) -> Iterator[Measurement]:
    """Yield what is told of one naming: its values, the number before it, or the word for its result."""
    text, label = line.text, line.text[named.start : named.end]
    word = _polarity_beside(text, named.start, named.end, named.name)
    reads = list(values_after(text, named.end, named.name))
    before = None if reads else value_before(text, named.start, named.name)
    for read in (before,) if before else reads:
        if read.start in taken or _is_of_time_or_scale(text, read, how, named.end):
            continue
        taken.add(read.start)
        one = _noted(line, label, read.start, read.end, read.measured, not_so)
        told = told_as(named.name, read.measured, "", _beside(text, read.end))
        yield replace(one, polarity=told or word, name=named.name)
    if word and not reads and not before and not PENDING.search(clause_around(text, named.start, named.end)):
        one = _noted(line, label, named.start, named.end, None, not_so)
        yield replace(one, polarity=word, value=", ".join(sorted(word)), name=named.name)


def _is_of_time_or_scale(text: str, read: Read, how: How, name_end: int) -> bool:
    """Say whether a number is none of the quantity: "recheck in 3 months", "AHI 15-30 is moderate"."""
    unit = read.measured.unit
    if (
        unit
        and unit.code == A_MONTH
        and (OTHER_PERIOD.match(text[max(read.end, name_end) :]) or WISH.search(text[: read.start]))
    ):
        return True
    if unit and unit.code in TIMES and unit.code not in how.settings.split():
        return True
    return bool(GRADES.match(text[read.end :]) and read.measured.low != read.measured.high)


def _why_not(line: NoteLine, named: Named, how: How, *, told: bool) -> str:
    """Return why what a sentence says of a quantity cannot decide, or an empty text."""
    text = line.text
    if how.why_not:
        return how.why_not
    if PARTIAL_BEFORE.search(text[: named.start]) or AUTOSCORED.search(text[named.end : named.end + BRIEF]):
        return "is a part of what is asked for, or of another kind"
    if is_suppliers(line.quote.passage) and not how.by_whom:
        return "was made by an equipment supplier"
    if DOUBTED.search(text):
        return "is put in doubt by the same sentence"
    return "is what the patient tells" if told or AT_HOME.search(text) else ""


def _noted(line: NoteLine, label: str, start: int, end: int, measured: Measured | None, why_not: str) -> Measurement:
    text = line.text
    first = max(text.rfind(mark, 0, start) for mark in (",", ";", ". ")) + 1
    first = start if CHANGED_TO.search(text[first:start]) else first
    when = _day(line, start, end)
    return Measurement(
        quote=line.quote, label=label, value=text[start:end].strip(), measured=measured, polarity=frozenset(),
        when=when, context=f"{line.quote.passage.section_title} {text[first : _end_of_value(text, end)]}",
        around=text, why_not=why_not,
    )  # fmt: skip


def _end_of_value(text: str, end: int) -> int:
    """Return where the words that belong to a value end: before the next value, or with the part of the sentence."""
    for match in re.finditer(r"[,;)]|\. | to (?=\d)", text[end:]):
        place = end + match.start()
        rest = re.split(r"[,;)]|\. ", text[place + 1 :])[0]
        if match.group() != "," or re.search(r"\d", rest) or not states_of(rest):
            return place
    return len(text)


def _day(line: NoteLine, start: int, end: int) -> Interval | None:
    """Return the day of a value in a note: the one written with it, that of its section's title, or that of the "
    "note."""
    told = told_dates(line.text, line.first_day)
    after = [
        one
        for one in told
        if end <= one.start <= end + 2 * BRIEF and not re.search(r"[;.]|\d", line.text[end : one.start])
    ]
    if after:
        return after[0].when
    before = [one for one in told if one.end <= start and not re.search(r";|\.(?!\d)", line.text[one.end : start])]
    if before:
        return before[-1].when
    titled = _titled(line)
    if titled:
        return titled
    if _is_of_earlier(line.text, start, end) or stance(line, start, end).past:
        return Interval(EARLIEST, line.first_day) if line.first_day else None
    return on(line.first_day)


def _is_of_earlier(text: str, start: int, end: int) -> bool:
    """Say whether a value is told as one of an earlier day that is not given."""
    clause = clause_around(text, start, end)
    before = text[max(0, text.rfind(clause, 0, end)) : start]
    if CHANGED_TO.search(before):
        return False
    return bool(EARLIER.search(before) or EARLIER_AFTER.match(text[end:]))


def _titled(line: NoteLine) -> Interval | None:
    """Return the day that the title of a section gives; "HPI (template 2014)" tells how old the form is."""
    told = told_dates(FORM_OF.sub("", line.quote.passage.section_title), line.first_day)
    return told[-1].when if told else _loose(line)


def _loose(line: NoteLine) -> Interval | None:
    """Return the day in a title such as "LABS 11/12"."""
    mentions = date_mentions(FORM_OF.sub("", line.quote.passage.section_title))
    return interval_of(mentions[0], line.first_day) if mentions else None


def _beside(text: str, end: int) -> str:
    """Return the flag or the class that stands in brackets right behind a value: "12.4 kU/L (class 3)"."""
    match = re.match(r"\s?\((?P<flag>[^()]{1,30})\)", text[end:])
    if match is None:
        return ""
    flag = match["flag"].strip()
    if limits := LIMITS.match(flag):
        return f"; reference {limits['limits']}"
    return {"H": "high", "L": "low", "HH": "high", "LL": "low", "A": "abnormal", "N": "normal"}.get(flag, flag)


def _polarity_beside(text: str, start: int, end: int, name: str) -> frozenset[str]:
    after = re.split(r"[;.,](?!\d)|\bbut\b", text[end : end + LONGEST_POLARITY])[0]
    said = re.sub(r"\([^)]*\)", " ", after)
    found = told_as(name, None, f"{text[start:end]} {said}" if has_tag(name, "msi") else said, "")
    if found:
        return found
    if (shared := SHARED.match(text, end)) and (found := told_as(name, None, shared["word"], "")):
        return found
    before = re.split(r"[;.,:](?!\d)", text[max(0, start - BRIEF) : start])[-1]
    return polarity_of(before)


def of_tables(case: Case, names: Asked) -> Iterator[Measurement]:
    """Yield the rows that stand under a line which names the quantity and holds no value itself."""
    heading: NoteLine | None = None
    last: NoteLine | None = None
    for line in sorted(case.notes, key=_place):
        if last is None or _is_apart(last, line):
            heading = None
        named = names.first_named(line.text)
        if named:
            read = next(values_after(line.text, named.end, named.name), None)
            heading = line if read is None and is_meant_in_prose(line.text, named.start, named.end) else None
        elif heading is not None:
            yield from _of_row(line, heading, names)
        last = line


def _place(line: NoteLine) -> tuple[str, int, int]:
    passage = line.quote.passage
    return passage.document_id, passage.start, line.quote.start


def _is_apart(last: NoteLine, line: NoteLine) -> bool:
    if last.quote.passage.passage_id != line.quote.passage.passage_id:
        return True
    return bool(re.search(r"\n[ \t]*\n", line.quote.passage.text[last.quote.end : line.quote.start]))


def _of_row(line: NoteLine, heading: NoteLine, names: Asked) -> Iterator[Measurement]:
    named = names.first_named(heading.text)
    match = re.match(r"(?P<what>[A-Za-z][^%\n]{2,60}?)\s{2,}(?P<value>\d[\d.]*\s?%)", line.quote.text)
    said = stance(heading, named.start, named.end) if named else None
    if match is None or named is None or said is None or not said.asserted:
        return
    context = f"{heading.text} {line.text}"
    why_not = "is what the patient tells" if said.told or AT_HOME.search(context) else ""
    yield Measurement(line.quote, named.name, match["value"], value_of(match["value"]), frozenset(), on(line.first_day),
                      line.text, context, why_not)  # fmt: skip
