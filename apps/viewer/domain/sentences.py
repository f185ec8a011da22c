"""Where sentences and lines of a source begin and end: for what is taken from it whole."""

import re

TITLED = "".join(rf"(?<!\b{word}\.)" for word in ("Mr", "Mrs", "Ms", "Dr", "St", "vs", "No", "Prof"))
SENTENCE_ENDS = re.compile(rf"\n+|(?<=[.!?]){TITLED}[\"')\]]*[ \t]+(?=[A-Z0-9(\"'\[])")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of each sentence or line, the blanks between them left out."""
    edges = [0, *(edge for found in SENTENCE_ENDS.finditer(text) for edge in found.span()), len(text)]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if text[start:end].strip()]
