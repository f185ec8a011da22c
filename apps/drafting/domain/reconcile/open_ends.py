"""What was ordered, advised or awaited and has not come: orders without a result, follow-up that fell due."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from apps.drafting.domain.claims import ClaimType
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.lines import When, line_of
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import Event, Order
from apps.drafting.domain.language.dates import date_mentions, written
from apps.drafting.domain.language.sentences import sentences
from apps.drafting.domain.language.words import stems

ADVISED = re.compile(
    r"\b(?:recommend\w*|repeat|surveillance|follow[- ]?up|return|annual|rescreen|advised)\b", re.IGNORECASE
)
INTERVAL = re.compile(
    r"(?:(?P<low>\d{1,2}) ?(?:-|to) ?)?(?P<high>\d{1,2})[ -]?(?P<unit>month|mo|year|yr|week|wk)s?\b", re.IGNORECASE
)
ANNUAL = re.compile(r"\b(?:annual\w*|yearly|every year)\b", re.IGNORECASE)
AWAITED = re.compile(
    r"\b(?:pending|no result yet|not (?:yet )?(?:back|drawn|done|resulted|scheduled)|outstanding|in process|"
    r"no appt|not in\b|no comment|"
    r"awaiting|overdue|due this month|still no)\b",
    re.IGNORECASE,
)
UNDONE = re.compile(r"\b(?:not|no|never|outstanding|pending|awaiting)\b", re.IGNORECASE)
UNREAD = re.compile(r"\bno comment\b|\bunread\b|\bnot reviewed\b", re.IGNORECASE)
DAYS = {"month": 30.4, "mo": 30.4, "year": 365.25, "yr": 365.25, "week": 7.0, "wk": 7.0}
STANDING = frozenset({"active", "on-hold", "draft"})
REPORTS = frozenset({"imaging_report", "pathology_report"})
SAME_DUE = timedelta(days=31)
GRACE = timedelta(days=14)
RECENT = timedelta(days=60)
MODALITIES = ("ct", "mri", "mammogram", "colonoscopi", "dxa", "echocardiogram", "eye", "ultrasound", "pet")
FINDING = re.compile(
    r"\b(?:nodules?|mass|lesions?|aneurysm|cysts?|adenopathy|opacit(?:y|ies)|effusion)\b", re.IGNORECASE
)
DONE_LATER = timedelta(days=7)
FEWEST_SHARED = 2  # words that advice and a later result must share
LONGEST_QUOTE = 28  # words


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """Something that waits, in words made of its quotes."""

    topic: frozenset[str]
    text: str
    quotes: tuple[Quote, ...]
    type: ClaimType = ClaimType.EVENT
    given: date | None = None  # the day of the report that advises it
    due: date | None = None


def open_ends(chart: Chart, as_of: date) -> list[OpenEnd]:
    """Return what waits, each matter once: orders first, then advice that fell due, then what notes await."""
    found: list[OpenEnd] = [*_orders(chart, as_of), *_lately_ordered(chart, as_of)]
    for end in (*_advice(chart, as_of), *_awaited(chart, as_of)):
        known = next((number for number, other in enumerate(found) if _same_matter(end, other)), None)
        if known is None:
            found.append(end)
        elif _is_one_advice(end, found[known]):  # told once, with both reports
            found[known] = replace(found[known], quotes=(*found[known].quotes, *end.quotes))
    return found


def _same_matter(one: OpenEnd, other: OpenEnd) -> bool:
    return bool(one.topic & other.topic) or _is_one_advice(one, other)


def _is_one_advice(one: OpenEnd, other: OpenEnd) -> bool:
    """Two reports of one day advise for the same month, and do not name different things to be done."""
    if one.topic and other.topic and not one.topic & other.topic:
        return False
    if not (one.due and other.due and one.given and other.given):
        return False
    return abs(one.due - other.due) <= SAME_DUE and abs(one.given - other.given) <= GRACE


def _topic(words: str) -> frozenset[str]:
    ordinary = stems(
        "consultation referral order ordered screening bilateral panel basic visit within weeks days until "
        "test tests report study left right without with contrast after note plan"
    )
    return stems(words) - ordinary


def _orders(chart: Chart, as_of: date) -> Iterator[OpenEnd]:
    for order in waiting_orders(chart):
        undone = bool(UNDONE.search(order.note))
        if order.day and (undone or _is_late(order, as_of)):
            due = f", due {order.due.written}" if order.due else ""
            note = f": {order.note.rstrip('.')}" if undone else ", no result in the chart"
            yield OpenEnd(
                _topic(order.title), f"{_titled(order)} ordered {order.day.written}{due}{note}.", (order.line.quote,)
            )


def _is_late(order: Order, as_of: date) -> bool:
    expected = order.due or order.day
    return expected is not None and as_of - expected.last >= GRACE


def _lately_ordered(chart: Chart, as_of: date) -> Iterator[OpenEnd]:
    """What was ordered so lately, or for so late a day, that nothing is expected yet: a sentence for each."""
    early = [order for order in waiting_orders(chart) if not (_is_late(order, as_of) or UNDONE.search(order.note))]
    planned = [order for order in early if order.is_for_later(as_of)]
    if late := [order for order in early if order not in planned]:
        yield _together("Ordered", late)
    if planned:
        yield _together("Planned", planned)


def _together(what: str, orders: Sequence[Order]) -> OpenEnd:
    told = "; ".join(f"{_shortened(order)} ({_dated(order)})" for order in orders)
    topic = frozenset().union(*(_topic(order.title) for order in orders))
    return OpenEnd(topic, f"{what}: {told}.", tuple(order.line.quote for order in orders))


def _dated(order: Order) -> str:
    ordered = order.day.written if order.day else ""
    return f"ordered {ordered}, due {order.due.written}" if order.due else ordered


def waiting_orders(chart: Chart) -> Iterator[Order]:
    """Yield the orders that stand and of which nothing has come."""
    for order in chart.orders:
        status = order.status.split(",")[0]
        if status in STANDING and order.day and not _done_since(chart, _topic(order.title), order.day.first):
            yield order


def _shortened(order: Order) -> str:
    return re.split(r";|: ", _titled(order))[0]


def _titled(order: Order) -> str:
    return f"{order.title}, draft" if order.status.startswith("draft") else order.title


def _done_since(chart: Chart, topic: frozenset[str], day: date) -> bool:
    happened = [*chart.reports, *chart.procedures]
    return any(
        e.day and e.day.last >= day and topic & stems(e.title) and not e.title.startswith("NOT") for e in happened
    ) or any(r.day and r.day.last > day + DONE_LATER and topic and topic <= stems(r.label) for r in chart.results)


def _advice(chart: Chart, as_of: date) -> Iterator[OpenEnd]:
    for event in sorted(
        (*chart.reports, *chart.procedures, *_reported_in_notes(chart)),
        key=lambda e: e.day.first if e.day else date.min,
        reverse=True,
    ):
        for sentence in sentences(event.detail.removeprefix("note: ")):
            due = _due(sentence.plain, event)
            if due and due + GRACE < as_of and not _later(chart, event, sentence.plain):
                title = f"{event.title}, {event.day.written if event.day else 'undated'}"
                akin = _akin(chart, event)
                since = f"; but {_told_later(akin)}" if akin else "; none later in the chart."
                text = f'{title}: "{sentence.plain.rstrip(".")}"{since}'
                yield OpenEnd(
                    _topic(f"{event.title} {sentence.plain}") & _modalities(f"{event.title} {sentence.plain}"),
                    text,
                    (event.line.quote, *([akin.line.quote] if akin else [])),
                    given=event.day.last if event.day else None,
                    due=due,
                )


def _reported_in_notes(chart: Chart) -> Iterator[Event]:
    """Yield what a report that came as a note advises: it falls due like any other."""
    for line in chart.notes:
        passage = line.quote.passage
        if passage.document_kind in REPORTS and line.day and not line.copied and ADVISED.search(line.text):
            day = When(written(line.day), line.day, line.day)
            yield Event("report", passage.document_title, line.text, day, line_of(line.quote))


def _due(sentence: str, event: Event) -> date | None:
    if not ADVISED.search(sentence) or event.day is None:
        return None
    interval = INTERVAL.search(sentence)
    if interval:
        days = int(interval["high"]) * DAYS[interval["unit"].lower()]
        return event.day.last + timedelta(days=round(days))
    if ANNUAL.search(sentence):
        return event.day.last + timedelta(days=365)
    named = [m for m in date_mentions(sentence) if m.year and m.month]
    return date(named[-1].year or 1, named[-1].month or 1, named[-1].day or 28) if named else None


def _modalities(text: str) -> frozenset[str]:
    return frozenset(s for s in stems(text) if s in MODALITIES or s in stems(" ".join(MODALITIES)))


def _later(chart: Chart, event: Event, sentence: str) -> bool:
    named = _modalities(sentence) or _modalities(event.title)
    if event.day is None:
        return True
    named = named or _topic(event.title)
    return any(
        e.day and e.day.first > event.day.last + DONE_LATER and named & stems(f"{e.title} {e.line.head}")
        for e in (*chart.reports, *chart.procedures)
        if not e.title.startswith("NOT")
    ) or any(
        r.day and r.day.first > event.day.last + DONE_LATER and len(_topic(sentence) & stems(r.name)) >= FEWEST_SHARED
        for r in chart.results
    )


def _akin(chart: Chart, event: Event) -> Event | None:
    """Return the newest later report of another kind that speaks of the same finding, at the same place."""
    finding = _findings(event)
    later = [
        other
        for other in chart.reports
        if other.day and event.day and other.day.first > event.day.last + DONE_LATER
        and len(finding & stems(other.line.head)) >= FEWEST_SHARED
    ]  # fmt: skip
    return max(later, key=lambda other: other.day.last if other.day else date.min, default=None)


def _findings(event: Event) -> frozenset[str]:
    """Return the words of a report's sentences that name what was found, and where."""
    passage = event.line.quote.passage  # a report that came as a note: its advice is one sentence of it
    text = event.detail if passage.structured else passage.text
    found = [one.plain for one in sentences(text) if FINDING.search(one.plain)]
    return stems(" ".join(found)) - stems("new mm cm solid mild left right recommend unchanged")


def _told_later(akin: Event) -> str:
    said = next((one.plain for one in sentences(akin.detail) if FINDING.search(one.plain)), akin.detail)
    return f'{akin.title}, {akin.day.written if akin.day else "undated"}: "{said.rstrip(".")}".'


def _awaited(chart: Chart, as_of: date) -> Iterator[OpenEnd]:
    for line in chart.notes:
        if not line.day or as_of - line.day > RECENT or line.copied or line.relative:
            continue
        if _has_come(chart, line):
            continue
        if (
            AWAITED.search(line.text)
            and not re.search(r"\bnone\b", line.text, re.IGNORECASE)
            and len(line.text.split()) <= LONGEST_QUOTE
        ):
            yield OpenEnd(_topic(line.text), f'{written(line.day)}: "{line.text.rstrip(".")}".', (line.quote,))


def _has_come(chart: Chart, line: NoteLine) -> bool:
    """Return whether a result that a note awaits was filed later."""
    if UNREAD.search(line.text):
        return False
    words = stems(line.text)
    return any(
        r.day and line.day and r.day.first > line.day and (named := stems(r.name)) and named <= words
        for r in chart.results
    )
