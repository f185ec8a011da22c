"""What a person types, before it is believed: nothing invisible passes for words, nothing hidden rides along."""

import re
import unicodedata

INVISIBLE = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
WORD = re.compile(r"[^\W\d_]{2}")
HIDDEN = (
    "The text holds an invisible character (U+{code:04X}), such as one that turns the direction of writing. "
    "Type the words anew instead of pasting them."
)


def is_blank(text: str) -> bool:
    """Return whether a reader would see nothing: only blanks, control and format characters, or no character."""
    return all(unicodedata.category(character) in INVISIBLE for character in text)


def why_not_typed(text: str) -> str:
    """Return why a text cannot be kept: it holds what no reader sees. An empty text when it can.

    Refuses every format character (Cf: the bidirectional controls U+202A-202E and U+2066-2069, zero-width ones) and
    every control character that is no white space.
    """
    for character in text:
        category = unicodedata.category(character)
        if category == "Cf" or (category == "Cc" and not character.isspace()):
            return HIDDEN.format(code=ord(character))
    return ""


def has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def has_word(text: str) -> bool:
    """Return whether two letters stand side by side: less is no sentence."""
    return WORD.search(text) is not None
