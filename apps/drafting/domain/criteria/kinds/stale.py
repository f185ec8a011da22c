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
    r"\b(?:(?:fully |completely |now |has |have |is |are )*(?:healed|resolved|epitheliali[sz]ed)|"
    r"deleted|(?:to be )?removed? from (?:the |his |her )?(?:problem )?list|(?:problem )?list (?:needs|to be) "
    r"(?:clean(?:ed|up)?|clean-?up|corrected|updated)|entered in error|erroneous\w*|misdiagnos\w*|"
    r"never had|does not have|diagnosis (?:withdrawn|removed|retracted))\b",
    re.IGNORECASE,
)
NOT_YET = re.compile(
    r"\b(?:not|never|until|when|once|if|before|after|should|almost|nearly|partial\w*|slowly|yet to|has not|hopefully|"
    r"expected)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


def taken_back(case: Case, standing: Sequence[Problem], now: Sequence[Mention]) -> list[Quote]:
    """Return where clinicians took back every standing entry, when nobody has asserted the illness since."""
    found: list[NoteLine] = []
    for problem in standing:
        lines = [line for line in case.notes if _takes_back(line, problem)]
        if not lines:
            return []
        found += lines[:2]
    last = max((line.day for line in found if line.day), default=None)
    if last is None or any(one.when and one.when.last >= last and not TAKEN_BACK.search(one.line.text) for one in now):
        return []
    return list(dict.fromkeys([*(line.quote for line in found), *(one.line.quote for one in standing)]))


def _takes_back(line: NoteLine, problem: Problem) -> bool:
    match = TAKEN_BACK.search(line.text)
    since = when(problem.since)
    if match is None or NOT_YET.search(line.text[: match.start()]) or is_hedged(line.text) or line.copied:
        return False
    if line.day is None or (since and line.day < since.first) or is_told(line, match.start(), match.end()):
        return False
    how = stance(line, match.start(), match.end())
    own, others = sides(f"{problem.name} {' '.join(problem.line.parts)}"), sides(line.text)
    return not (how.relative or how.supposed or (own and others and not own & others)) and _is_named(line, problem)


def _is_named(line: NoteLine, problem: Problem) -> bool:
    """Say whether a sentence names the illness itself: the last word of what it is called, not only where it sits."""
    head = re.split(r",| of | with | due | in ", problem.name)[0].split()
    return bool(head) and roots(head[-1]) <= roots(line.text)
