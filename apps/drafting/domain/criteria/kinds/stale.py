"""Entries of the problem list that clinicians have since taken back: healed, ruled out, to be removed."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.mentions import Mention
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.sayings import is_told, stance
from apps.drafting.domain.facts.lines import when
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import Problem
from apps.drafting.domain.language.assertion import sides
from apps.retrieval.domain.assertion import is_hedged

TAKEN_BACK = re.compile(
    r"\b(?:deleted|(?:to be )?removed? from (?:the |his |her )?(?:problem )?list|(?:problem )?list (?:needs|to be) "
    r"(?:clean(?:ed|up)?|clean-?up|corrected)|entered in error|misdiagnos\w*|diagnosis (?:withdrawn|removed|"
    r"retracted))\b",
    re.IGNORECASE,
)
OVER_NOW = re.compile(
    r"[^.;,:]{0,40}?\b(?:healed|resolved|epitheliali[sz]ed)\b", re.IGNORECASE
)  # after the name of the illness, with nothing else named between
NOT_YET = re.compile(
    r"\b(?:not|never|until|when|once|if|before|after|should|almost|nearly|partial\w*|slowly|yet to|has not|hopefully|"
    r"expected)\b[^.;]{0,20}$",
    re.IGNORECASE,
)


def taken_back(case: Case, standing: Sequence[Problem], now: Sequence[Mention]) -> list[Quote]:
    """Return where clinicians took back every standing entry, when nobody has asserted the illness since."""
    found: list[NoteLine] = []
    for problem in standing:
        lines = [line for line in case.own_notes if _takes_back(line, problem)]
        if not lines:
            return []
        found += lines[:2]
    last = max((line.day for line in found if line.day), default=None)
    if last is None or any(one.when and one.when.last >= last and one.line not in found for one in now):
        return []
    return list(dict.fromkeys([*(line.quote for line in found), *(one.line.quote for one in standing)]))


def _takes_back(line: NoteLine, problem: Problem) -> bool:
    match = TAKEN_BACK.search(line.text) or _over_now(line, problem)
    since = when(problem.since)
    if (
        match is None
        or NOT_YET.search(line.text[: match.end()].rpartition(" ")[0])
        or is_hedged(line.text)
        or line.copied
    ):
        return False
    if line.day is None or (since and line.day < since.first) or is_told(line, match.start(), match.end()):
        return False
    how = stance(line, match.start(), match.end())
    own, others = sides(f"{problem.name} {' '.join(problem.line.parts)}"), sides(line.text)
    return not (how.relative or how.supposed or (own and others and not own & others)) and _is_named(line, problem)


def _over_now(line: NoteLine, problem: Problem) -> re.Match[str] | None:
    named = re.search(rf"\b{re.escape(_head(problem))}\b", line.text, re.IGNORECASE)
    return OVER_NOW.match(line.text, named.end()) if named else None


def _head(problem: Problem) -> str:
    """Return the last word of what an illness is called, before where it sits."""
    words = re.split(r",| of | with | due | in ", problem.name)[0].split()
    return words[-1] if words else problem.name


def _is_named(line: NoteLine, problem: Problem) -> bool:
    """Say whether a sentence names the illness itself: the last word of what it is called, not only where it sits."""
    return roots(_head(problem)) <= roots(line.text)
