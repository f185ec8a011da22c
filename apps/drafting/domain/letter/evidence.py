"""The quotes that speak to one criterion, best first; none when nothing is good enough."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import zip_longest

from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.words import normal
from apps.drafting.domain.letter.grades import lost_grades
from apps.drafting.domain.letter.questions import Question, questions_of
from apps.drafting.domain.letter.scoring import (
    ASKED_OF_ONE_LINE,
    LINES_OF_KIND,
    THRESHOLD,
    TOP,
    Finder,
    day_of_line,
    in_time,
    line_score,
    note_score,
    speaks_of,
)
from apps.drafting.domain.tasks import PolicyLeaf

MOST_QUOTES = 4  # for one criterion
MOST_OF_ALL = 6  # for one with several parts, all of which must hold: each needs its own
MEASURED_FALL = 12.0  # two measured grades say more than any sentence about them
# Not said to a payer unless the policy itself asks for it: the least that the purpose needs.
SENSITIVE = re.compile(
    r"\b(?:counsel\w*|psych\w*|depress\w*|anxi\w*|PHQ\S*|GAD\S*|suicid\w*|alcohol\w*|EtOH|drink\w*|substance|HIV|"
    r"opioid use|abus\w*|violence|sexual\w*|pregnan\w*|abortion|LCSW)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One quote, what it is worth for the criterion, and the note line it came from (None for a structured line)."""

    quote: Quote
    score: float
    day: date | None
    in_time: bool
    note: NoteLine | None = None


def evidence_for(leaf: PolicyLeaf, finder: Finder, hits: Mapping[str, float]) -> list[Evidence]:
    """Return the best quotes for a criterion; none when nothing is good enough.

    ``hits`` are passage ids with a bonus between 0 and 1 for what the index returned. Each part of a composed test
    gets its own quotes before any part gets more.
    """
    asked = questions_of(leaf)
    ranked = [_ranked(question, leaf, finder, hits) for question in asked]
    most = MOST_OF_ALL if leaf.test and "all" in leaf.test else MOST_QUOTES
    merged = [found for turn in zip_longest(*ranked) for found in turn if found]
    return _distinct(merged)[:most]


def _ranked(question: Question, leaf: PolicyLeaf, finder: Finder, hits: Mapping[str, float]) -> list[Evidence]:
    sensitive = bool(SENSITIVE.search(leaf.text))
    found = [
        one
        for one in _candidates(question, finder, hits)
        if one.score >= THRESHOLD and (sensitive or not SENSITIVE.search(one.quote.plain))
    ]
    if question.kind == "request":
        return sorted(found, key=lambda one: -one.score)[:1]
    timely = [one for one in found if one.in_time]
    ranked = sorted(timely or found, key=lambda one: (-round(one.score), -_day_rank(one.day), one.quote.start))
    return [*ranked[:MOST_QUOTES], *_newest_old_result(question, found, timely)] if timely else ranked[:1]


def _newest_old_result(question: Question, found: list[Evidence], timely: list[Evidence]) -> list[Evidence]:
    """Where only notes are recent enough, the last measured result is shown as well, old as it is."""
    if question.kind != "observation" or any(one.note is None for one in timely):
        return []
    return sorted((one for one in found if one.note is None), key=lambda one: -_day_rank(one.day))[:1]


def _day_rank(day: date | None) -> int:
    return day.toordinal() if day else 0


def _distinct(ranked: Iterable[Evidence]) -> list[Evidence]:
    kept: list[Evidence] = []
    seen: set[str] = set()
    for found in ranked:
        words = normal(found.quote.plain)
        if words not in seen:
            seen.add(words)
            kept.append(found)
    return kept


def _candidates(question: Question, finder: Finder, hits: Mapping[str, float]) -> Iterator[Evidence]:
    kinds = LINES_OF_KIND[question.kind]
    for quote in finder.lines:
        if quote.passage.document_kind in kinds:
            day = day_of_line(quote)
            score = line_score(question, quote, finder, hits.get(quote.passage.passage_id, 0.0))
            yield Evidence(quote, score, day, in_time(question, day, finder.as_of) >= 0)
    for earlier, newest in lost_grades(question, finder.chart):
        for result in (newest, earlier):
            yield Evidence(result.line.quote, MEASURED_FALL, day_of_line(result.line.quote), in_time=True)
    if question.kind in ASKED_OF_ONE_LINE:
        return
    speaks = cache(partial(speaks_of, question))  # of a text that was copied, once
    for line in finder.notes:
        hit = hits.get(line.quote.passage.passage_id, 0.0)
        if speaks(line.text, in_top_hit=hit >= TOP):
            score = note_score(question, line, finder, hit)
            yield Evidence(line.quote, score, line.day, in_time(question, line.day, finder.as_of) >= 0, line)
