"""Which passwords are taken: long, and no word that everybody tries first (S01). Nothing else is asked of them."""

import re
import unicodedata
from collections.abc import Callable, Iterable

SHORTEST, LONGEST = 15, 200
FEWEST_LEFT = 8  # characters that are no part of a word somebody would guess from the person or the place
FEWEST_DIFFERENT = 5
SHORTEST_CONTEXT = 4
CONTEXT = ("clinician", "review", "workbench", "password", "passphrase", "clinic", "hospital", "welcome", "letmein",
           "changeme", "secret", "physician", "doctor", "medicine", "health", "qwerty", "admin", "login")  # fmt: skip
RUNS = (
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
)


def why_not(password: str, names: Iterable[str], is_common: Callable[[str], bool]) -> str:
    """Return why a password is not taken, in a sentence, or an empty text.

    ``names`` are words of the person and the place; ``is_common`` knows the list of what everybody uses.
    """
    if len(password) < SHORTEST:
        return f"Choose {SHORTEST} characters or more; this has {len(password)}. Four or five words are easy to keep."
    if len(password) > LONGEST:
        return f"Choose {LONGEST} characters or fewer; this has {len(password)}."
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(set(plain)) < FEWEST_DIFFERENT or _is_a_run(plain):
        return "That is one pattern over and over, which is tried first. Choose words that do not follow each other."
    if any(is_common(word) for word in (plain, _letters(plain), _once(plain))):
        return "That is one of the passwords that are tried first. Choose words that nobody else puts together."
    if len(_without(plain, names)) < FEWEST_LEFT:
        return "That is made of your name, your organization or a word for this place. Choose words of your own."
    return ""


def _letters(plain: str) -> str:
    return "".join(character for character in plain if character.isalpha())


def _once(plain: str) -> str:
    """Return what a text repeats, or the text."""
    again = re.fullmatch(r"(.{3,}?)\1+.{0,3}", plain, re.DOTALL)
    return again[1] if again else plain


def _is_a_run(plain: str) -> bool:
    return any(plain in run or plain[::-1] in run for run in RUNS) or len(_once(plain)) < SHORTEST_CONTEXT


def _without(plain: str, names: Iterable[str]) -> str:
    words = {part for name in names for part in re.split(r"\W+", unicodedata.normalize("NFKC", name).casefold())}
    for word in sorted({word for word in words if len(word) >= SHORTEST_CONTEXT} | set(CONTEXT), key=len, reverse=True):
        plain = plain.replace(word, "")
    return "".join(character for character in plain if character.isalnum())
