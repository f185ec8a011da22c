"""Numbers, dates, ages and places that their shape or their label gives away."""

import re

from presidio_analyzer import Pattern, PatternRecognizer

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.patterns.vocabulary import DATE, LABEL_END, STATES, VALUE

CASELESS = re.MULTILINE | re.IGNORECASE
CASED = re.MULTILINE
CERTAIN = 0.9

_PHONE_LABEL = (
    r"\b(?:phone|telephone|tel|ph|cell|mobile|home|work|pager|beeper|call(?:ed|back)?|contact|reach(?:ed)?(?:\s+at)?)\b"
)
_PHONE_SHAPE = r"(?:\+?1[\s.\-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.\-/])\d{3}[\s.\-]\d{4}(?:\s*(?:x|ext\.?)\s*\d{1,6})?"
_STREET_SURE = (
    r"Street|Avenue|Road|Lane|Boulevard|Drive|Terrace|Circle|Highway|Parkway|Square|Row|Trail|Turnpike|Crescent|Alley|Ave|Blvd|Rd"
    r"|Ln|Hwy|Pkwy|Cir|Ter|Sq"
)
_STREET_SHORT = r"(?:St|Dr|Ct|Pl|Way|Court|Place|Loop)\.?(?=\s*(?:[,;\n]|$)|\s+(?:Apt|Unit|Suite|Ste|#))"
_UNIT = r"(?:,?\s+(?:Apt|Apartment|Unit|Suite|Ste|#)\.?\s*#?\w{1,6})?"
_NINETY = r"(?:9\d|1[0-2]\d)"
_YEARS_OLD = r"(?:[\s-]*(?:years?|yrs?\.?|y)[\s-]*(?:old|of\s+age|o\b)|\s*y\.?\s?/?\s?o\b)"
_DEVICE = r"(?:serial|device|implant|lot)\s+(?:number|no|id|#)\.?|s/n|udi"
_LICENCE = r"(?:driver'?s?\s+)?licen[sc]e\s+(?:number|no|plate|#)\.?|dea\s*(?:number|no|#)|vin|plate\s+(?:number|no|#)"


def _recognizer(kind: IdentifierKind, *expressions: str, flags: int = CASELESS) -> PatternRecognizer:
    return PatternRecognizer(
        supported_entity=kind.value,
        name=f"{kind.value} by its shape",
        patterns=[Pattern(f"{kind.value} {i}", expression, CERTAIN) for i, expression in enumerate(expressions)],
        global_regex_flags=flags,
    )


def number_recognizers() -> list[PatternRecognizer]:
    """Return the recognizers of record, plan and device numbers, telephones, dates of birth and ages over 89."""
    return [
        _recognizer(
            IdentifierKind.MRN,
            rf"\b(?:MRN|EMR(?=\s*[:#])|MR\s?#|UR\s?number|med(?:ical)?\.?\s*rec(?:ord)?s?(?=\s*(?:number|no|#|id))|chart(?=\s*(?:number|no\b|#))"
            rf"|(?:patient|pt)(?=\s*(?:id|no|number|#)\b)){LABEL_END}-?\K{VALUE}",
        ),
        _recognizer(
            IdentifierKind.MEMBER_ID,
            r"\b(?:member|subscriber|beneficiary|ins(?:urance)?(?:\s+(?:plan|policy))?|medicare|medicaid|health\s?plan|hicn|mbi"
            rf"|rx\s?(?:grp|bin)|group|policy)(?=\s*(?:id|number|no\b|num\b|[#:])){LABEL_END}\K{VALUE}",
        ),
        _recognizer(
            IdentifierKind.ACCOUNT,
            rf"\b(?:account|acct|invoice|claim)(?=\.?\s*(?:id|number|no\b|#|:)){LABEL_END}\K{VALUE}",
        ),
        _recognizer(IdentifierKind.LICENCE, rf"\b(?:{_LICENCE})\s*[:#]?\s*\K{VALUE}"),
        _recognizer(IdentifierKind.DEVICE, rf"\b(?:{_DEVICE})\s*[:#]?\s*\K{VALUE}"),
        _recognizer(IdentifierKind.ID, rf"\bNPI{LABEL_END}\K\d{{10}}\b"),
        _recognizer(
            IdentifierKind.SSN,
            r"(?<![\d\-])\d{3}-\d{2}-\d{4}(?![\d\-])",
            r"\b(?:ssn|ss#|social\s+security)\D{0,12}\K\d{3}[\s.\-]?\d{2}[\s.\-]?\d{4}\b",
            r"\b(?:ssn|social\s+security)\b[^\d\n]{0,24}(?:last\s+(?:4|four)|ending(?:\s+in)?)\D{0,6}\K\d{4}\b",
        ),
        _recognizer(
            IdentifierKind.FAX,
            rf"\b(?:fax|facsimile)\b\W{{0,6}}(?:number|no)?\W{{0,3}}\K(?:{_PHONE_SHAPE}|\d{{3}}[\s.\-]\d{{4}}|\d{{10}})\b",
        ),
        _recognizer(
            IdentifierKind.PHONE,
            rf"(?<![\d\-.]){_PHONE_SHAPE}(?![\d\-])",
            rf"{_PHONE_LABEL}\W{{0,6}}(?:number|no|at|is)?\W{{0,3}}\K(?:\d{{3}}[\s.\-]\d{{4}}|\d{{10}})(?![\d\-])",
            r"(?<![\d\-.])555-\d{4}(?![\d\-])",
        ),
        _recognizer(
            IdentifierKind.BIRTH_DATE,
            rf"\b(?:DOB|D\.O\.B\.?|date\s+of\s+birth|birth\s?date|born(?:\s+(?:on|in))?|b\.)\s*[:=]?\s*\K{DATE}(?!\d)",
        ),
        _recognizer(
            IdentifierKind.AGE_OVER_89,
            rf"(?<![\d.,/\-])\b{_NINETY}(?={_YEARS_OLD})",
            rf"\b(?:aged?|age\s*(?:is|of|at\s+\w+)?)\s*[:=]?\s*\K{_NINETY}(?![\d.%/])(?!\s*(?:%|mg|mm|days?|weeks?|months?))",
            r"\bnine?ty[\s-]+(?:one|two|three|four|five|six|seven|eight|nine)?(?=[\s-]*years?[\s-]+old)",
            rf"\b{_NINETY}(?:st|nd|rd|th)(?=\s+birthday)",
            r"\b(?:his|her|their)\s+(?:early\s+|mid[\s-]?|late\s+)?\K(?:90s|nineties)\b",
            r"\b(?:nonagenarian|centenarian)\b",
        ),
    ]


def place_recognizers() -> list[PatternRecognizer]:
    """Return the recognizers of addresses, towns and postal codes. Case matters here."""
    quarter = r"(?:(?:[NSEW]|North|South|East|West|N[EW]|S[EW])\.?\s+)?"
    words = quarter + r"(?:\p{Lu}[\p{L}'’.\-]*\s+|\d{1,3}(?:st|nd|rd|th)\s+){1,3}?"
    return [
        _recognizer(
            IdentifierKind.ADDRESS,
            rf"\b\d{{1,6}}[A-Z]?\s+{words}(?:(?:{_STREET_SURE})\b\.?|{_STREET_SHORT}){_UNIT}",
            r"\b(?:P\.?\s?O\.?|Post\s+Office)\s+[Bb]ox\s+\d+\b",
            flags=CASED,
        ),
        _recognizer(
            IdentifierKind.PLACE,
            rf"\b\p{{Lu}}[\p{{L}}'’\-]+(?:\s\p{{Lu}}[\p{{L}}'’\-]+){{0,2}}(?=,?\s+(?:{STATES})\.?,?\s+\d{{5}})",
            flags=CASED,
        ),
        _recognizer(
            IdentifierKind.ZIP,
            rf"\b(?:{STATES})\.?,?\s+\K\d{{5}}(?:-\d{{4}})?(?![\d\-])",
            r"\b(?:ZIP|Zip|zip)(?:\s?(?:[Cc]ode|CODE))?\s*[:#]?\s*(?:is\s+)?\K\d{5}(?:-\d{4})?(?![\d\-])",
            flags=CASED,
        ),
    ]
