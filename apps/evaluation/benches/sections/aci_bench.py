"""aci_bench: notes that clinicians divided with headers in capitals."""

import re
from collections.abc import Sequence
from pathlib import Path

from apps.chart.domain.documents import SectionKind
from apps.chart.domain.sections import split
from apps.chart.domain.text import note_text
from apps.core.domain.bench import BenchResult
from apps.evaluation.benches.rows import rows_of
from apps.evaluation.benches.sections.scoring import SAME_LINE, Gold, found_in, result, score

FILE = "aci_bench.jsonl.gz"
K = SectionKind
LONGEST = 8  # words
IN_CAPITALS = re.compile(r"[A-Z][A-Z &/,()'-]+")
# The first word that a header holds says what it is. Written from how such notes are taught, not from our titles.
MEANS: tuple[tuple[str, SectionKind], ...] = (
    (r"CHIEF COMPLAINT|^CC$|REASON FOR", K.CHIEF_COMPLAINT),
    (r"PRESENT ILLNESS|^HPI$|^SUBJECTIVE$", K.HISTORY_OF_PRESENT_ILLNESS),
    (r"INTERVAL", K.INTERVAL_HISTORY),
    (r"FAMILY", K.FAMILY_HISTORY),
    (r"SOCIAL", K.SOCIAL_HISTORY),
    (r"SURGICAL HISTORY|^PSH$", K.PAST_SURGICAL_HISTORY),
    (r"REVIEW OF SYSTEMS|^ROS$", K.REVIEW_OF_SYSTEMS),
    (r"HISTORY|^PMH$", K.PAST_MEDICAL_HISTORY),
    (r"VITAL", K.VITAL_SIGNS),
    (r"EXAM|^OBJECTIVE$", K.PHYSICAL_EXAM),
    (r"ALLERG", K.ALLERGIES),
    (r"MEDICATION|^MEDS$", K.MEDICATIONS),
    (r"IMAGING|RADIOLOGY", K.IMAGING),
    (r"RESULT|LABS?\b|LABORATOR|STUDIES", K.RESULTS),
    (r"PROCEDURE", K.PROCEDURES),
    (r"IMMUNI|VACCIN", K.IMMUNIZATIONS),
    (r"PROBLEM", K.PROBLEMS),
    (r"(ASSESSMENT|IMPRESSION).*PLAN|^A ?[/&] ?P$", K.ASSESSMENT_AND_PLAN),
    (r"ASSESSMENT", K.ASSESSMENT),
    (r"IMPRESSION", K.IMPRESSION),
    (r"DIAGNOS", K.DIAGNOSES),
    (r"PLAN|RECOMMENDATION", K.PLAN),
    (r"INSTRUCTION|FOLLOW.?UP|DISPOSITION", K.INSTRUCTIONS),
)
GOLD = (
    "Gold: a line of its own in capitals (at most eight words, no digit, a colon at most at its end) whose words say "
    "what section it is, by a short list of words kept with this bench, apart from the titles the product knows. The "
    "set has no other division of its notes. Sub-headings in small letters are no gold: one found counts against us."
)


def bench_aci_bench(folder: Path) -> BenchResult:
    """Measure the sections of every note of the folder's file."""
    scores, unread = [], 0
    for row in rows_of(folder / FILE):
        text = note_text(row["note"])
        gold, others = _gold(text.split("\n"))
        unread += len(others)
        unjudged = frozenset(line for pair in others for line in pair)
        scores.append(score(gold, found_in(text, split(text)), unjudged))
    said = f"{unread} lines in capitals say none of these words: neither gold nor counted against anybody."
    return result(scores, (GOLD, SAME_LINE, said))


def _gold(lines: Sequence[str]) -> tuple[list[Gold], list[tuple[int, int]]]:
    """Return the sections, and the other lines in capitals, each with the line that follows it."""
    gold, others = [], []
    for number, line in enumerate(lines):
        title = line.strip().removesuffix(":").strip()
        if not IN_CAPITALS.fullmatch(title) or len(title.split()) > LONGEST:
            continue
        begins = _begins(lines, number)
        if kind := next((kind for words, kind in MEANS if re.search(words, title)), None):
            gold.append(Gold(begins, kind))
        else:
            others.append((number, begins))
    return gold, others


def _begins(lines: Sequence[str], header: int) -> int:
    return next((n for n in range(header + 1, len(lines)) if lines[n].strip()), len(lines) - 1)
