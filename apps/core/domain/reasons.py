"""What counts as words of why: enough for somebody else to understand later."""

import re

WORD = re.compile(r"[^\W\d_]{2,}")
FEWEST_LETTERS = 5
FEWEST_DIFFERENT = 3
IN_WORDS = "Say it in two words or more, such as “Code blue”: somebody else reads it later."


def says_why(text: str) -> bool:
    """Return whether a text holds two different words and a few letters; a dot or one letter says nothing.

    The letters are counted over all words together, so that “AAA rupture” passes and “zz zzz” does not. No word is
    asked for a vowel or looked up: “PTX, CPR” and another language are honest reasons, and care waits on them.
    """
    words = {word.casefold() for word in WORD.findall(text)}
    letters = "".join(words)
    return len(words) > 1 and len(letters) >= FEWEST_LETTERS and len(set(letters)) >= FEWEST_DIFFERENT
