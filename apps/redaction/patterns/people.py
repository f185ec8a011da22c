"""Names that a title, a credential, a signature line or a relationship gives away. Case matters here."""

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.patterns.recognizer import Shape, shape
from apps.redaction.patterns.vocabulary import (
    CREDENTIAL,
    FULL_NAME,
    INITIAL,
    INVERTED_NAME,
    NAME_WORD,
    PARTICLE,
)

_FAMILY = rf"(?:{INITIAL}[ ])?{PARTICLE}{{0,2}}{NAME_WORD}"
_TITLED = rf"(?:{INITIAL}[ ]?)*{PARTICLE}{{0,2}}{NAME_WORD}(?:[ ](?:{_FAMILY}|{INITIAL}(?=[ ]?[,;)a-z\n]|$)))?"
# "DR." ends sentences about diabetic retinopathy, "MR." and "MS." about valves and nerves: only a shouted name follows.
_SHOUTED = rf"(?=\p{{Lu}}*[AEIOUY])(?:{INITIAL}[ ]?)*(?=\p{{Lu}}{{3}}){NAME_WORD}(?![ ]?[\d:=])"
_ANY_NAME = rf"(?:{INVERTED_NAME}|{FULL_NAME})"
_SIGNED = (
    r"(?i:(?:electronically\s+|e-?)?signed(?:\s+electronically)?\s+by|(?:dictated|transcribed"
    r"|authored|reviewed|reported"
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
    r"(?:wife|husband|spouse|partner|daughter|son|mother|father|mom|dad|sister|brother|grandson"
    r"|granddaughter|grandmother|grandfather"
    r"|aunt|uncle|niece|nephew|cousin|fianc[eé]e?|girlfriend|boyfriend|neighbou?r|friend|caregiver"
    r"|stepson|stepdaughter)"
)
_RELATIVE_WORDS = (
    "wife husband spouse partner daughter son mother father mom dad sister brother grandson"
    " granddaughter grandmother grandfather aunt"
    " uncle niece nephew cousin fianc fiance fiancee girlfriend boyfriend neighbor neighbour friend"
    " caregiver stepson stepdaughter"
)
_AGES = " ".join(map(str, range(1, 120)))
_CREDENTIAL_WORDS = (
    "MD M DO D NP N FNP ARNP APRN DNP PA RN R BSN DPT PharmD Pharm LCSW PhD Ph CRNA"
    " CNM MBBS DDS DMD DPM PT OT OTR COTA SLP RD LPN CMA"
)
_TITLE_WORDS = (
    "mr mrs ms mx miss sir madam rev fr sr judge officer nurse trooper sergeant sgt detective deputy captain pastor"
    " rabbi imam chaplain reverend midwife coach principal interpreter abuela abuelo"
)
# Titles that are also what someone does: a name follows, and no duty.
_TITLED_BY_WORK = (
    r"(?i:nurse|trooper|sergeant|sgt\.?|detective|deputy|captain|pastor|rabbi|imam|chaplain|reverend|midwife|coach"
    r"|principal|interpreter|abuel[ao])"
)
_NO_DUTY = (
    r"(?!(?i:line|lines|manager|visit|call|calls|aide|triage|advice|led|led|station|education|coordinator|case"
    r"|navigator)\b)"
)
_INTRODUCED = (
    r"(?i:\bnamed|\bcalled|\bknown\s+as|\bidentified\s+as|\bname(?:\s+is|['’]s)|\bi\s+am|\bi['’]m"
    r"|\bthis\s+is|\bsimilar\s+to|\bdear|\bmaiden\s+name"
    r"(?:\s+is|\s+was|:)?|\blast\s+name\??(?:\s+is|:)?|\bfirst\s+name(?:\s+is|:)?|\bpatient\s+name"
    r"|\bdirected\s+by|\bwritten\s+by|\bregards,|\bsincerely,)\s*:?\s+"
)
_INTRODUCING_WORDS = "named called known identified name m am this similar dear regards sincerely directed written"
_WHOSE = r"(?:his|her|their|the|pt['’]?s?|patient['’]s)"
# What stands after a relative in a family history and is no name.
_NOT_A_RELATIVE = (
    r"(?!(?i:alive|living|dead|deceased|died|dies|age|aged|healthy|well|unknown|none|negative"
    r"|positive|no|not|denies|denied|side|same"
    r"|both|hx|diabetes|hypertension|high|heart|coronary|cardiac|congestive|myocardial|stroke|cancer"
    r"|breast|colon|ovarian|prostate"
    r"|lung|skin|brain|kidney|renal|liver|thyroid|bipolar|depression|anxiety|alcohol|drug|substance"
    r"|asthma|gout|glaucoma|migraines?"
    r"|lupus|celiac|sickle|cystic|alzheimer|parkinson|crohn|huntington|hashimoto|graves|hodgkin|lynch"
    r"|marfan|blood|bleeding|clots?"
    r"|sudden|early|severe|chronic|acute|mild|reports?|states?|also|only|never|may|can|will|works"
    r"|lives|helps|called|says"
    r"|\p{L}+(?:oma|omas|osis|oses|itis|emia|pathy|ism|uria|algia|plasia|trophy|lepsy|phrenia|betic"
    r"|tension|rosis|ectomy|ia))\b)"
)


def people_shapes() -> list[Shape]:
    """Return the shapes of people."""
    return [*_clinicians(), *_persons()]


def _clinicians() -> list[Shape]:
    def clinician(expression: str, *, words: str = "", marks: tuple[str, ...] = ()) -> Shape:
        return shape(IdentifierKind.CLINICIAN, expression, words=words, marks=marks, cased=True, reach=(56, 90))

    return [
        clinician(
            rf"\b(?:Dr|Prof|Doctor|Professor)\.?\s+\K(?:{_TITLED}|{INITIAL}(?!\s*\p{{Lu}}))",
            words="dr prof doctor professor",
        ),
        clinician(rf"\bDR\.\s+\K{_SHOUTED}", marks=("DR.",)),
        clinician(rf"{_SIGNED}(?:Dr\.?\s+)?\K{_ANY_NAME}", words="by"),
        clinician(rf"^[ \t]*{_LABELLED}(?:Dr\.?\s+)?\K{_ANY_NAME}", marks=(":",)),
        clinician(rf"\b{FULL_NAME}(?=,\s*{CREDENTIAL}(?![\p{{L}}-]))", words=_CREDENTIAL_WORDS),
        clinician(rf"\b{FULL_NAME}(?=\s+(?:MD|M\.D\.)(?![\p{{L}}-]))", words="MD M"),
    ]


def _persons() -> list[Shape]:
    return [
        shape(
            IdentifierKind.PERSON,
            rf"\b(?:Mr|Mrs|Ms|Mx|Miss|Sir|Madam|Rev|Fr|Sr|Judge|Officer)\.?\s+\K{_TITLED}",
            words=_TITLE_WORDS,
            cased=True,
        ),
        shape(
            IdentifierKind.PERSON,
            rf"\b{_TITLED_BY_WORK}:?[ ]\K{_NO_DUTY}(?=\p{{Lu}}\p{{Ll}}){_TITLED}(?!['’]s[ ](?:disease|syndrome))",
            words=_TITLE_WORDS,
            cased=True,
        ),
        shape(
            IdentifierKind.PERSON,
            rf"\b(?i:n[eé]e|formerly|maiden[ ]name|a\.?k\.?a\.?|alias)[: ]+\K(?:{PARTICLE}){{0,2}}{NAME_WORD}",
            words="nee formerly maiden aka alias",
            marks=("née", "a.k.a"),
            cased=True,
            doubtful=True,
        ),
        shape(IdentifierKind.PERSON, rf"\bMRS\.\s+\K{_SHOUTED}", marks=("MRS.",), cased=True),
        shape(IdentifierKind.PERSON, rf"^[ \t]*{_PERSON_LABELLED}\K{_ANY_NAME}", marks=(":",), cased=True),
        shape(
            IdentifierKind.PERSON,
            rf"{_INTRODUCED}\K(?:{FULL_NAME}|{NAME_WORD}(?:[ ]\p{{Lu}}\b\.?)?)",
            words=_INTRODUCING_WORDS,
            cased=True,
            doubtful=True,
        ),
        shape(
            IdentifierKind.PERSON,
            rf"\b{NAME_WORD}(?:[ ](?:{INITIAL}|{NAME_WORD})){{0,2}}(?=,?[ ](?:is"
            rf"|was)[ ]an?[ ](?:very[ ])?(?:\p{{Ll}}+[ ]){{0,2}}\d{{1,3}}[ \-]?(?:y|m|d|w))",
            marks=("is a ", "was a ", "is an ", "was an "),
            digits=1,
            cased=True,
            doubtful=True,
            reach=(50, 40),
        ),
        shape(
            IdentifierKind.PERSON,
            rf"(?<=\p{{Ll}},[ ]){NAME_WORD}[ ](?:{INITIAL}|{NAME_WORD})(?=,[ ](?:who|whose|age|aged"
            rf"|an?[ ]\d|\d|seen|admitted|treated|diagnosed|presenting|evaluated|followed))",
            words=f"who whose age aged seen admitted treated diagnosed presenting evaluated followed {_AGES}",
            marks=(", a ", ", an "),
            cased=True,
            doubtful=True,
            reach=(50, 12),
        ),
        shape(
            IdentifierKind.RELATIVE,
            rf"\b(?i:(?:{_WHOSE}\s+)?{_RELATIVE}(?:,|\s+is"
            rf"|\s+named)?\s+)\K(?!Mary[ ]Joseph\b){_NOT_A_RELATIVE}(?=\p{{Lu}}\p{{Ll}}{{2}}){NAME_WORD}"
            rf"(?:(?:[ ]|\n(?!\n)){_NOT_A_RELATIVE}(?=\p{{Lu}}\p{{Ll}}{{2}}){NAME_WORD})?(?!['’]s?[ ](?:disease"
            rf"|syndrome))",
            words=_RELATIVE_WORDS,
            cased=True,
        ),
    ]
