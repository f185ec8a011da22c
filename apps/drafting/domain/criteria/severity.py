"""How severe an illness is said to be: beside its name in notes, whatever the entry of the problem list leaves out."""

import re
from collections.abc import Iterable, Sequence

from apps.drafting.domain.criteria.mentions import Mention

WORD = re.compile(r"(?<!not )(?<!non-)\b(?P<word>mild|mod(?:erate)?|severe)(?:ly)?\b", re.IGNORECASE)


def grades_in(text: str) -> frozenset[str]:
    """Return the severity words of a text, short forms in full: "mod-severe" is moderate and severe."""
    found = (match["word"].lower() for match in WORD.finditer(text))
    return frozenset("moderate" if word.startswith("mod") else word for word in found)


def graded_as(said: Sequence[Mention], wanted: Iterable[str]) -> list[Mention]:
    """Return the newest assertions with a severity when it is one asked for; nothing where the newest says another."""
    asked = frozenset().union(*(grades_in(word) for word in wanted))
    graded = [
        one for one in said
        if one.holds and not (one.how.told or one.how.planned) and one.line.section_kind != "family_history"
        and grades_in(one.clause)
    ]  # fmt: skip
    if not asked or not graded:
        return []
    newest = max((one.when.last for one in graded if one.when), default=None)
    last = [one for one in graded if one.when and one.when.last == newest]
    return graded[:2] if last and all(grades_in(one.clause) <= asked for one in last) else []
