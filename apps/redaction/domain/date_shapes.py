"""The shapes of dates, as regular expressions with the parts of the date as named groups.

``READ`` are the shapes of a text that is known to be a date, ``FOUND`` those that give a date away in the middle of a
sentence: stricter, because "1/2 tablet", "5-10-20" and "in 2000 mL" are none.
"""

import re
from dataclasses import dataclass

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
SHORT = tuple(name[:3] for name in MONTHS)

_YEAR4 = r"(?:1[89]|2[01])\d\d"
_YEAR = rf"(?P<year>{_YEAR4}|(?<=['’])\d\d)"
_NAMED = "|".join(f"{name}|{name[:3]}" for name in MONTHS if name not in {"March", "May", "September"})
# "march" and "may" in small letters are verbs.
_NAME = rf"(?P<name>{_NAMED}|September|Sept|Sep|(?-i:March|MARCH|May|MAY)|Mar)\b\.?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<ordinal>st|nd|rd|th)?"
_LEFT = r"(?<![^\W_])(?<!\d[./-])(?<![$#])"
_RIGHT = r"(?![^\W_])(?![./-]\d)"
_UNITS = "mg|mcg|µg|g|kg|ml|cc|l|mm|cm|units?|tabs?|tablets?|doses?|cells?|patients|times|x|%"
_AMOUNT = rf"\s*(?:{_UNITS})(?![^\W_])"
_NO_AMOUNT = rf"(?!{_AMOUNT})"
AMOUNT = re.compile(_AMOUNT, re.IGNORECASE)
_LEAD = r"(?P<lead>\b(?:in|since|from|until|till|during|before|after|through|year|early|late|mid|circa)[ \t-]+)"


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to write a date. ``padded``: its numbers always have two digits."""

    pattern: re.Pattern[str]
    padded: bool = False


def _shape(pattern: str, *, padded: bool = False, left: str = _LEFT, right: str = _RIGHT) -> Shape:
    return Shape(re.compile(f"{left}{pattern}{right}", re.IGNORECASE), padded)


_SURE = (
    _shape(
        rf"(?P<year>{_YEAR4})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})",
        padded=True, right=rf"(?:(?=T\d\d)|{_RIGHT})",
    ),
    _shape(rf"{_NAME}[ \t]*{_DAY}(?:,?\s*(?:of\s+)?['’]?){_YEAR}"),
    _shape(rf"{_DAY}(?:\s*(?:of\s+)?|[-/.]){_NAME}(?:,?\s*['’]?|[-/.])(?P<year>{_YEAR4}|(?<=['’/-])\d\d)"),
    _shape(rf"(?P<month>\d{{1,2}})(?P<sep>[-/.])(?P<day>\d{{1,2}})(?P=sep)(?P<year>{_YEAR4}|(?<=/)\d\d)"),
    _shape(rf"{_NAME}(?:,?\s+(?:of\s+)?['’]?|[-/]){_YEAR}", right=_RIGHT + _NO_AMOUNT),
    _shape(rf"(?P<month>0?[1-9]|1[0-2])/(?P<year>{_YEAR4})"),
    _shape(rf"(?P<year>{_YEAR4})-(?P<month>0[1-9]|1[0-2])", padded=True),
    _shape(rf"{_NAME}[ \t]*{_DAY}", right=_RIGHT + _NO_AMOUNT),
    _shape(rf"{_DAY}\s*(?:of\s+)?{_NAME}", right=r"(?![^\W_])(?!\s*['’]?\d\d)"),
)  # fmt: skip
_ALONE = (
    _shape(rf"(?P<year>{_YEAR4})(?P<month>\d\d)(?P<day>\d\d)", padded=True, right=r"(?!\d)"),
    _shape(r"(?P<month>\d{1,2})(?P<sep>[-/.])(?P<day>\d{1,2})(?P=sep)(?P<year>\d\d)"),
    _shape(r"(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    _shape(rf"(?P<year>{_YEAR4})"),
    _shape(_NAME),
)
_LED = (
    _shape(rf"(?P<year>{_YEAR4})", left=_LEAD, right=_RIGHT + _NO_AMOUNT),
    _shape(_NAME, left=_LEAD, right=r"(?![^\W_])(?!\s*\d)"),
)
READ = (*_SURE, *_ALONE)
FOUND = (*_SURE, *_LED)
# "3/4" without a year is as often a fraction: taken for a date only where a word before it says when.
MONTH_AND_DAY = _shape(
    r"(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])",
    left=r"(?P<lead>\b(?:on|since|from|until|till|before|after|through|dated|by)[ \t]+)",
    right=_RIGHT + _NO_AMOUNT,
)

_JOIN = r"\s*(?:-|–|—|to|through|thru|and|&)\s*"
_ANY_NAME, _ANY_DAY = re.sub(r"\?P<\w+>", "?:", _NAME), re.sub(r"\?P<\w+>", "?:", _DAY)
_ANY_YEAR = rf"(?:,?\s*['’]?(?:{_YEAR4}|(?<=['’])\d\d))"
_NUMERIC = r"\d{1,2}/\d{1,2}"
# From one date to another with one month or one year between them: neither stands alone.
RANGES = (
    _shape(rf"(?:{_ANY_DAY}\s*)?{_ANY_NAME}{_JOIN}(?:{_ANY_DAY}\s*)?{_ANY_NAME}{_ANY_YEAR}"),
    _shape(rf"{_ANY_DAY}{_JOIN}{_ANY_DAY}\s*{_ANY_NAME}{_ANY_YEAR}?"),
    _shape(rf"{_ANY_NAME}\s*{_ANY_DAY}{_JOIN}(?:{_ANY_NAME}\s*)?{_ANY_DAY}{_ANY_YEAR}?"),
    _shape(rf"{_NUMERIC}{_JOIN}{_NUMERIC}/(?:{_YEAR4}|\d\d)"),
)

_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
BEFORE = re.compile(rf"(?:\W|\b(?:on|the)\b|{_WEEKDAY})*", re.IGNORECASE)
AFTER = re.compile(
    rf"(?:T|\W|\bat\b|{_WEEKDAY})*(?:\d{{1,2}}(?::\d\d){{1,2}}(?:\.\d+)?\s*(?:[ap]\.?m\.?|Z|[+-]\d\d:?\d\d|[A-Z]{{2,4}})?\W*)?",
    re.IGNORECASE,
)
