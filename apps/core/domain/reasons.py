"""What counts as words of why: enough for somebody else to understand later."""

import re

WORD = re.compile(r"[^\W\d_]{2,}")
FEWEST_LETTERS = 5
IN_WORDS = "Say it in two words or more, such as “Code blue”: somebody else reads it later."


def says_why(text: str) -> bool:
    """Return whether a text holds two different words and a few letters; a dot or one letter says nothing."""
    words = {word.casefold() for word in WORD.findall(text)}
    return len(words) > 1 and sum(map(len, words)) >= FEWEST_LETTERS
