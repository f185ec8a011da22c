"""How severe an illness is said to be: beside its name in notes, whatever the entry of the problem list leaves out."""

import re
from collections.abc import Iterable, Sequence

from apps.drafting.domain.criteria.mentions import Mention

WORD = re.compile(r"(?<!not )(?<!non-)\b(?P<word>mild|mod(?:erate)?|severe)(?:ly)?\b", re.IGNORECASE)
# What may stand between an illness and its severity, and what makes a severity one of the past.
NOTHING_ELSE = re.compile(
    r"[\s,:(/-]*(?:(?:to|and|or|mild|mod|moderate|severe|severely|chronic|active|persistent|currently|is|remains|still|now|"
    r"with|by)[\s,:(/-]*)*(?:plaque |right |left |bilateral )?",
    re.IGNORECASE,
)
ONCE = re.compile(r"(?:ly)?[\s,]*(?:in|until|before|last|when)\b(?! (?:the|his|her|groin))", re.IGNORECASE)


def grades_in(text: str) -> frozenset[str]:
    """Return the severity words of a text, short forms in full: "mod-severe" is moderate and severe."""
    found = (match["word"].lower() for match in WORD.finditer(text))
    return frozenset("moderate" if word.startswith("mod") else word for word in found)


def grades_beside(text: str, start: int, end: int) -> frozenset[str]:
    """Return the severity said of the words at [start, end): right before them, or right after; not that of an itch."""
    found = []
    for match in WORD.finditer(text):
        between = text[match.end() : start] if match.end() <= start else text[end : match.start()]
        if NOTHING_ELSE.fullmatch(between) and not ONCE.match(text, match.end()):
            found.append(match.group())
    return grades_in(" ".join(found))


def graded_as(said: Sequence[Mention], wanted: Iterable[str]) -> list[Mention]:
    """Return the newest assertions with a severity when it is one asked for; nothing where the newest says another."""
    asked = frozenset().union(*(grades_in(word) for word in wanted))
    graded = [
        one for one in said
        if one.holds and not (one.how.told or one.how.planned) and one.line.section_kind != "family_history"
        and _grades(one)
    ]  # fmt: skip
    if not asked or not graded:
        return []
    newest = max((one.when.last for one in graded if one.when), default=None)
    last = [one for one in graded if one.when and one.when.last == newest]
    return graded[:2] if last and all(_grades(one) <= asked for one in last) else []


def _grades(one: Mention) -> frozenset[str]:
    return grades_beside(one.line.text, one.start, one.end)
