"""What "unsupported" means here: measured without one line of the checks that are measured."""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+(?:[.,/'-][^\W_]+)*")
# Words that join others and say nothing themselves. Not among them: no, not, without, or, left, right.
JOINING = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have", "in", "is", "it", "of", "on",
    "the", "to", "was", "were", "with",
})  # fmt: skip


def is_said(text: str, cited: Iterable[str]) -> bool:
    """Return whether all words and numbers of a text, joining words aside, stand in one cited line in this order."""
    wanted = [word for word in _words(text) if word not in JOINING]
    return bool(wanted) and any(_stand_in_order(wanted, _words(line)) for line in cited)


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _stand_in_order(wanted: list[str], line: list[str]) -> bool:
    rest = iter(line)
    return all(word in rest for word in wanted)
