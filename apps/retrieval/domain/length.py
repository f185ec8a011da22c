"""How long a text is to the embedder: words, digits and marks."""

import re

# Digits count one by one, as the embedder's vocabulary splits them: a table of results is longer to it than its words
# say.
_UNIT = re.compile(r"[^\W\d_]+|\d|[^\w\s]")


def size(text: str) -> int:
    """Return the length of a text as the embedder sees it, near enough: words, digits and marks."""
    return len(_UNIT.findall(text))
