"""What one quote is worth as evidence for one question. Weights chosen on the fixture charts."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.lines import when
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import result_of
from apps.drafting.domain.language.assertion import negated_stems
from apps.drafting.domain.language.regions import is_elsewhere
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.letter.grades import tells_weakness
from apps.drafting.domain.letter.questions import Question
from apps.drafting.domain.letter.readings import passes
from apps.drafting.domain.reconcile.mentions import ENDED, FAILED, REACTED
from apps.drafting.domain.tasks import DraftTask
from apps.retrieval.domain.assertion import is_planned

# Below this, sentences that merely share words with the policy came through.
THRESHOLD = 6.0
NAMED, STRUCTURED, TOP_HIT = 4.0, 2.0, 2.0
IN_TIME, TOO_OLD, IN_SETTING, OTHER_SETTING = 1.5, -3.0, 3.0, -4.0
COPIED, PLANNED, UNSURE, DENIED = -3.0, -2.5, -2.0, -1.0
OUTCOME, VALUED, ASSESSED, PASSES = 2.5, 1.5, 1.0, 1.0
# Words shared with a criterion where none of its names stands in the sentence: fewer do in the index's first answers.
FEWEST_SHARED, FEWEST_IN_TOP_HIT, TOP = 3, 2, 0.7
LONGEST_QUOTE, SHORTEST_QUOTE = 48, 2  # words
ASKED_SHARE = 0.5  # of the words of the request that an order must have
# Which structured lines can answer which kind of question.
LINES_OF_KIND: Mapping[str, frozenset[str]] = {
    "condition": frozenset({"problem_list"}),
    "observation": frozenset({"results", "vital_signs"}),
    "trial": frozenset({"medication_list", "allergy_list"}),
    "treatment": frozenset({"medication_list", "procedures"}),
    "encounter": frozenset({"encounters"}),
    "document": frozenset({"results", "procedures"}),
    "statement": frozenset(),
    "absence": frozenset({"problem_list"}),
    "patient": frozenset({"demographics"}),
    "request": frozenset({"orders", "medication_list"}),
    "text": frozenset({"problem_list", "results", "medication_list", "procedures"}),
}
ASKED_OF_ONE_LINE = frozenset({"patient", "request"})
DONE_ONLY = frozenset({"trial", "treatment", "encounter"})
FOUND_BY_MEANING = frozenset({"statement", "document", "absence"})  # words of the sentence may do where no name does
NOT_DONE = re.compile(r"not yet ordered|not ordered\b(?! here)|\bplanned\b")
UNDER_CONDITION = re.compile(r"\b(?:if|until|unless|only if)\b", re.IGNORECASE)
ASSESSMENTS = frozenset({"assessment", "plan", "assessment_and_plan", "impression", "hospital_course"})


@dataclass(frozen=True, slots=True)
class Finder:
    """Everything needed to look for evidence in one chart."""

    chart: Chart
    lines: tuple[Quote, ...]  # structured
    notes: tuple[NoteLine, ...]  # sentences about the patient that are neither too short nor too long to quote
    rarity: Mapping[str, float]  # how rare a word is in this chart
    as_of: date
    asked_for: frozenset[str]  # stems of the service

    @classmethod
    def over(cls, chart: Chart, lines: Iterable[Quote], task: DraftTask) -> "Finder":
        """Return a finder over one chart."""
        lines = tuple(lines)
        counts: Counter[str] = Counter()
        for text in (*(quote.plain for quote in lines), *(line.text for line in chart.notes)):
            counts.update(stems(text))
        total = len(lines) + len(chart.notes) + 1
        rarity = {word: math.log(total / count) for word, count in counts.items()}
        notes = tuple(line for line in chart.notes if not line.relative and _is_quotable(line.text))
        return cls(chart, lines, notes, rarity, task.as_of, stems(task.subject))


def _is_quotable(text: str) -> bool:
    return SHORTEST_QUOTE <= len(text.split()) <= LONGEST_QUOTE


def line_score(question: Question, quote: Quote, finder: Finder, hit: float) -> float:
    """Return what a structured line is worth; 0 where it cannot answer. ``hit`` is 1 for the index's first answer."""
    text = quote.plain
    named = any(name.search(text) for name in question.names)
    if (question.names and not named) or is_elsewhere(question.regions, text) or not _fits(question, quote, finder):
        return 0.0
    score = STRUCTURED + (NAMED if named or question.kind in ASKED_OF_ONE_LINE else 0.0)
    score += _shared(question, text, finder) + in_time(question, day_of_line(quote), finder.as_of)
    score += _in_setting(question, text) + (PASSES if passes(question, quote) else 0.0)
    score += OUTCOME if question.kind == "trial" and "reason: " in text and "Dose" not in text else 0.0
    return score + TOP_HIT * hit


def _fits(question: Question, quote: Quote, finder: Finder) -> bool:
    text = quote.plain
    if question.kind in DONE_ONLY:
        return not NOT_DONE.search(text)
    if question.kind == "condition":
        return not question.active_only or quote.passage.section_title != "Resolved or inactive problems"
    if question.kind == "request":
        share = len(finder.asked_for & stems(text)) / max(1, len(finder.asked_for))
        return share >= ASKED_SHARE and (quote.passage.document_kind == "orders" or bool(NOT_DONE.search(text)))
    if question.kind == "patient":
        return text.startswith("Date of birth") and "age" in question.attribute
    return _measures(question, quote) and all(setting.search(text) for setting in question.settings)


def _measures(question: Question, quote: Quote) -> bool:
    """Return whether a result is of what is asked, not only measured beside it (the flow beside a saturation)."""
    result = result_of(quote) if question.kind == "observation" else None
    own = result.label.rsplit(": ", 1)[-1] if result else ""
    return result is None or own == result.label or any(name.search(own) for name in question.names)


def note_score(question: Question, line: NoteLine, finder: Finder, hit: float) -> float:
    """Return what a sentence of a note is worth; 0 where it does not speak of what is asked."""
    text = line.text
    if not speaks_of(question, text, in_top_hit=hit >= TOP):
        return 0.0
    named = _is_named(question, text)
    score = _shared(question, text, finder) + (NAMED if named else 0.0) + TOP_HIT * hit
    score += in_time(question, line.day, finder.as_of) + _in_setting(question, text)
    score += COPIED if line.copied else 0.0
    score += UNSURE if UNDER_CONDITION.search(text) else 0.0
    score += ASSESSED if line.section_kind in ASSESSMENTS else 0.0
    return score + _of_kind(question, text, named=named)


def speaks_of(question: Question, text: str, *, in_top_hit: bool) -> bool:
    """Return whether a sentence speaks of what is asked; fewer words do in one of the index's first answers."""
    if is_elsewhere(question.regions, text):
        return False
    if question.must_name and not any(name.search(text) for name in question.must_name):
        return False
    if question.kind == "absence" and is_planned(text):
        return False
    if _is_named(question, text):
        return True
    enough = FEWEST_IN_TOP_HIT if in_top_hit else FEWEST_SHARED
    by_meaning = not question.names or question.kind in FOUND_BY_MEANING
    return by_meaning and len(question.words & stems(text)) >= enough


def _is_named(question: Question, text: str) -> bool:
    return any(name.search(text) for name in question.names) or tells_weakness(question, text)


def _of_kind(question: Question, text: str, *, named: bool) -> float:
    score = 0.0
    if question.kind in {"trial", "treatment"} and named and _tells_outcome(text):
        score += OUTCOME
    if question.kind in DONE_ONLY and is_planned(text):
        score += PLANNED
    if question.kind == "observation" and named and any(character.isdigit() for character in text):
        score += VALUED
    if question.kind == "condition" and _denies(question, text):
        score += DENIED
    if tells_weakness(question, text):
        score += OUTCOME
    if question.kind == "encounter":
        score += UNSURE  # the list of visits says it better
    return score


def _tells_outcome(text: str) -> bool:
    return bool(ENDED.search(text) or FAILED.search(text) or REACTED.search(text))


def _denies(question: Question, text: str) -> bool:
    found = [match.group() for name in question.names if (match := name.search(text))]
    return any(stems(name) & negated_stems(text) for name in found)


def _shared(question: Question, text: str, finder: Finder) -> float:
    """Return the weight of the words shared with the criterion, at most what a name is worth twice."""
    shared = question.words & stems(text)
    return min(sum(finder.rarity.get(word, 0.0) for word in shared) / 2, 2 * NAMED) if len(shared) > 1 else 0.0


def in_time(question: Question, day: date | None, as_of: date) -> float:
    """Return a bonus for what is recent enough, a malus for what is not, 0 where nothing is asked."""
    if question.days is None or day is None:
        return 0.0
    return IN_TIME if 0 <= (as_of - day).days <= question.days else TOO_OLD


def _in_setting(question: Question, text: str) -> float:
    if not question.settings:
        return 0.0
    return IN_SETTING if all(setting.search(text) for setting in question.settings) else OTHER_SETTING


def day_of_line(quote: Quote) -> date | None:
    """Return the day a structured line speaks of, else the day of its document."""
    spoken = when(quote.plain.split(" · ", 1)[-1])
    return spoken.last if spoken else quote.day
