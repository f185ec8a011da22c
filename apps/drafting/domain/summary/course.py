"""What the notes tell beyond the lists: the most telling sentences, quoted, one claim a note and heading.

Where a chart has no list of problems or medications, this is where they stand; elsewhere it fills what is left of the
page. Nothing that is told already is told again.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from apps.drafting.domain.claims import ClaimType, ProposedClaim, Severity
from apps.drafting.domain.composing import claim, said_in, words_in
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.telling import (
    ADMINISTRATIVE,
    DOSED,
    LEAST,
    OUTCOME,
    has_content,
    is_only_listed,
    telling,
)
from apps.drafting.domain.knowledge import DRUG_NAME
from apps.drafting.domain.language.quantities import quantities
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.reconcile.mentions import mentions_of
from apps.drafting.domain.tasks import DraftTask
from apps.redaction.domain.injection import is_doubtful

PROBLEMS, MEDICATIONS, EVENTS = "Active problems", "Medications now", "Events"
OF_PROBLEMS = frozenset({"assessment", "assessment_and_plan", "impression", "diagnoses", "plan", "chief_complaint"})
TOLD = 0.8  # share of a sentence's words that other claims already say
AGES = ((timedelta(days=45), 3), (timedelta(days=200), 2), (timedelta(days=400), 1), (timedelta(days=1100), 0))
LONG_AGO = -2
LEAST_BESIDE_LISTS = 4  # what a sentence must tell where lists say the rest
QUESTION_WORD = re.compile(r"\W*(?:how|what|why|when|where|which|who|whose|can|could|would|should)\b", re.IGNORECASE)
OF_SOMEBODY = re.compile(r"\b(?:you|your|i|my|he|his|she|her|they|their|we|our|pt|patient|\[[A-Z-]+-\d)", re.IGNORECASE)
PART = {"plan": "plan", "assessment_and_plan": "assessment and plan"}  # what is intended is called so
LISTED = 0.9  # share of a sentence's words that the lists hold
RESERVE = 40  # words
FEWEST_KEPT = 3  # words of a part of a sentence
# Of a sentence: between commas, an amount in its unit with at most two words before it.
MEASURE_ALONE = re.compile(
    r"[,;]\s+(?P<measure>(?:[A-Za-z]{1,12} ){0,2}\d[\d ./-]*\s?(?:weeks?|wks?|days?|g|kg|lb|cm|mm|mg|mcg|mL|L|units?|%)"
    r"(?: (?:gestation|of age))?)(?=[,;.]|\s*$)"
)
WORDS_AROUND = 8  # of a claim: the note's kind, day and part


@dataclass(frozen=True, slots=True)
class _Candidate:
    line: NoteLine
    weight: int
    section: str
    is_part: bool = False  # of a sentence


def course(
    chart: Chart, task: DraftTask, disputes: Sequence[Conflict], told: Sequence[ProposedClaim], room: int
) -> Iterator[ProposedClaim]:
    """Yield quoted sentences of the notes, as many words as there is room for, in the order of their headings."""
    chosen = list(_chosen(_candidates(chart, task, disputes, told), told, room)) if room > 0 else []
    groups: dict[tuple[str, str, str, bool], list[NoteLine]] = {}
    for one in chosen:
        place = (one.section, one.line.quote.passage.document_id, PART.get(one.line.section_kind, ""), one.is_part)
        groups.setdefault(place, []).append(one.line)
    for (section, _, part, _), lines in sorted(groups.items(), key=lambda item: _order(item[0][0], item[1][0])):
        lines.sort(key=lambda line: (line.quote.passage.start, line.quote.start))
        yield _claim(section, lines, part)


def _order(section: str, line: NoteLine) -> tuple[str, int]:
    day = line.day.toordinal() if line.day else 0
    return section, day if section == EVENTS else -day


def _candidates(
    chart: Chart, task: DraftTask, disputes: Sequence[Conflict], told: Iterable[ProposedClaim]
) -> list[_Candidate]:
    cited: dict[str, list[tuple[int, int]]] = {}
    for span in (span for one in told for span in one.citations):
        cited.setdefault(span.passage_id, []).append((span.start, span.end))
    least = LEAST_BESIDE_LISTS if chart.problems else LEAST
    is_told_elsewhere = _elsewhere(chart, disputes)
    found = []
    for whole in _with_answers(chart.notes):
        if whole.copied or whole.relative:  # tells nothing of the patient that is new
            continue
        for line in _without_numbers(whole):
            weight = telling(line)
            aged = weight + _of_age(line, task)
            if weight >= LEAST and aged >= least and not (_is_cited(line, cited) or is_told_elsewhere(line)):
                found.append(_Candidate(line, aged, _section(line, chart), line.quote.start != whole.quote.start))
    return sorted(found, key=lambda one: (-one.weight, -(one.line.day.toordinal() if one.line.day else 0)))


def _elsewhere(chart: Chart, disputes: Sequence[Conflict]) -> Callable[[NoteLine], bool]:
    """Return what says whether a sentence is the business of the lists or of the contradictions."""
    ordered, listed = _last_ordered(chart), _in_lists(chart)
    disputed = [conflict.topic for conflict in disputes]

    def is_told_elsewhere(line: NoteLine) -> bool:
        own = _words(line.text)
        return (
            _is_overtaken(line, ordered)
            or len(own & listed) >= LISTED * len(own)
            or _is_disputed(line, disputed)
            or bool(chart.medications and is_only_listed(line))
            or bool(chart.problems and not has_content(line))
        )

    return is_told_elsewhere


def _with_answers(lines: Sequence[NoteLine]) -> Iterator[NoteLine]:
    """Yield the sentences, a question about the patient together with the sentence that answers it.

    No question is yielded alone: who asks says nothing of the patient. What may be an order is not yielded either.
    """
    asked: NoteLine | None = None
    for line in lines:
        if line.text.endswith("?"):
            asked = line if _asks_of_patient(line.text) else None
            continue
        if asked and _is_next(asked.quote, line.quote) and not is_doubtful(line.text):
            quote = Quote(line.quote.passage, asked.quote.start, line.quote.end)
            yield replace(line, quote=quote, text=quote.plain)
        elif not is_doubtful(line.text):
            yield line
        asked = None


def _is_next(one: Quote, other: Quote) -> bool:
    """Say whether nothing stands between two quotes: what was left out there must not come back with them."""
    between = other.passage.text[one.end : other.start]
    return one.passage is other.passage and not any(map(str.isalnum, between))


def _asks_of_patient(question: str) -> bool:
    """Say whether a question may belong to the sentence after it: "Smoking?", "Do you smoke?", not "How do ...?"."""
    return not is_doubtful(question) and bool(OF_SOMEBODY.search(question) or not QUESTION_WORD.match(question))


def _is_cited(line: NoteLine, cited: dict[str, list[tuple[int, int]]]) -> bool:
    quote = line.quote
    return any(start < quote.end and quote.start < end for start, end in cited.get(quote.passage.passage_id, ()))


def _in_lists(chart: Chart) -> frozenset[str]:
    """Return the words of the structured record: what it holds is told from there, or was not worth telling."""
    lines = [fact.line for fact in (*chart.procedures, *chart.immunizations, *chart.encounters)]
    lines += [problem.line for problem in chart.problems] + [medication.line for medication in chart.medications]
    return frozenset().union(*(_words(line.head) for line in lines))


def _is_disputed(line: NoteLine, keys: Iterable[str]) -> bool:
    """Say whether a sentence speaks of a drug about which the record disagrees: that is told with both sides."""
    return any(next(mentions_of(key, line.text), None) for key in keys)


def _last_ordered(chart: Chart) -> dict[str, date]:
    """Return when each drug of the list was last begun, ordered or ended."""
    last: dict[str, date] = {}
    for medication in chart.medications:
        for when in (medication.started, medication.ended):
            if when and not medication.planned:
                last[medication.key] = max(last.get(medication.key, date.min), when.first)
    return last


def _is_overtaken(line: NoteLine, ordered: Mapping[str, date]) -> bool:
    """Say whether a sentence gives a dose that a later order changed; how a drug was borne is never overtaken."""
    if line.day is None or OUTCOME.search(line.text) or not DOSED.search(line.text):
        return False
    words = {word.strip(",.;:()").lower() for word in line.text.split()}
    return any(key.split(maxsplit=1)[-1] in words and line.day < day for key, day in ordered.items())


def _of_age(line: NoteLine, task: DraftTask) -> int:
    if line.day is None:
        return LONG_AGO
    age = task.as_of - line.day
    return next((weight for limit, weight in AGES if age <= limit), LONG_AGO)


def _section(line: NoteLine, chart: Chart) -> str:
    is_drug = bool(DRUG_NAME.search(line.text) and DOSED.search(line.text))
    if not chart.medications and (is_drug or line.section_kind == "medications"):
        return MEDICATIONS
    return PROBLEMS if not chart.problems and line.section_kind in OF_PROBLEMS else EVENTS


def _chosen(candidates: Iterable[_Candidate], told: Iterable[ProposedClaim], room: int) -> Iterator[_Candidate]:
    said = set(_words(" ".join(one.text for one in told)))
    started: set[tuple[str, str]] = set()
    for one in candidates:
        own = _words(one.line.text)
        key = (one.section, one.line.quote.passage.document_id)
        cost = len(one.line.text.split()) + (0 if key in started else WORDS_AROUND)
        if cost > room or (own and len(own & said) >= TOLD * len(own)):
            continue
        room -= cost
        started.add(key)
        said |= own
        yield one


def _words(text: str) -> frozenset[str]:
    """Return what a sentence says: its words and its numbers."""
    return stems(text) | {number.written for number in quantities(text)}


def _claim(section: str, lines: Sequence[NoteLine], part: str) -> ProposedClaim:
    quotes = list(_joined([line.quote for line in lines]))
    quoted = "; ".join(f'"{quote.plain.rstrip(".;, ")}"' for quote in quotes)
    kinds = {PROBLEMS: ClaimType.DIAGNOSIS, MEDICATIONS: ClaimType.MEDICATION, EVENTS: ClaimType.HISTORY}
    severity = Severity.MODERATE if section == EVENTS else None
    return claim(section, f"{said_in(quotes[0], part)}: {quoted}", kinds[section], quotes, severity=severity)


def _joined(quotes: Sequence[Quote]) -> Iterator[Quote]:
    """Yield quotes, those that follow each other in the note as one."""
    whole: Quote | None = None
    for quote in quotes:
        if whole and _follows(whole, quote):
            whole = Quote(whole.passage, whole.start, quote.end)
            continue
        if whole:
            yield whole
        whole = quote
    if whole:
        yield whole


def _follows(one: Quote, other: Quote) -> bool:
    """Say whether a sentence goes on where another ended: on the same line, or on the next after a full stop."""
    between = other.passage.text[one.end : other.start]
    if one.passage is not other.passage or between.strip(" \n.;,"):
        return False
    return "\n" not in between or (between.count("\n") == 1 and one.text.endswith("."))


def _without_numbers(line: NoteLine) -> Iterator[NoteLine]:
    """Yield a sentence up to the reference number it ends in: ``CPT 30520 requested; ref #[ID-1]``.

    Of what follows such a number, the parts that are a measure and nothing else: ``MRN [MRN-1], at 36 2/7 weeks.``
    """
    text = line.quote.text
    found = ADMINISTRATIVE.search(text)
    cut = max(text.rfind(mark, 0, found.start()) for mark in ";,") if found else -1
    yield line if cut <= 0 or len(text[:cut].split()) < FEWEST_KEPT else _part(line, 0, cut)
    for part in MEASURE_ALONE.finditer(text, found.end()) if found else ():
        yield _part(line, part.start("measure"), part.end("measure"))


def _part(line: NoteLine, start: int, end: int) -> NoteLine:
    quote = Quote(line.quote.passage, line.quote.start + start, line.quote.start + end)
    return replace(line, quote=quote, text=quote.plain)


def page_of(claims: Iterable[ProposedClaim], sections: Sequence[str]) -> tuple[ProposedClaim, ...]:
    """Return claims under their headings in the order of the page; within a heading as they come."""
    order = {section: number for number, section in enumerate(sections)}
    return tuple(sorted(claims, key=lambda one: order.get(one.section, len(order))))


def room_for(claims: Iterable[ProposedClaim], most: int) -> int:
    """Return how many words are left of a page; a page that is just full still has room for what weighs most."""
    left = most - words_in(claims)
    return max(left, RESERVE) if left > -RESERVE else 0
