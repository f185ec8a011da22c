"""Addresses, towns with their state, and postal codes. Case matters, but where state and code complete an address."""

from apps.redaction.domain.allow_list import is_clinical
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind
from apps.redaction.patterns.gazetteer import PLACES
from apps.redaction.patterns.recognizer import Shape, shape
from apps.redaction.patterns.streets import ANY_STATE, CITY, STATE_WORDS, ZIP_CODE, street_shapes

_CREDENTIAL_STATES = frozenset({"MD", "PA"})
_SPACED_CODE = r"\d(?:[ ]?\d){4}(?:[ ]?[\-–][ ]?\d(?:[ ]?\d){3})?"


def place_shapes() -> list[Shape]:
    """Return the shapes of addresses, towns and postal codes."""
    return [*street_shapes(), *_boxes(), *_towns(), *_codes()]


def _boxes() -> list[Shape]:
    return [
        shape(
            IdentifierKind.ADDRESS,
            r"\b(?:P\.?\s?O\.?|Post\s+Office)\s*Box\s+#?\d+\b|\b(?:PSC|CMR|Unit|RR"
            r"|HC)\s+\d+,?\s+Box\s+\d+\b|\b(?:US[NC]?S|USCGC)\s+\p{Lu}\p{L}+(?=,?\s+[AFD]PO)",
            words="box psc cmr uss usns uscgc apo fpo dpo",
        ),
        shape(IdentifierKind.ADDRESS, rf"\b[AFD]PO,?\s+A[AEP],?\s+{ZIP_CODE}\b", words="apo fpo dpo", digits=1),
        shape(
            IdentifierKind.ADDRESS,
            r"(?:^|(?<=[,\n>?]))[ \t]*\K(?:Apt|Apartment|Suite|Ste|Flat|Unit)\.?[ ]#?(?=\w{0,5}\d|[A-Z],)\w{1,6}\b",
            words="apt apartment suite ste flat unit",
            digits=1,
        ),
        shape(
            IdentifierKind.ADDRESS,
            r"(?:(?<=\p{L}[ ])(?:Apt|Apartment|Suite|Ste)|(?<=\bat[ ])(?:Unit|Flat))\.?[ ]#?(?=\w{0,5}\d"
            r"|[A-Z],)\w{1,6}\b",
            words="Apt Apartment Suite Ste Unit Flat",
            digits=1,
            cased=True,
        ),
        # A house number, a name and a number again: "27534 Thorsgata 63", "17693 Kiraly u. 15".
        shape(
            IdentifierKind.ADDRESS,
            r"(?<![\d.,/\-])\d{3,6}[ ]\p{Lu}[\p{L}.'’\-]*(?:[ ][\p{L}.'’\-]+){0,5}[ ]\d{1,5}[A-Za-z]?\b"
            r"(?=\.?[ ]*(?:,[ ]*\p{Lu}|\n|$|(?:Apt|Suite|St|street)\b))",
            digits=4,
            cased=True,
            doubtful=True,
            reach=(2, 70),
        ),
    ]


def _towns() -> list[Shape]:
    return [
        shape(
            IdentifierKind.PLACE,
            rf"\b{CITY}(?=,?\s+(?:{ANY_STATE})\.?,?\s+\d{{5}})|\b{CITY}(?=,\s*{ANY_STATE}(?!\p{{L}}))",
            words=STATE_WORDS,
            reach=(64, 40),
            cased=True,
            doubtful=True,
        ),
        # What leaves: the state beside a town says where the town is, and goes with it.
        shape(
            IdentifierKind.PLACE,
            rf"\b{CITY},\s*{ANY_STATE}(?!\p{{L}})",
            words=STATE_WORDS,
            reach=(64, 40),
            cased=True,
            policy=BoundaryPolicy.HOSTED,
            check=_is_town,
        ),
        shape(
            IdentifierKind.PLACE,
            r"\b\p{Lu}[\p{L}'’\-]+(?:[ ]\p{Lu}[\p{L}'’\-]+)?[ ](?:County|Parish|Township|Borough"
            r"|Village)\b(?![ ](?:Hospital|Clinic|Medical))"
            r"|\b\p{Lu}\p{L}+(?:[ ]\p{Lu}\p{L}+)?(?=[ ](?:metro|metropolitan|suburb|neighbou?rhood|area\b))",
            words="county parish township borough village metro metropolitan suburb neighborhood neighbourhood area",
            cased=True,
            doubtful=True,
        ),
    ]


def _is_town(text: str) -> bool:
    """Say whether a town stands before its state: two words before MD or PA are more often a person's name."""
    town, _, state = text.partition(",")
    return not (is_clinical(town) or (state.strip() in _CREDENTIAL_STATES and " " in town and not _is_listed(town)))


def _is_listed(town: str) -> bool:
    words = tuple(town.casefold().split())
    return words in PLACES.get(words[0], ())


def _codes() -> list[Shape]:
    return [
        shape(
            IdentifierKind.ZIP,
            rf"\b(?:{ANY_STATE})\.?,?\s+\K{ZIP_CODE}(?![\d\-])",
            words=STATE_WORDS,
            digits=5,
            cased=True,
        ),
        shape(
            IdentifierKind.ZIP,
            rf"\b(?:zip|postal)(?:\s?\+\s?4)?(?:\s?codes?)?\s*[:#=]?\s*(?:is\s+"
            rf"|of\s+|on\s+(?:file|record)\s+)?\K(?:{_SPACED_CODE}|\d{{3}}(?:\*\*|xx|00)?)(?![\d\-])",
            words="zip zipcode postal",
            digits=1,
        ),
        shape(IdentifierKind.ZIP, r"(?<![\d\-.#])\b\d{5}-\d{4}\b(?![\d\-])", digits=9),
        # Canada, with its space; the United Kingdom, at the end of a line or behind a comma or a town.
        shape(
            IdentifierKind.ZIP,
            r"\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ \-]\d[ABCEGHJ-NPRSTV-Z]\d\b",
            digits=2,
            cased=True,
            reach=(8, 8),
        ),
        shape(
            IdentifierKind.ZIP,
            r"(?:(?<=[,\n][ ]?)|(?<=\p{Lu}\p{Ll}{2,}[ ]))[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKPSTUW]?["
            r" ]\d[ABD-HJLNP-UW-Z]{2}\b(?![ ]?\d)",
            digits=2,
            cased=True,
            reach=(8, 8),
        ),
    ]
