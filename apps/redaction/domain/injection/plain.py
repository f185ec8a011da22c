"""A text as a person reads it: no invisible characters, no letters of another script that look like ours."""

import re
import unicodedata
from dataclasses import dataclass

# Letters of other scripts that look like Latin ones (Unicode Technical Standard 39, the common ones).
LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁɡѵԛԝнкмтвАВЕКМНОРСТХУІЈЅԌαορνικητΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdgvqwhkmtbABEKMHOPCTXYIJSGaopvikntABEZHIKMNOPTYX",
)
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile(r"[A-Za-z]")
UNSEEN = frozenset({"Cf", "Mn", "Me", "Co"})  # categories: format characters, marks, private use


@dataclass(frozen=True, slots=True)
class Plain:
    """A text for reading; ``at[n]`` is where its character n stands in the original, with one more for the end."""

    text: str
    at: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return [start, end) of the original for [start, end) of this text."""
        if not self.at:
            return start, end
        return self.at[start], self.at[end - 1] + 1


def undressed(text: str) -> str:
    """Return a text as ``plain_of`` leaves it, look-alikes apart: for an expression that is to find such texts."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if unicodedata.category(letter) not in UNSEEN)


def plain_of(text: str) -> Plain:
    """Return a text without disguise: compatibility forms resolved, accents, joiners and look-alikes undone."""
    if text.isascii():
        return Plain(text)
    letters: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character):
            if unicodedata.category(letter) not in UNSEEN:
                letters.append(letter)
                at.append(place)
    shown = WORD.sub(_in_one_script, "".join(letters))
    return Plain(shown, (*at, len(text)))


def _in_one_script(word: re.Match[str]) -> str:
    """A word of two scripts is a disguise; one of another script alone is another language."""
    written = word.group()
    return written.translate(LOOKALIKES) if LATIN.search(written) and not written.isascii() else written
