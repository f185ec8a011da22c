"""Words found inside one document: whole or in part, in any case, each place once. Nothing of it is kept."""

import re

MOST_HITS = 500
LONGEST_WORDS = 100  # characters


def hits(text: str, words: str) -> list[tuple[int, int]]:
    """Return [start, end) of each place where the words stand one after another, with any blanks between them."""
    asked = words.split()[:20]
    if not asked:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, asked)), re.IGNORECASE)
    found = (match.span() for match in pattern.finditer(text))
    return [span for _, span in zip(range(MOST_HITS), found, strict=False)]


def nearest(found: list[tuple[int, int]], at: int) -> int:
    """Return the number of the first hit at or after a place, from 0; the first of all where none is."""
    return next((number for number, (start, _) in enumerate(found) if start >= at), 0)
