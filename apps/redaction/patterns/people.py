"""Names that a title, a credential, a signature line or a relationship gives away. Case matters here."""

import re

from presidio_analyzer import Pattern, PatternRecognizer

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.patterns.vocabulary import (
    CREDENTIAL,
    FULL_NAME,
    INITIAL,
    INVERTED_NAME,
    NAME_WORD,
    PARTICLE,
)

FLAGS = re.MULTILINE
CERTAIN = 0.9
_FAMILY = rf"(?:{INITIAL}[ ])?{PARTICLE}{{0,2}}{NAME_WORD}"
_TITLED = rf"(?:{INITIAL}[ ]?)*{PARTICLE}{{0,2}}{NAME_WORD}(?:[ ](?:{_FAMILY}|{INITIAL}(?=[ ]?[,;)a-z\n]|$)))?"
_ANY_NAME = rf"(?:{INVERTED_NAME}|{FULL_NAME})"
_SIGNED = (
    r"(?i:(?:electronically\s+|e-?)?signed(?:\s+electronically)?\s+by|(?:dictated|transcribed|authored|reviewed|reported"
    r"|interpreted|performed|ordered|referred|seen|read|verified|documented|prepared)\s+by)\s*[:\-]?\s*"
)
_LABELLED = (
    r"(?i:author|attending(?:\s+physician)?|(?:primary\s+care\s+|referring\s+|ordering\s+|treating\s+)?"
    r"(?:provider|physician|clinician)|pcp|surgeon|radiologist|pathologist|anesthesiologist|consultant|resident"
    r"|nurse|therapist|dictating|cc)[ \t]*:[ \t]*"
)
_PERSON_LABELLED = (
    r"(?i:patient(?:[ \t]+name)?|name|emergency[ \t]+contact|next[ \t]+of[ \t]+kin|nok|guarantor|subscriber|guardian"
    r"|caregiver|contact(?:[ \t]+person)?|spouse)[ \t]*:[ \t]*"
)
_RELATION = (
    r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Tt]he|[Pp]t['’]?s?|[Pp]atient['’]s)\s+(?:wife|husband|spouse|partner|daughter|son|mother|father"
    r"|sister|brother|grandson|granddaughter|grandmother|grandfather|aunt|uncle|niece|nephew|cousin|fiancée?|girlfriend|boyfriend"
    r"|neighbou?r|friend|caregiver)(?:,|\s+is|\s+named)?\s+"
)


def _recognizer(kind: IdentifierKind, *expressions: str) -> PatternRecognizer:
    return PatternRecognizer(
        supported_entity=kind.value,
        name=f"{kind.value} by its surroundings",
        patterns=[Pattern(f"{kind.value} {i}", expression, CERTAIN) for i, expression in enumerate(expressions)],
        global_regex_flags=FLAGS,
    )


def people_recognizers() -> list[PatternRecognizer]:
    """Return the recognizers of people."""
    return [
        _recognizer(
            IdentifierKind.CLINICIAN,
            rf"\b(?:Dr|DR(?=\.)|Prof)\.?\s+\K{_TITLED}",
            rf"{_SIGNED}(?:Dr\.?\s+)?\K{_ANY_NAME}",
            rf"^[ \t]*{_LABELLED}(?:Dr\.?\s+)?\K{_ANY_NAME}",
            rf"\b{FULL_NAME}(?=,\s*{CREDENTIAL}(?![\p{{L}}-]))",
            rf"\b{FULL_NAME}(?=\s+(?:MD|M\.D\.)(?![\p{{L}}-]))",
        ),
        _recognizer(
            IdentifierKind.PERSON,
            rf"\b(?:Mr|Mrs|Ms|Mx|Miss|MR(?=\.)|MRS(?=\.)|MS(?=\.))\.?\s+\K{_TITLED}",
            rf"^[ \t]*{_PERSON_LABELLED}\K{_ANY_NAME}",
        ),
        _recognizer(
            IdentifierKind.RELATIVE,
            rf"{_RELATION}\K(?=\p{{Lu}}\p{{Ll}}){NAME_WORD}(?:[ ]{NAME_WORD})?(?!['’]s?[ ](?:disease|syndrome))",
        ),
    ]
