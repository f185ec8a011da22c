"""Every value the chart gives for a quantity: measured lines, conclusions of reports, and what notes say of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.interpretations import told_as
from apps.drafting.domain.criteria.kinds.asked import Asked, asked_by
from apps.drafting.domain.criteria.kinds.common import as_list, names_of
from apps.drafting.domain.criteria.kinds.measurement import BRIEF, Measurement
from apps.drafting.domain.criteria.kinds.rates import rates_of
from apps.drafting.domain.criteria.kinds.strangers import is_of_stranger
from apps.drafting.domain.criteria.kinds.tables import of_cells
from apps.drafting.domain.criteria.labels import is_meant_in_prose, says_part
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.periods import EARLIEST, Interval, interval_of, of_when, on, told_dates
from apps.drafting.domain.criteria.sayings import QUESTION, clause_around, is_suppliers, stance
from apps.drafting.domain.criteria.settings import states_of
from apps.drafting.domain.criteria.suppliers import is_suppliers_result, suppliers_of
from apps.drafting.domain.criteria.units import Measured, unit_named
from apps.drafting.domain.criteria.values import PENDING, polarity_of, value_of, values_after
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import Event, Result
from apps.drafting.domain.language.dates import date_mentions

RETOLD = 60  # days after a result in which a note that gives the same value tells of it
# A value that nobody may count: the specimen was spoiled, the reading failed, the record was taken back.
UNUSABLE = re.compile(
    r"\b(?:QNS|quantity not sufficient|insufficient (?:sample|specimen|quantity)|h(?:a)?emoly[sz]ed|clotted|"
    r"contaminated|(?:items?|questions?) (?:[\d, ]+(?:and )?\d* )?(?:were |was |left )?(?:blank|unanswered|missing|skipped)|"
    r"mislabel\w*|wrong (?:patient|tube|specimen)|entered in error|invalid(?:ated)?|unreliable|artefact|artifact|"
    r"not performed|test not done|cancell?ed|rejected|unable to (?:obtain|run|perform)|disregard|poor (?:signal|"
    r"tracing))\b",
    re.IGNORECASE,
)
# The same, as a sentence of a note says it of the value that it tells.
DOUBTED = re.compile(
    r"(?i)\b(?:to be re-?done|redo it|must be redone|(?:items?|questions?) (?:were |was |left )?(?:blank|unanswered|missing)|"
    r"incomplete (?:form|questionnaire|study|test)|unreliable|invalid(?:ated)?|h(?:a)?emoly[sz]ed|contaminated|spurious|"
    r"(?:poor|suboptimal|variable|submaximal|inconsistent) effort|not (?:valid|reliable|reproducible|interpretable)|"
    r"erroneous|(?:entered|reported|recorded) in error|mis-?(?:keyed|entered|scored|counted|labell?ed|read)|typo|"
    r"wrong patient|(?:probably|likely|surely) (?:wrong|an error|not right)|does not (?:fit|make sense))\b"
)
PARTIAL_BEFORE = re.compile(
    r"\b(?:non-?supine|supine|lateral|N?REM|central|residual|autoscored|goal|target|ideal|expected)\s*$", re.IGNORECASE
)
AUTOSCORED = re.compile(r"^\W{0,3}(?:auto\w*|on CPAP|on PAP|supine|non-?supine|N?REM|central)\b", re.IGNORECASE)
GRADES = re.compile(r"(?i)^\W{0,3}(?:\S+ )?(?:is|are|=|means|being|counts as)\b")
NOT_FINAL = ("preliminary", "registered, no result yet", "cancelled", "status unknown", "partial")
FORM_OF = re.compile(r"(?i)\b(?:template|form|rev(?:ision)?|version|ver|v|edition|macro)\.? ?(?:of |from )?[\d/.-]+")
CLOCK = re.compile(r"\b(\d\d:\d\d)\b")
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
# A count of apneas under pressure says how well the treatment works, not how severe the illness is.
ON_DEVICE = re.compile(
    r"\b(?:on|with|while on|using) (?:\w+ ){0,2}(?:CPAP|BiPAP|APAP|PAP)\b|\b(?:CPAP|PAP|device) download\b",
    re.IGNORECASE,
)
EARLIER_AFTER = re.compile(
    r"\W{0,3}(?:at (?:diagnosis|baseline|onset)|initially|previously|then|before (?:treatment|therapy)|last year)\b",
    re.IGNORECASE,
)
LONGEST_POLARITY = 60  # characters between a name and the word for its result
TIMES = frozenset({"d", "wk", "mo", "a", "h", "min"})


def measurements(case: Case, test: Test) -> list[Measurement]:
    """Return all values of what a test names, newest first; what a note repeats of a measured line is not told "
    "twice."""
    names = asked_by(test)
    units = [unit.code for one in as_list(test.get("compare")) if (unit := unit_named(str(one.get("unit") or "")))]
    settings = " ".join((*(str(word) for word in as_list(test.get("setting"))), *units))
    by_whom = bool(test.get("performed_by"))
    suppliers = suppliers_of(case)
    lines = [one for result in case.chart.results if (one := _of_result(result, names, suppliers, by_whom=by_whom))]
    reported = [one for event in case.chart.reports for one in _of_report(event, names)]
    noted = [
        one
        for line in case.notes
        if not is_of_stranger(case, line)
        for one in _of_note(line, names, settings, "", by_whom=by_whom)
    ]
    noted += [
        one
        for line in case.unsigned
        for one in _of_note(line, names, settings, "stands in a document that is not final", by_whom=by_whom)
    ]
    noted += [*_of_tables(case, names), *of_cells(case, names), *rates_of(case, names.all)]
    lines = [_with_note(one, noted) for one in lines]
    told = [one for one in (*reported, *noted) if not _repeats(one, lines)]
    known = [one for one in (*lines, *told) if one.when is None or one.when.first <= case.as_of]
    return sorted(known, key=lambda one: -(one.when.last.toordinal() if one.when else 0))


def _with_note(one: Measurement, noted: Sequence[Measurement]) -> Measurement:
    """Return a measured value with the sentence of that day's note, or of a later one, that gives the same value."""
    same = [
        note for note in noted
        if note.counts and one.when and note.when and _tells_same(note, one)
        and (note.when == one.when or 0 <= (note.when.last - one.when.last).days <= RETOLD)
    ]  # fmt: skip
    same.sort(key=lambda note: note.when != one.when)
    return replace(one, also=tuple(note.quote for note in same[:1])) if same else one


def _tells_same(note: Measurement, one: Measurement) -> bool:
    if note.measured and one.measured:
        return (note.measured.low, note.measured.high) == (one.measured.low, one.measured.high)
    return bool(note.polarity and note.polarity <= one.polarity and note.measured is None and one.measured is None)


def _of_result(result: Result, names: Asked, suppliers: frozenset[str], *, by_whom: bool) -> Measurement | None:
    named = names.label(result.label)
    if not named or result.value.startswith("no value"):
        return None
    measured = value_of(result.value, named)
    words = result.value if measured is None or measured.unit is None else ""
    polarity = told_as(named, measured, words, result.meaning)
    open_status = next((status for status in NOT_FINAL if result.line.has(status)), "")
    why_not = f"is {open_status}, not final" if open_status else ""
    if not why_not and says_part(result.label, " ".join(names.all)):
        why_not = "is a part of what is asked for, or of another kind"
    if not why_not and UNUSABLE.search(f"{result.value} {result.line.after('note: ')}"):
        why_not = "could not be measured properly"
    if not why_not and not by_whom and is_suppliers_result(result.line, suppliers):
        why_not = "was made by an equipment supplier"
    moment = CLOCK.search(" ".join(result.line.parts))
    return Measurement(
        quote=result.line.quote,
        label=result.label,
        value=result.value,
        measured=measured,
        polarity=polarity,
        when=of_when(result.day),
        context=" ".join((result.label, *result.line.parts)),
        why_not=why_not,
        measured_itself=True,
        moment=moment[1] if moment else "",
        name=named,
    )


def _of_report(event: Event, names: Asked) -> Iterator[Measurement]:
    text = f"{event.title}: {event.detail}"
    why_not = "is preliminary" if event.line.has("preliminary") else ""
    found = list(names.named_in(text))
    for named in found:
        for read in values_after(text, named.end, named.name):
            yield Measurement(
                event.line.quote, text[named.start : named.end], text[read.start : read.end], read.measured,
                frozenset(), of_when(event.day), clause_around(text, read.start, read.end), text, why_not,
            )  # fmt: skip
    if found and (named := names.label(event.title)):
        yield Measurement(event.line.quote, event.title, event.detail, None, told_as(named, None, event.detail, ""),
                          of_when(event.day), text, "", why_not, name=named)  # fmt: skip


def _asks_device(settings: str) -> bool:
    return bool(ON_DEVICE.search(settings) or "treatment" in settings)


def _of_note(line: NoteLine, names: Asked, settings: str, why_not: str, *, by_whom: bool) -> Iterator[Measurement]:
    text = line.text
    taken: set[int] = set()
    times_asked = settings.split()
    for named in names.named_in(text, f"{line.quote.passage.section_title} {line.quote.passage.document_title}"):
        said = stance(line, named.start, named.end)
        if not is_meant_in_prose(text, named.start, named.end) or said.relative or said.supposed:
            continue
        if QUESTION.search(text):
            continue
        not_so = why_not or (
            "was measured on treatment" if ON_DEVICE.search(text) and not _asks_device(settings) else ""
        )
        if not not_so and (
            PARTIAL_BEFORE.search(text[: named.start]) or AUTOSCORED.search(text[named.end : named.end + BRIEF])
        ):
            not_so = "is a part of what is asked for, or of another kind"
        if not not_so and is_suppliers(line.quote.passage) and not by_whom:
            not_so = "was made by an equipment supplier"
        not_so = not_so or ("is put in doubt by the same sentence" if DOUBTED.search(text) else "")
        not_so = not_so or ("is what the patient tells" if said.told or AT_HOME.search(text) else "")
        for read in values_after(text, named.end, named.name):
            unit = read.measured.unit
            if read.start in taken or (unit and unit.code in TIMES and unit.code not in times_asked):
                continue  # "recheck in 3 months" is no value
            if GRADES.match(text[read.end :]) and read.measured.low != read.measured.high:
                continue  # "AHI 15-30 is moderate" tells of a scale
            taken.add(read.start)
            one = _noted(line, text[named.start : named.end], read.start, read.end, read.measured, not_so)
            told = told_as(named.name, read.measured, "", _beside(text, read.end))
            yield replace(one, polarity=told, name=named.name)
        word = _polarity_beside(text, named.start, named.end, named.name)
        if word and not PENDING.search(clause_around(text, named.start, named.end)):
            one = _noted(line, text[named.start : named.end], named.start, named.end, None, not_so)
            yield replace(one, polarity=word, value=", ".join(sorted(word)), name=named.name)


def _noted(line: NoteLine, label: str, start: int, end: int, measured: Measured | None, why_not: str) -> Measurement:
    text = line.text
    first = max(text.rfind(mark, 0, start) for mark in (",", ";", ". ")) + 1
    when = _day(line, start, end)
    return Measurement(
        quote=line.quote, label=label, value=text[start:end].strip(), measured=measured, polarity=frozenset(),
        when=when, context=f"{line.quote.passage.section_title} {text[first : _end_of_value(text, end)]}",
        around=text, why_not=why_not,
    )  # fmt: skip


def _end_of_value(text: str, end: int) -> int:
    """Return where the words that belong to a value end: before the next value, or with the part of the sentence."""
    for match in re.finditer(r"[,;)]|\. ", text[end:]):
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
    before = [one for one in told if one.end <= start and not re.search(r"[;.]", line.text[one.end : start])]
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
    return match["flag"] if match else ""


def _polarity_beside(text: str, start: int, end: int, name: str) -> frozenset[str]:
    after = re.split(r"[;.,](?!\d)|\bbut\b", text[end : end + LONGEST_POLARITY])[0]
    found = told_as(name, None, re.sub(r"\([^)]*\)", " ", after), "")
    if found:
        return found
    before = re.split(r"[;.,:](?!\d)", text[max(0, start - BRIEF) : start])[-1]
    return polarity_of(before)


def _of_tables(case: Case, names: Asked) -> Iterator[Measurement]:
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


def _repeats(one: Measurement, lines: Iterable[Measurement]) -> bool:
    """Say whether a note only repeats a measured line: the same value, measured by the day of the note."""
    latest = one.when.last if one.when else date.max
    if one.measured is None:
        return any(line.when == one.when and line.polarity == one.polarity for line in lines)
    return any(
        line.when and line.when.first <= latest and line.measured
        and (line.measured.low, line.measured.high) == (one.measured.low, one.measured.high)
        for line in lines
    )  # fmt: skip


def waiting_for(case: Case, test: Test) -> list[Quote]:
    """Return where the chart says that a result was asked for and is not there."""
    names = names_of(test)
    orders = [
        order.line.quote
        for order in case.chart.orders
        if order.status in {"active", "on-hold", "draft"} and first_named(order.title, names)
    ]
    noted = [
        line.quote
        for line in case.notes
        if (named := first_named(line.text, names)) and PENDING.search(clause_around(line.text, named.start, named.end))
    ]
    registered = [
        event.line.quote for event in case.chart.reports
        if event.line.has("registered, no result yet") and first_named(event.title, names)
    ]  # fmt: skip
    return [*orders, *registered, *noted][:4]
