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
# "DR." ends sentences about diabetic retinopathy, "MR." and "MS." about valves and nerves: only a shouted name follows.
_SHOUTED = rf"(?=\p{{Lu}}*[AEIOUY])(?:{INITIAL}[ ]?)*(?=\p{{Lu}}{{3}}){NAME_WORD}(?![ ]?[\d:=])"
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
_RELATIVE = (
    r"(?:wife|husband|spouse|partner|daughter|son|mother|father|mom|dad|sister|brother|grandson|granddaughter|grandmother|grandfather"
    r"|aunt|uncle|niece|nephew|cousin|fianc[eé]e?|girlfriend|boyfriend|neighbou?r|friend|caregiver|stepson|stepdaughter)"
)
_WHOSE = r"(?:his|her|their|the|pt['’]?s?|patient['’]s)"
# What stands after a relative in a family history and is no name.
_NOT_A_RELATIVE = (
    r"(?!(?i:alive|living|dead|deceased|died|dies|age|aged|healthy|well|unknown|none|negative|positive|no|not|denies|denied|side|same"
    r"|both|hx|diabetes|hypertension|high|heart|coronary|cardiac|congestive|myocardial|stroke|cancer|breast|colon|ovarian|prostate"
    r"|lung|skin|brain|kidney|renal|liver|thyroid|bipolar|depression|anxiety|alcohol|drug|substance|asthma|gout|glaucoma|migraines?"
    r"|lupus|celiac|sickle|cystic|alzheimer|parkinson|crohn|huntington|hashimoto|graves|hodgkin|lynch|marfan|blood|bleeding|clots?"
    r"|sudden|early|severe|chronic|acute|mild|reports?|states?|also|only|never|may|can|will|works|lives|helps|called|says"
    r"|\p{L}+(?:oma|omas|osis|oses|itis|emia|pathy|ism|uria|algia|plasia|trophy|lepsy|phrenia|betic|tension|rosis|ectomy|ia))\b)"
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
            rf"\b(?:Dr|Prof)\.?\s+\K{_TITLED}",
            rf"\bDR\.\s+\K{_SHOUTED}",
            rf"{_SIGNED}(?:Dr\.?\s+)?\K{_ANY_NAME}",
            rf"^[ \t]*{_LABELLED}(?:Dr\.?\s+)?\K{_ANY_NAME}",
            rf"\b{FULL_NAME}(?=,\s*{CREDENTIAL}(?![\p{{L}}-]))",
            rf"\b{FULL_NAME}(?=\s+(?:MD|M\.D\.)(?![\p{{L}}-]))",
        ),
        _recognizer(
            IdentifierKind.PERSON,
            rf"\b(?:Mr|Mrs|Ms|Mx|Miss)\.?\s+\K{_TITLED}",
            rf"\bMRS\.\s+\K{_SHOUTED}",
            rf"^[ \t]*{_PERSON_LABELLED}\K{_ANY_NAME}",
        ),
        _recognizer(
            IdentifierKind.RELATIVE,
            rf"\b(?i:(?:{_WHOSE}\s+)?{_RELATIVE}(?:,|\s+is|\s+named)?\s+)\K{_NOT_A_RELATIVE}(?=\p{{Lu}}\p{{Ll}}{{2}}){NAME_WORD}"
            rf"(?:[ ]{_NOT_A_RELATIVE}(?=\p{{Lu}}\p{{Ll}}{{2}}){NAME_WORD})?(?!['’]s?[ ](?:disease|syndrome))",
        ),
    ]
