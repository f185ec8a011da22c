"""What of a word's writing the name finder looks at."""

from spacy.lang.lex_attrs import word_shape

from apps.redaction.names.tokens import LINE, UNKNOWN, folded
from apps.redaction.names.vectors import CONTINUES, WordVectors

_RUN = 4  # a shape counts no more of the same
_LONG = 100  # letters, from which on spaCy has one shape for all


class Features:
    """Small-letter form where that is known, first three letters, last four, shape."""

    def __init__(self, vectors: WordVectors) -> None:
        self._known = frozenset(word for word in vectors.words if not word.startswith(CONTINUES))

    def __call__(self, word: str) -> tuple[str, str, str, str]:
        """Return the features of a word, in the order in which the model reads them."""
        lower = folded(word)
        return lower if lower in self._known else UNKNOWN, lower[:3], lower[-4:], self.shape(word)

    def lower(self, word: str) -> str:
        """Return the word as its vector is looked up."""
        return folded(word)

    def norm(self, word: str) -> str:
        """Return the word's small-letter form, if it is a known one."""
        lower = folded(word)
        return lower if lower in self._known else UNKNOWN

    def prefix(self, word: str) -> str:
        """Return the first three letters."""
        return folded(word)[:3]

    def suffix(self, word: str) -> str:
        """Return the last four letters."""
        return folded(word)[-4:]

    def shape(self, word: str) -> str:
        """Return which of a word's characters are large, small, digits or else; the usual ones fast."""
        if word == LINE:
            return LINE
        if word.isascii() and word.isalpha() and len(word) < _LONG:
            if word.islower():
                return "x" * min(len(word), _RUN)
            if word[1:].islower():
                return "X" + "x" * min(len(word) - 1, _RUN)
        return word_shape(word)
