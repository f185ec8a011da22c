"""The terms of a question: its words as they were asked, and what the dictionary added to them."""

import re
from collections.abc import Iterable

from apps.retrieval.domain.expansion import Expansion

_WORD = re.compile(r"\w+(?:[-'./]\w+)*")
MOST_TERMS = 200


def terms_of(text: str, expansion: Iterable[Expansion] = ()) -> list[str]:
    """Return the words of a question in their order, then what its expansion added, each once, whatever its case."""
    terms: dict[str, str] = {}
    for term in (*_WORD.findall(text), *(term for row in expansion for term in row.added)):
        terms.setdefault(term.casefold(), term)
    return list(terms.values())[:MOST_TERMS]
