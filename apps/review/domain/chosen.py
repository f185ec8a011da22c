"""Words of a source that a person chose to cite: whether they can be bound, said in a sentence."""

import re
from dataclasses import dataclass
from datetime import datetime

WORD = re.compile(r"\w+")
LONGEST_SPAN = 1200  # characters: a long paragraph
NOTHING = "No words are chosen. Select the words in the source that your sentence rests on."
OUTSIDE = "These words are not in this version of the document. Open it again and choose them once more."
TOO_LONG = "These are {length} characters; {most} can be cited at once. Choose the words that carry the sentence."
DIFFERENT = "The words you chose do not stand there letter for letter. Nothing was cited: choose them once more."


@dataclass(frozen=True, slots=True)
class ChosenTrace:
    """One citation of a person's in the trace of a draft; no label for who may not read words."""

    claim: int | None  # None: of a sentence that a clinician added
    number: int
    support: str  # what code made of the sentence and all that is cited for it
    person: str
    at: datetime
    label: str


def why_not_span(text: str, start: int, end: int, words: str = "") -> str:
    """Return why [start, end) of a text cannot be cited, or an empty text.

    ``words`` are those that the person saw chosen; what stands between words may differ, and how headings are set.
    """
    if start >= end:
        return NOTHING
    if not 0 <= start < end <= len(text):
        return OUTSIDE
    chosen = text[start:end]
    if not any(map(str.isalnum, chosen)):
        return NOTHING
    if len(chosen) > LONGEST_SPAN:
        return TOO_LONG.format(length=len(chosen), most=LONGEST_SPAN)
    if words and said(words) != said(chosen):
        return DIFFERENT
    return ""


def said(text: str) -> list[str]:
    """Return the words of a text: a page shows blanks, bars and points between columns in its own way."""
    return [word.casefold() for word in WORD.findall(text)]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the blanks at its ends; one that leaves the text as it is, to be refused."""
    chosen = text[start:end] if 0 <= start < end <= len(text) else ""
    if not chosen.strip():
        return start, end
    return start + len(chosen) - len(chosen.lstrip()), end - len(chosen) + len(chosen.rstrip())
