"""What stands above an enclosed page: what it is, by whom, of which day, and which of its words are of another day."""

import re
from collections.abc import Iterable

from apps.drafting.domain.composing import listed
from apps.drafting.domain.language.dates import date_mentions

OTHER = "Other note"  # says nothing beside the note's own title
DIGIT = re.compile(r"\d")


def heading(kind: str, title: str, author: str, day: str, *, is_list: bool) -> str:
    """Return e.g. ``Progress note by Dr. I. Okafor, 3 Oct 2024`` or ``Medication list, newest entry 6 Nov 2026``.

    ``day`` is the document's own, as written; a list of the record (``is_list``) is of its newest entry.
    """
    if is_list:
        dated = bool(DIGIT.search(title))  # "Results, 2 Nov 2026"
        return title if dated or not day else f"{title}, newest entry {day}"
    return ", ".join(part for part in (f"{_named(kind, title)}{f' by {author}' if author else ''}", day) if part)


def _named(kind: str, title: str) -> str:
    if kind == OTHER or kind.casefold() in title.casefold() or not title:
        return title or kind
    return kind if title.casefold() in kind.casefold() else f"{kind} ({title})"


def other_days(head: str, labels: Iterable[str]) -> str:
    """Return the sentence that names the days of cited lines that the document's heading does not; empty for none.

    ``labels`` are those of the citations, each with the day its line speaks of.
    """
    told = (label[found.start : found.end].strip() for label in labels for found in list(date_mentions(label))[:1])
    others = [other for other in dict.fromkeys(told) if not head.endswith(other)]
    return f"The cited {'line is' if len(others) == 1 else 'lines are'} of {listed(others)}." if others else ""
