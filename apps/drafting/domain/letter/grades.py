"""Examination findings graded out of five: which muscle has lost a grade between two dated examinations."""

import re
from collections.abc import Iterator

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Result
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.letter.questions import Question
from apps.drafting.domain.reconcile.results import day_of

GRADE = re.compile(r"(?P<grade>[0-5])(?P<sign>[+-]?)/5")
GRADE_IN_NOTE = re.compile(rf"(?<![\d/.]){GRADE.pattern}(?![\d/])")
# Beside such a word N/5 is a grade of strength; beside others it is a score of something else ("Waddell 0/5").
OF_MUSCLE = re.compile(
    r"\b(?:EHL|FHL|TA|GS|IP|HF|KE|DF|PF|strength|motor|power|weak\w*|myotomes?|foot drop|grip|hallucis|"
    r"quad\w*|hamstring\w*|iliopsoas|gastroc\w*|deltoid\w*|biceps|triceps|"
    r"\w*(?:flexion|flexors?|extension|extensors?|abduction|inversion|eversion))\b",
    re.IGNORECASE,
)
SIGNS = {"-": -0.3, "": 0.0, "+": 0.3}  # 4+ lies between 4 and 5
OF_STRENGTH = stems("muscle strength motor weakness paresis myotome drop")
WEAK = 4.0  # this grade or less is a weakness; 4+ may be effort


def lost_grades(question: Question, chart: Chart) -> Iterator[tuple[Result, Result]]:
    """Yield, for a question about strength, the last higher grade and the newest grade of what has become weaker."""
    if not asks_strength(question):
        return
    by_label: dict[str, list[Result]] = {}
    for result in chart.results:
        if GRADE.fullmatch(result.value) and result.day and stems(result.label) & OF_STRENGTH:
            by_label.setdefault(result.label, []).append(result)
    for results in by_label.values():
        ordered = sorted(results, key=day_of)
        newest = ordered[-1]
        higher = [result for result in ordered if grade(result.value) >= grade(newest.value) + 1]
        if higher:
            yield higher[-1], newest


def asks_strength(question: Question) -> bool:
    """Return whether a question is about the strength of muscles."""
    return question.kind == "statement" and bool(question.words & OF_STRENGTH)


def tells_weakness(question: Question, text: str) -> bool:
    """Return whether a question is about strength and a sentence of a note grades a muscle as weak: ``EHL 4/5``."""
    graded = (grade(found.group()) for found in GRADE_IN_NOTE.finditer(text))
    return asks_strength(question) and bool(OF_MUSCLE.search(text)) and any(one <= WEAK for one in graded)


def grade(value: str) -> float:
    """Return a grade such as ``4+/5`` as a number."""
    found = GRADE.fullmatch(value)
    return int(found["grade"]) + SIGNS[found["sign"]] if found else 0.0
