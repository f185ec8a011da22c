"""Whether a page says of itself that it is not final: a signed note that speaks of another page's draft does not."""

import re

from apps.drafting.domain.tasks import PassageView

PRELIMINARY = re.compile(
    r"(?i)\(preliminary\)|\bpreliminary report\b|\bunsigned\b|\bnot (?:yet )?signed\b|\bawaiting signature\b|"
    r"\bdraft (?:note|"
    r"report|-)|\b(?-i:DRAFT)\b|\bpended\b|\bsignature pending\b|\bnot (?:yet )?(?:authenticated|interpreted)\b|"
    r"\binterpret\w* by physician: ?_+|\bsign(?:ed|ature)[^\n]{0,20}: ?_{3,}",
)
# Whoever fills in pages and signs none: such a page is taken at its word wherever it speaks of being open.
SIGNS_NOTHING = re.compile(
    r"(?i)\b(?:medical assistant|technician|coordinator|clerk|secretary|scribe|student|supplier|vendor|equipment)\b"
)
SENTENCE = re.compile(r"[\n.;]\s*")
HEAD = 200  # characters of a document in which it says what it is
# What may stand before the words in their line where they are said of the page itself.
OF_ITSELF = re.compile(
    r"(?i)^\W*(?:(?:this|the) )?(?:(?:note|report|document|page|study|status|signature|result|reading|addendum|"
    r"interpretation|electronically)\b\W*)*(?:(?:is|was|are|has|remains|still|been|a|yet|as)\b\W*)*$"
)


def is_preliminary(passage: PassageView) -> bool:
    """Return whether a document says of itself that it is not final or not signed."""
    if PRELIMINARY.search(passage.document_title):
        return True
    return any(_is_of_itself(passage, match) for match in PRELIMINARY.finditer(passage.text))


def _is_of_itself(passage: PassageView, match: re.Match[str]) -> bool:
    if not passage.author_role or SIGNS_NOTHING.search(passage.author_role) or passage.start + match.start() < HEAD:
        return True
    before = passage.text[: match.start()]
    return bool(OF_ITSELF.match(SENTENCE.split(before)[-1]))
