"""Dates: of birth always; of events for what leaves (45 CFR 164.514(b)(2)(i)(C): all elements except the year)."""

from collections.abc import Callable

from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind
from apps.redaction.patterns.checks import is_calendar_day, is_day_of_month
from apps.redaction.patterns.recognizer import Shape, shape
from apps.redaction.patterns.vocabulary import DATE

_NAMES = (
    "january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
# "may" in lower case is a verb; next to a day it is asked for with its capital.
_MONTH = (
    r"(?:(?i:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)|May|MAY)(?:\b|(?=\d))\.?"
)
_DAY = r"(?>(?:[12]\d|3[01]|0?[1-9])(?!\d)(?:\s?(?i:st|nd|rd|th)\b)?)"
_YEAR = r"(?:(?:19|20)\d{2}|['’]\d{2})"
_SHORT_YEAR = r"(?:(?:19|20)\d{2}|['’]?\d{2})"
_DAY_NAME = r"(?i:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?i:day)?"
_WEEKDAY = rf"(?:{_DAY_NAME}\.?,?\s+(?:the\s+)?)?"
_DAY_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
    " Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
_FULL_DAY_NAME = r"(?i:mon|tues|wednes|thurs|fri|satur|sun)(?i:day)"
_TIME = r"(?:[T ][ ]?(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\.\d{1,6})?(?:Z|[+\-]\d\d:?\d\d)?(?![\d:]))?"
# A dose that changes, written like a date: "basal 10-20-30 units", "lenalidomide 10-15-25", "days 1-8-15-22".
_DOSED = (
    r"(?<!\b(?i:basal|bolus|take[ns]?|taking|scores?|humalog|novolog|lantus|fiasp|apidra|levemir|doses?|dosed"
    r"|dosing|taper(?:ed|ing)?|schedule|steps?|ratios?|days?|units?|mg|mcg"
    r"|sets?|reps?"
    r"|\p{L}*(?:lidomide|nisone|nisolone|methasone|insulin|lispro|aspart|glargine|carbidopa|dopa|pril|sartan"
    r"|olol|zepam))[:,]?[ ])"
)
_NOT_DOSED = (
    r"(?!\s*(?i:mg|mcg|units?|mL|g|tabs?|tablets?|iu|u/kg|mg/kg|each|steps?|mm|cm|reps)\b|\s*(?i:by)\s+"
    r"(?i:block|step|day|week))"
)
_TO = r"\s*(?:[-–—]|to|through|thru|until|and)\s*"
_CUE = (
    r"(?i:on|since|until|till|from|through|thru|by|before|after|dated?|of|in|seen|visit|admit(?:ted)?"
    r"|discharged?|dos|exam|appt|f/u|then|scan|labs?|again|coming|returns?|recheck(?:ed)?|repeat(?:ed)?"
    r"|early|late|mid|last|next|this|around|as of|due)"
)
# How many of how many, and no day: "in 5/12 cores", "2/14 lymph nodes".
_COUNTED = (
    r"\s+(?i:(?:positive|negative|lymph|tested|sentinel|of\s+the|the)\s+)?(?i:cores?|nodes?|lymph|quadrants?|fields?"
    r"|sections?|samples?|biops(?:y|ies)|sites?|specimens?|segments?|joints?|criteria|points?|patients|cases|items"
    r"|questions|muscles?|limbs?|extremit(?:y|ies)|views|bottles?|tubes|sets?|cultures?|stools?|swabs?|words?|doses)\b"
)
_YEARS = " ".join(map(str, range(1900, 2100)))
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth"
    " seventeenth eighteenth nineteenth twentieth thirtieth"
)
_HOLIDAY = (
    r"(?:Christmas|Thanksgiving|Halloween|Easter|New\s+Year['’]?s|Labor\s+Day|Memorial\s+Day"
    r"|Independence\s+Day|Veterans\s+Day|Columbus\s+Day|Presidents[’']?\s+Day|Juneteenth|Ramadan|Diwali"
    r"|Passover|Hanukkah"
    r"|Rosh\s+Hashanah|Yom\s+Kippur|Eid(?:\s+al-\p{L}+)?|(?:Mother|Father)[’']s\s+Day|Good\s+Friday"
    r"|Ash\s+Wednesday|Lunar\s+New\s+Year|Valentine['’]?s\s+Day"
    r"|(?:the\s+)?Fourth\s+of\s+July)(?:\s+(?:Eve|Day))?(?!\s+(?:disease|factor|tree|cactus|lily))"
)
_WORD_DAY = (
    r"(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)


def _event(
    expression: str,
    *,
    words: str = "",
    digits: int = 1,
    marks: tuple[str, ...] = (),
    check: Callable[[str], bool] | None = None,
) -> Shape:
    return shape(
        IdentifierKind.DATE,
        expression,
        words=words,
        marks=marks,
        digits=digits,
        check=check,
        cased=True,
        policy=BoundaryPolicy.HOSTED,
        reach=(36, 44),
    )


def date_shapes() -> list[Shape]:
    """Return the shapes of dates."""
    return [
        shape(
            IdentifierKind.BIRTH_DATE,
            r"\b(?:DOB|D\.O\.B\.?|date\s+of\s+birth|birth\s?(?:date|day)|born(?:\s+(?:on|in))?|b\."
            r"|year\s+of\s+birth|YOB)\s*(?:(?:is|was|on|in|it['’]s)\s+|[.:=\-]\s*(?:it['’]s\s+)?)?"
            rf"(?:{_FULL_DAY_NAME},?\s+)?(?:the\s+)?\K(?:{DATE}|{_WORD_DAY}\s+(?:of\s+)?{_MONTH},?\s+\d{{4}})(?!\d)",
            words="dob d date birth birthdate birthday born b yob",
            digits=1,
        ),
        shape(
            IdentifierKind.BIRTH_DATE,
            r"\b(?:DOB|D\.O\.B\.?|birth\s?date|date\s+of\s+birth|born)[\s:]*\K(?=\d[ ]\d)(?:\d[ ]{0,2}[/\-.]?["
            r" ]{0,2}){5,8}\d",
            words="dob d date birth birthdate born b",
            digits=6,
        ),
        *_months(),
        *_figures(),
        _event(
            rf"\b{_HOLIDAY}(?:,?\s+{_YEAR})?\b",
            words="christmas thanksgiving halloween easter new labor memorial independence valentine fourth"
            " veterans columbus presidents juneteenth ramadan diwali passover hanukkah rosh yom eid mother"
            " father good ash lunar",
            digits=0,
        ),
    ]


def _months() -> list[Shape]:
    tail = (
        rf"(?:{_TO}(?:{_MONTH}\s*)?{_DAY}(?![\d/%]))?(?:\s*,?\s*{_YEAR}|,\s*\d{{2}}(?!\d)"
        r"|[ ]\d{2}(?=[ ]*(?:[.;)\n]|$)|[ ](?:if|and|or|at|in|to|for|with|by|was)\b))?(?!\d)"
    )
    return [
        _event(rf"\b{_WEEKDAY}{_MONTH}[\s\-,]*(?:the\s+)?{_DAY}(?!\d|[.:/]\d|%){tail}", words=_NAMES),
        _event(
            rf"(?<![\d./\-])\b{_WEEKDAY}{_DAY}(?:{_TO}{_DAY})?"
            rf"(?:\s+of)?[\s\-/.]*{_MONTH}(?:[\s\-/.,]*{_SHORT_YEAR}(?!\d|\s*(?:mg|%)))?",
            words=_NAMES,
        ),
        _event(rf"\b{_MONTH}(?:\s+of)?[\s,\-/]*{_YEAR}(?!\d)", words=_NAMES),
        _event(
            rf"\b(?:{_CUE}[\s\-]+(?i:the\s+)?(?i:month\s+of\s+)?)\K{_MONTH}(?![\s\-]*\d|\w)", words=_NAMES, digits=0
        ),
        _event(rf"\b(?i:{_WORD_DAY})\s+(?i:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?", words=_ORDINALS, digits=0),
        _event(rf"\b{_MONTH}\s+(?i:the\s+)?(?i:{_WORD_DAY})\b(?:,?\s+{_YEAR})?", words=_ORDINALS, digits=0),
        _event(
            r"\b(?i:on\s+(?:or\s+about\s+)?the)\s+\K\d{1,2}(?:st|nd|rd|th)\b(?!\s+(?:percentile|day"
            r"|week|post|rib|floor|digit|toe|finger|meta|cranial|nerve|dose|cycle|time|visit))",
            words="st nd rd th",
        ),
    ]


def _figures() -> list[Shape]:
    month_and_day = r"(?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])"
    return [
        _event(rf"(?<![\d.\-/])(?:19|20)\d{{2}}[-/.]{month_and_day}(?!\d){_TIME}", words=_YEARS),
        _event(
            rf"(?<![\d.\-/]){_DOSED}\d{{1,2}}([/\-])\d{{1,2}}\1(?:(?:19|20)\d{{2}}|['’]?\d{{2}})(?![\d/])"
            rf"(?!-\d{{3}}|-\d\b(?!/))"
            rf"(?!(?<=-\d\d?-\d\d)-\d){_NOT_DOSED}"
            rf"(?:{_TO}\d{{1,2}}[/\-]\d{{1,2}}(?:[/\-]\d{{2,4}})?)?",
            digits=4,
            check=is_calendar_day,
        ),
        _event(
            r"(?<![\d.\-/])\d{1,2}\.\d{1,2}\.(?:(?:19|20)\d{2}|\d{2})(?![\d.]*\d)",
            marks=(".",),
            digits=4,
            check=is_calendar_day,
        ),
        _event(
            rf"(?<![\d.\-/])\d{{1,2}}/\d{{1,2}}{_TO}\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?![\d/])",
            marks=("/",),
            digits=4,
            check=is_day_of_month,
        ),
        _event(r"(?<![\d.\-/])(?:0?[1-9]|1[0-2])[/\-](?:19|20)\d{2}(?![\d/\-])", words=_YEARS),
        _event(r"(?<![\d.\-/])0[1-9]/\d{2}(?![\d/.%])", marks=("/",)),
        _event(
            rf"\b{_CUE}[:\s]+(?i:the\s+)?\K\d{{1,2}}/\d{{1,2}}(?![\d/.%])(?!\s*(?:of\b|strength|pain|murmur"
            rf"|in\s+severity|ppd))(?!{_COUNTED})",
            marks=("/",),
            check=is_day_of_month,
        ),
        _event(
            r"\b(?i:on|since|until|dated?|seen|visit|admit(?:ted)?|discharged?|dos|due|before|after)[:\s]+"
            r"\K\d{1,2}/\d{1,2}(?=\.(?:\s|$))",
            marks=("/",),
            check=is_day_of_month,
        ),
        _event(
            rf"\b(?:{_DAY_NAME}\.?,?|(?:days?|weeks?|months?|years?),|(?i:next|last)(?:[ ][\w\-]+){{1,2}}?)["
            rf" ]\K\d{{1,2}}/\d{{1,2}}(?![\d/%]|\.\d)",
            marks=("/",),
            digits=2,
            check=is_day_of_month,
        ),
        _event(
            rf"\b(?i:on|last|next|this|since|until|till|by|before|after|for|coming|of|from)[ ](?i:the["
            rf" ])?\K{_FULL_DAY_NAME}\b"
            r"(?!s\b|\s*(?:through|thru|to|-|–|/)\s*(?i:mon|tue|wed|thu|fri|sat|sun))",
            words=_DAY_NAMES,
            digits=0,
        ),
        _event(rf"\b{_FULL_DAY_NAME}(?=[ ](?:morning|afternoon|evening|night)\b)", words=_DAY_NAMES, digits=0),
        _event(r"(?<![\w.\-])(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\w.\-])", digits=8),
    ]
