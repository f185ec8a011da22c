"""Surrogate tokens: how one is written, found in a text and put back.

``[CLINICIAN-2]`` stands for the second clinician as written in full; ``[CLINICIAN-2b]`` for the same clinician in
another form ("Okafor", "I. Okafor"). One token stands for exactly one sequence of characters, so a restored text
is the text that was concealed, whatever the wall believed about who is meant.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from apps.redaction.domain.kinds import IdentifierKind

_KINDS = "|".join(sorted((re.escape(kind.value) for kind in IdentifierKind), key=len, reverse=True))
TOKEN = re.compile(rf"\[(?:{_KINDS})-[1-9][0-9]*[a-z]*\]")
_LOOSE_KINDS = _KINDS.replace(r"\-", "[-_ ]?")
# A model writes "[patient 1]" or PATIENT-1 where it read [PATIENT-1].
_LOOSE = re.compile(
    rf"\[\s*(?P<kind>{_LOOSE_KINDS})\s*[-_ :#]?\s*(?P<number>[0-9]+)\s*(?P<form>[a-z]{{0,3}})\s*\]"
    rf"|(?<![\w-])(?P<bare>(?-i:{_KINDS}))-(?P<bare_number>[0-9]+)(?P<bare_form>[a-z]{{0,3}})(?![\w-])",
    re.IGNORECASE,
)


def token_of(kind: IdentifierKind, number: int, form: int) -> str:
    """Return the token of the ``number``-th thing of a kind (from 1) in its ``form``-th writing (from 0)."""
    return f"[{kind.value}-{number}{_suffix(form)}]"


def _suffix(form: int) -> str:
    """Return "" for the first form, then b, c ... z, aa, ab ..."""
    letters, rest = "", form + 1
    while form and rest:
        rest, digit = divmod(rest - 1, 26)
        letters = ascii_lowercase[digit] + letters
    return letters


def tokens_in(text: str) -> list[str]:
    """Return every token of a text, in order, repeated as often as it occurs."""
    return TOKEN.findall(text)


def kind_of(token: str) -> IdentifierKind:
    """Return the kind of a token."""
    return IdentifierKind(token[1:-1].rpartition("-")[0])


def place_of(token: str) -> tuple[int, int, str]:
    """Return where a token stands among those of its kind: by number, then by writing."""
    number, form = re.fullmatch(r"([0-9]+)([a-z]*)", token[1:-1].rpartition("-")[2]).groups()  # type: ignore[union-attr]
    return int(number), len(form), form


@dataclass(frozen=True, slots=True)
class MeantToken:
    """What looks like a token in a machine's answer, [start, end), and the token that it must mean."""

    start: int
    end: int
    token: str


def meant_in(text: str) -> Iterator[MeantToken]:
    """Yield everything in a machine's answer that is a token or was meant as one, in order."""
    for match in _LOOSE.finditer(text):
        kind = match["kind"] or match["bare"]
        word = re.sub(r"[-_ ]+", "", kind).upper()
        named = next(known.value for known in IdentifierKind if known.value.replace("-", "") == word)
        number, form = match["number"] or match["bare_number"], match["form"] or match["bare_form"] or ""
        yield MeantToken(*match.span(), f"[{named}-{int(number)}{form.lower()}]")


def restore(text: str, originals: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Replace each token by its original in one pass. Returns the text and the tokens that nothing is known of."""
    unresolved = tuple(dict.fromkeys(token for token in tokens_in(text) if token not in originals))
    return TOKEN.sub(lambda match: originals.get(match.group(), match.group()), text), unresolved
