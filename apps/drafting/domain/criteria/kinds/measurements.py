"""Every value the chart gives for a quantity: measured lines, conclusions of reports, and what notes say of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.interpretations import told_as
from apps.drafting.domain.criteria.kinds.asked import Asked, asked_by
from apps.drafting.domain.criteria.kinds.common import as_list, names_of
from apps.drafting.domain.criteria.kinds.devices import by_device, rule_asked
from apps.drafting.domain.criteria.kinds.measurement import Measurement
from apps.drafting.domain.criteria.kinds.noted import How, of_note, of_tables
from apps.drafting.domain.criteria.kinds.rates import rates_of
from apps.drafting.domain.criteria.kinds.strangers import is_of_stranger
from apps.drafting.domain.criteria.kinds.tables import of_cells
from apps.drafting.domain.criteria.labels import says_part
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.periods import of_when
from apps.drafting.domain.criteria.polarity import PENDING
from apps.drafting.domain.criteria.sayings import clause_around
from apps.drafting.domain.criteria.suppliers import is_suppliers_result, suppliers_of
from apps.drafting.domain.criteria.units import unit_named
from apps.drafting.domain.criteria.values import value_of, values_after
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import Event, Result

RETOLD = 60  # days after a result in which a note that gives the same value tells of it
# A value that nobody may count: the specimen was spoiled, the reading failed, the record was taken back.
UNUSABLE = re.compile(
    r"\b(?:QNS|quantity not sufficient|insufficient (?:sample|specimen|quantity)|h(?:a)?emoly[sz]ed|clotted|"
    r"contaminated|(?:items?|questions?) (?:[\d, ]+(?:and )?\d* )?(?:were |was |left )?(?:blank|unanswered|missing|"
    r"skipped)|"
    r"mislabel\w*|wrong (?:patient|tube|specimen)|entered in error|invalid(?:ated)?|unreliable|artefact|artifact|"
    r"not performed|test not done|cancell?ed|rejected|unable to (?:obtain|run|perform)|disregard|poor (?:signal|"
    r"tracing))\b",
    re.IGNORECASE,
)
NOT_FINAL = ("preliminary", "registered, no result yet", "cancelled", "status unknown", "partial")
CLOCK = re.compile(r"\b(\d\d:\d\d)\b")


def measurements(case: Case, test: Test) -> list[Measurement]:
    """Return all values of what a test names, newest first; what a note repeats of a measured line is not told "
    "twice."""
    names = asked_by(test)
    units = [unit.code for one in as_list(test.get("compare")) if (unit := unit_named(str(one.get("unit") or "")))]
    settings = " ".join((*(str(word) for word in as_list(test.get("setting"))), *units))
    by_whom = bool(test.get("performed_by"))
    how = How(settings, by_whom, rule_asked(test))
    suppliers = suppliers_of(case)
    lines = [one for result in case.chart.results if (one := _of_result(result, names, suppliers, by_whom=by_whom))]
    reported = [one for event in case.chart.reports for one in _of_report(event, names)]
    noted = [one for line in case.notes if not is_of_stranger(case, line) for one in of_note(line, names, how)]
    noted += [
        one
        for line in case.unsigned
        for one in of_note(line, names, replace(how, why_not="stands in a document that is not final"))
    ]
    noted += [*of_tables(case, names), *of_cells(case, names), *rates_of(case, names.own)]
    noted = [by_device(replace(one, name=names.known_as(one.name)), how) for one in noted]
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
    if found and (title := names.label(event.title)):
        yield Measurement(event.line.quote, event.title, event.detail, None, told_as(title, None, event.detail, ""),
                          of_when(event.day), text, "", why_not, name=title)  # fmt: skip


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
