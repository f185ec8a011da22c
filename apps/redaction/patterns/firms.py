"""Firms, by what the law adds to their names, by their founders, and by the words around them."""

from apps.redaction.domain.allow_list import CLINICAL_WORDS
from apps.redaction.domain.folding import fold
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.domain.words import word_set
from apps.redaction.patterns.recognizer import Shape, shape

_WORD = r"\p{Lu}(?:[\p{L}\d'’\-]|\.(?=\p{L}))*"
_LEGAL = "Inc LLC Ltd Corp Corporation Incorporated GmbH PLC LLP PLLC Pty"
_KIN = "Sons Co Company Associates Partners Bros Brothers Daughters"
_SEATS = "University Bank Church Embassy Consulate"
_BUSINESS = "website headquarters corporation franchise warehouse factory"
_NOT_FOUNDERS = word_set("the this that these no not with for and or on in at to from his her their our")


def firm_shapes() -> list[Shape]:
    """Return the shapes of firms."""
    return [
        _firm(
            rf"(?:\b\d{{1,3}}[ ])?\b(?:{_WORD},?[ ](?:(?:and|&|of|de)[ ])?){{1,5}}?"
            rf"(?:{_LEGAL.replace(' ', '|')})\b",
            words=_LEGAL,
            reach=(90, 14),
        ),
        _firm(rf"\b(?:{_WORD},?[ ]){{1,3}}(?:&|and)[ ](?:{_KIN.replace(' ', '|')})\b", words=_KIN, reach=(70, 14)),
        _firm(
            rf"\b{_WORD},[ ]{_WORD},?[ ](?:and|&)[ ]{_WORD}(?=[ ]*(?:\n|$|(?:is|was)[ ]an?\b|(?:website|office"
            rf"|offices)\b))",
            words="and",
            marks=("&",),
            reach=(70, 60),
            founders=True,
        ),
        _firm(
            rf"\b(?:{_SEATS.replace(' ', '|')})[ ]of[ ](?:the[ ])?{_WORD}(?:[ ]{_WORD}){{0,2}}",
            words=_SEATS,
            reach=(2, 60),
        ),
        _firm(
            rf"\b[Tt]he[ ]\K{_WORD}(?:[ ]{_WORD}){{0,3}}(?=[ ](?:{_BUSINESS.replace(' ', '|')})\b)",
            words=_BUSINESS,
            reach=(70, 14),
        ),
    ]


def _firm(
    expression: str, *, words: str, reach: tuple[int, int], marks: tuple[str, ...] = (), founders: bool = False
) -> Shape:
    return shape(
        IdentifierKind.ORGANIZATION,
        expression,
        words=words,
        marks=marks,
        reach=reach,
        cased=True,
        doubtful=True,
        check=_are_founders if founders else None,
    )


def _are_founders(text: str) -> bool:
    """Say whether none of the words is one of clinical prose: "Lopez, Santos and Coleman"."""
    words = fold(text).text.lower().replace(",", " ").split()
    return not any(word in CLINICAL_WORDS or word in _NOT_FOUNDERS for word in words if word != "and")
