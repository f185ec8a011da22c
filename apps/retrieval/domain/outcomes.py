"""Questions for what something showed: "not done", "pending" and "declined" are no result."""

import re
from collections.abc import Iterable, Sequence

from apps.retrieval.domain.asking import Asked, written
from apps.retrieval.domain.evidence import Found, holds
from apps.retrieval.domain.spans import sentences
from apps.retrieval.domain.triggers import PLANS

ASKS_OUTCOME = re.compile(
    r"(?i)\bwhat (?:did|do|does|was|were|is|are)\b[^?]*\b(?:show|shows|reveal\w*|find|found|demonstrate\w*|"
    r"recommend\w*|advise\w*|suggest\w*|conclude\w*|results?|findings?|activity|levels?|values?|readings?|scores?)\b|"
    r"\b(?:results?|findings?|outcomes?|conclusions?) (?:of|from)\b"
)
NOT_DONE = re.compile(
    r"(?i)\b(?:not|never|n't)(?: \w+){0,2} (?:done|tested|performed|needed|indicated|scheduled|checked|obtained|back|"
    r"received|measured|sent|drawn|booked|arranged|available|taken place|take place)\b|\bnot (?:come|came) back\b|"
    r"\b(?:declin\w+|refus\w+|deferr\w+|postpon\w+|cancel\w+|overdue|outstanding|no.?show)\b|"
    r"\bprefers? (?:to wait|not)\b|\bto be (?:\w+ )?(?:booked|done|arranged|drawn|sent|repeated)\b|"
    r"\bif (?:no|not|it|symptoms?|this)\b|\breferral\b|\bsuggested\b|\badvis(?:es|ed)\b|\bneeds\b|\bbook for\b|"
    r"\bto (?:get|obtain|check|repeat|book)\b"
)


def asks_outcome(question: str) -> bool:
    """Say whether a question is for the result of something, or for what somebody advised."""
    return bool(ASKS_OUTCOME.search(question))


def only_intended(asked: Sequence[Asked], found: Iterable[Found]) -> bool:
    """Say whether everything that holds most of what is asked says that it was not done, or is still to come.

    A report's own page need not name its examination in every sentence: what stands under a title that names it counts
    as told.
    """
    rows = list(found)
    told = [(sum(holds(one, written(text)) for one in asked), text) for row in rows for text in _sentences(row)]
    most = max((count for count, _ in told), default=0)
    if not most or any(_holds_all(asked, row.above) and not row.is_plan for row in rows):
        return False
    return all(NOT_DONE.search(text) or PLANS.search(text) for count, text in told if count == most)


def _sentences(row: Found) -> list[str]:
    if row.structured:
        return row.of_patient.splitlines()
    text = row.of_patient
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


def _holds_all(asked: Sequence[Asked], text: str) -> bool:
    words = written(text)
    return bool(asked) and all(holds(one, words) for one in asked)
