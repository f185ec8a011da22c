"""Text that a newer fact has overtaken: carried-forward values, diagnoses that were ruled out, the wrong side."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import Event, Problem, Result
from apps.drafting.domain.language.assertion import negated_stems, sides
from apps.drafting.domain.language.dates import masked, written
from apps.drafting.domain.language.sentences import sentences
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.reconcile.results import day_of, series
from apps.retrieval.domain.assertion import is_hedged

# What notes call the results that plans carry forward.
RESULT_IN_NOTES = {
    "LVEF": re.compile(r"\b(?:LV)?EF\b(?: of| is|:)? ?(?P<value>\d{2})(?:-\d{2})? ?%"),
    "Hemoglobin A1c": re.compile(r"\bA1c\b(?: of| is|:)? ?(?P<value>\d{1,2}(?:\.\d)?)", re.IGNORECASE),
    "CDAI": re.compile(r"\bCDAI\b(?: of| is|:)? ?(?P<value>\d{1,2}(?:\.\d)?)"),
    "eGFR": re.compile(r"\beGFR\b(?: of| is|:)? ?(?P<value>\d{1,3})", re.IGNORECASE),
}
RULED_OUT = {
    "pulmonary embolism": re.compile(r"\b(?:PE|(?i:pulmonary embol(?:ism|us)))\b"),
    "deep vein thrombosis": re.compile(r"\b(?:DVT|(?i:deep vein thrombosis))\b"),
    "transient ischemic attack": re.compile(r"\b(?:TIA|(?i:transient ischemic attack))\b"),
    "stroke": re.compile(r"\b(?:CVA|(?i:stroke))\b"),
    "myocardial infarction": re.compile(r"\b(?:MI|ACS|(?i:myocardial infarction))\b"),
    "rheumatoid arthritis": re.compile(r"\b(?:RA|(?i:rheumatoid arthritis))\b"),
    "lupus": re.compile(r"\b(?:SLE|(?i:lupus))\b"),
    "pneumonia": re.compile(r"(?i:\bpneumonia)\b"),
}
HISTORY_SECTIONS = frozenset({"past_medical_history", "problems", "diagnoses"})
SAID_AS_HISTORY = re.compile(r"\b(?:hx(?: of)?|h/o|history of|s/p|PMH|problem list)\b", re.IGNORECASE)
EXCLUDES = re.compile(
    r"\b(?:no|not (?:a|an)?|ruled out|excluded|negative for|without|do not carry|removed)\b", re.IGNORECASE
)
RULES_OUT = re.compile(r"(?:ruled out|excluded)")
OTHER_SIDE = {"left": "right", "right": "left"}
# Words by which notes speak of a one-sided problem without naming it.
WORDS_OF_PROBLEM = {"radiculopathi": "leg SLR EHL sciatica radicular foot calf buttock"}
FEWEST_ITEMS, LONGEST_ITEM = 3, 5  # of a list of illnesses; words
FEWEST_SHARED = 2  # stems that a note and a problem must share to be about the same thing


def conflicts(chart: Chart) -> Iterator[Conflict]:
    """Yield what notes still say although the record has moved on, each topic once."""
    yield from _overtaken_results(chart)
    yield from _ruled_out(chart)
    yield from _wrong_side(chart)
    yield from _declined(chart)


def said_on(line: NoteLine) -> str:
    """Return when a note line was written, and since when in the same words."""
    if line.day is None:
        return "an undated note"
    if line.copied and line.first_day:
        return f"text of {written(line.day)} copied from {written(line.first_day)}"
    return f"the note of {written(line.day)}"


def _overtaken_results(chart: Chart) -> Iterator[Conflict]:
    by_name = series(chart)
    for name, pattern in RESULT_IN_NOTES.items():
        newest = by_name[name][-1] if name in by_name else None
        if newest is None or newest.day is None:
            continue
        for line in chart.notes:
            if _is_overtaken(line, pattern, newest):
                text = f'{name} was {newest.value} on {newest.day.written}, but {said_on(line)} says "{_short(line)}".'
                yield Conflict(name, text, (newest.line.quote,), line.quotes())
                break


def _is_overtaken(line: NoteLine, pattern: re.Pattern[str], newest: Result) -> bool:
    if not (line.copied and line.day and line.first_day and newest.number is not None):
        return False
    if not line.first_day < day_of(newest) <= line.day:
        return False
    found = pattern.search(masked(line.text))
    return found is not None and Decimal(found["value"]) != newest.number


def _ruled_out(chart: Chart) -> Iterator[Conflict]:
    excluding = [line for line in chart.notes if line.day and not line.relative and RULES_OUT.search(line.text)]
    for name, pattern in RULED_OUT.items():
        if any(pattern.search(problem.name) for problem in chart.problems):
            continue
        exclusion = _exclusion(chart, excluding, pattern)
        if exclusion is None:
            continue
        quote, day = exclusion
        for line in chart.notes:
            if line.day and line.day >= day and _carries(line, pattern):
                excluded = _excluding(quote, pattern)
                carried = _item(line, pattern)
                text = f'{_sentence_case(said_on(line))} has "{carried}", but on {written(day)}: "{excluded}".'
                yield Conflict(name, text, (quote,), line.quotes())
                break


def _carries(line: NoteLine, pattern: re.Pattern[str]) -> bool:
    found = pattern.search(line.text)
    as_history = line.section_kind in HISTORY_SECTIONS or SAID_AS_HISTORY.search(line.text)
    if not found or line.relative or not as_history or "r/o" in line.text.lower():
        return False
    return not (stems(found.group()) & negated_stems(line.text)) and not EXCLUDES.search(line.text)


def _exclusion(chart: Chart, excluding: Iterable[NoteLine], pattern: re.Pattern[str]) -> tuple[Quote, date] | None:
    for report in chart.reports:
        found = pattern.search(report.detail)
        if found and EXCLUDES.search(report.detail[: found.start()][-25:]) and report.day:
            return report.line.quote, report.day.first
    excluded = re.compile(rf"{pattern.pattern}\W+(?:was |were |is )?{RULES_OUT.pattern}")
    for line in excluding:
        if line.day and excluded.search(line.text):
            return line.quote, line.day
    return None


def _wrong_side(chart: Chart) -> Iterator[Conflict]:
    told: list[tuple[NoteLine, frozenset[str]]] = []
    one_sided = [(problem, side) for problem in chart.problems if problem.active and (side := _side_of(problem))]
    notes = _by_side(chart.notes) if one_sided else {}
    for problem, side in one_sided:
        own = _own_words(problem)
        for line in notes.get(OTHER_SIDE[side], ()):
            if _is_about(line, own) and not any(_is_same_slip(line, own, *other) for other in told):
                told.append((line, own))
                text = f'{problem.name} on the problem list, but {said_on(line)} says "{_short(line)}".'
                yield Conflict(f"side {problem.name}", text, (problem.line.quote,), line.quotes())
                break


def _is_same_slip(line: NoteLine, own: frozenset[str], other: NoteLine, of_other: frozenset[str]) -> bool:
    """Say whether a note that names the wrong side of one illness was told: the words of a document, told once."""
    one_note = line.quote.passage.document_id == other.quote.passage.document_id
    return line.quote == other.quote or (one_note and bool(own & of_other))


def _side_of(problem: Problem) -> str:
    """Return the one side that a problem is on, or an empty text."""
    said = sides(f"{problem.name} {' '.join(problem.line.parts)}") & {"left", "right"}
    return next(iter(said)) if len(said) == 1 else ""


def _by_side(notes: Iterable[NoteLine]) -> dict[str, list[NoteLine]]:
    """Return the sentences about the patient that name one side alone, by that side."""
    found: dict[str, list[NoteLine]] = {}
    for line in notes:
        said = frozenset() if line.relative else sides(line.text)
        if len(said) == 1:
            found.setdefault(next(iter(said)), []).append(line)
    return found


def _own_words(problem: Problem) -> frozenset[str]:
    own = stems(problem.name) | stems(" ".join(WORDS_OF_PROBLEM.get(s, "") for s in stems(problem.name)))
    return own - stems("left right upper lower outer inner quadrant lobe mm cm solid calcified")


def _is_about(line: NoteLine, own: frozenset[str]) -> bool:
    shared = own & stems(line.text)
    return len(shared) >= FEWEST_SHARED and not shared & negated_stems(line.text) and not is_hedged(line.text)


def _declined(chart: Chart) -> Iterator[Conflict]:
    for procedure in chart.procedures:
        if not procedure.title.startswith("NOT done:") or procedure.day is None:
            continue
        words = stems(procedure.title) - stems("NOT done")
        for line in chart.notes:
            overtaken = line.copied and line.day and line.first_day and line.first_day < procedure.day.first < line.day
            if overtaken and words <= stems(line.text):
                done = f"{procedure.title}, {procedure.day.written} ({re.sub(r' ?[(].*?[)]$', '', _reason(procedure))})"
                text = f'{done}, but {said_on(line)} says "{_short(line)}".'
                yield Conflict(procedure.title, text, (procedure.line.quote,), line.quotes())
                break


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _short(line: NoteLine) -> str:
    return line.text.rstrip(".")


def _item(line: NoteLine, pattern: re.Pattern[str]) -> str:
    """Return of a list of few words each the item that names it, else the sentence."""
    items = [item.strip(" .") for item in line.text.split(",")]
    is_list = len(items) >= FEWEST_ITEMS and all(len(item.split()) <= LONGEST_ITEM for item in items)
    named = (item for item in items if is_list and pattern.search(item))
    return next(named, _short(line))


def _reason(procedure: Event) -> str:
    return procedure.detail.removeprefix("reason: ").split(";")[0]


def _excluding(quote: Quote, pattern: re.Pattern[str]) -> str:
    said = next((s.plain for s in sentences(quote.plain) if pattern.search(s.plain)), quote.plain)
    return said.split(" · ")[0].rstrip(".")
