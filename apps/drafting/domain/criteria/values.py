"""Values of results: numbers with their units, and words such as negative, in structured lines and in notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from apps.drafting.domain.criteria.units import COUNTED, Measured, Unit, converted, unit_named
from apps.drafting.domain.language.dates import masked
from apps.redaction.domain.tokens import TOKEN

_NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?"
SHARES = re.compile(
    r"(?i)\b(?:h(?:a)?ematocrit|hct|SpO2|SaO2|oxygen saturation|ejection fraction|LVEF|EF|FiO2|"
    r"transferrin saturation|TSAT)\b"
)
VALUE = re.compile(
    rf"(?P<sign>[<>≤≥]=?|less than|greater than|more than|above|below|under|over|at least|up to)?\s*(?P<low>{_NUMBER})"
    rf"(?:\s?(?:-|–|to)\s?(?P<high>\d[\d,]*(?:\.\d+)?))?",
    re.IGNORECASE,
)
UNIT_TEXT = re.compile(
    r"\s?-?(?P<two>[A-Za-zµμ%{}\[\]]+\s?(?:/|per)\s?[A-Za-z0-9.µμ{}_]+(?:\s?/\s?[A-Za-z0-9.]+)?(?:\s?m(?:2|²))?|"
    r"mm ?\[?[Hh]g\]?|cm ?\[?H2O\]?)|\s?(?P<one>%|/[A-Za-z]+|[A-Za-zµμ°\[{][A-Za-z0-9µμ\[\]{}*^_²]*)"
)
# Words that are a unit in a sentence; "as" and "at" are units of UCUM as well.
IN_PROSE = frozenset({
    "mg", "g", "kg", "mcg", "ug", "ng", "pg", "mL", "ml", "L", "dL", "mmol", "umol", "nmol", "pmol", "mEq", "meq",
    "U",
    "IU", "units", "mm", "cm", "m", "kPa", "mmHg", "torr", "lb", "lbs", "pounds", "h", "hr", "hrs", "hour",
    "hours", "min",
    "minutes", "mins", "d", "day", "days", "wk", "wks", "week", "weeks", "mo", "month", "months", "percent", "bpm",
    "LPM",
    "lpm", "liters", "litres", "C", "F", "meters", "metres", "year", "years",
    "ft", "feet", "inches", "sec", "secs", "seconds", "pct", "ounces",
})  # fmt: skip
FRACTION = re.compile(r"\d\s?/\s?\d")
HOURS_AND_MINUTES = re.compile(
    r"(?P<hours>\d{1,2}) ?(?:h|hrs?|hours?)\b\.?,? ?(?:and )?(?P<minutes>\d{1,2}) ?(?:m|mins?|minutes?)\b",
    re.IGNORECASE,
)
MOST_TRIES, LONGEST_GAP = 4, 60  # values passed over, and characters between a name and its value
# When it was measured, counted in visits or weeks: "ODI at v4 52 %".
AT_A_VISIT = re.compile(
    r"(?i)\b(?:at |@ ?|on |by )(?:v|visit|wk|week|session|mo|month|day|follow-?up|f/u|time ?point) ?#?\d{1,2}"
    r"(?=[ :,=]+\d)"
)
OUT_OF_TEN = re.compile(r"(?<![\d/])(?:\d|10)/10(?![\d/])")  # a pain score; as a date it would be the tenth
HIGHEST_SCORES = frozenset({10, 15, 20, 21, 24, 27, 28, 30, 36, 40, 42, 50, 52, 56, 60, 63, 68, 70, 78, 84, 100})
LOWER = frozenset({">", ">=", "≥", "greater than", "more than", "above", "over", "at least"})
# What only ever has one unit, so that a note may leave it out: within these bounds it can be nothing else.
CUSTOMARY = (
    (re.compile(r"(?i)\b(?:A1c|HbA1c|glycated hemoglobin|hemoglobin A1c)\b"), Unit("%"), Decimal(3), Decimal(20)),
    (re.compile(
        r"(?i)\b(?:SpO2|SaO2|sats?|O2 sat\w*|oxygen saturation|pulse ox\w*|oximetry)\b"), Unit("%"
    ), Decimal(40),
     Decimal(100)),
    (re.compile(r"(?i)\b(?:BMI|body mass index)\b"), Unit("kg/m2"), Decimal(10), Decimal(99)),
    (re.compile(r"(?i)\b(?:AHI|RDI|REI|ODI ?\d|apnea[- ]hypopnea index|respiratory (?:disturbance|event) index)"),
     Unit("/h"), Decimal(0), Decimal(200)),
    (re.compile(r"(?i)\b(?:LV)?EF\b|ejection fraction"), Unit("%"), Decimal(5), Decimal(85)),
    (re.compile(r"(?i)\b(?:h(?:a)?ematocrit|hct)\b"), Unit("%"), Decimal(10), Decimal(75)),
)  # fmt: skip
POLARITY = {
    "negative": re.compile(
        r"(?<![\w-])(?:neg(?:ative)?|non[- ]?reactive|(?:not|none) (?:detected|seen|found|isolated)|undetect\w+|"
        r"no growth|"
        r"no (?:\w+ ){0,3}(?:detected|seen|found|isolated))\b",
        re.IGNORECASE,
    ),
    "positive": re.compile(
        r"(?<![\w-])(?:pos(?:itive)?|(?<!non-)(?<!non)(?<!non )reactive|(?<!not )(?<!none )(?<!undetected )detected)\b",
        re.IGNORECASE,
    ),
    "indeterminate": re.compile(
        r"\b(?:indeterminate|equivocal|inconclusive|borderline|invalid|insufficient (?:sample|specimen|mitogen))\b",
        re.IGNORECASE,
    ),
    "normal": re.compile(r"(?<!ab)(?<!not )\b(?:normal|nl|wnl|unremarkable|within normal limits)\b", re.IGNORECASE),
    "abnormal": re.compile(r"\b(?:abnormal|high|low|elevated|critical\w*)\b", re.IGNORECASE),
    "high": re.compile(r"\b(?:high|elevated|critically high|panic high)\b", re.IGNORECASE),
    "low": re.compile(r"\b(?:low|critically low|decreased|reduced)\b", re.IGNORECASE),
}
AGAINST = {
    "negative": ("positive",), "positive": ("negative",), "normal": ("abnormal", "high",
    "low"), "abnormal": ("normal",),
    "high": ("normal", "low"), "low": ("normal", "high"), "indeterminate": ("negative", "positive"),
}  # fmt: skip
PENDING = re.compile(
    r"\b(?:pending|no result|not (?:yet )?(?:back|resulted|available)|awaiting|in process|sent out|to be drawn|ordered|"
    r"registered|will (?:check|repeat|send|draw))\b",
    re.IGNORECASE,
)
# Words that may stand between the name of a test and its value.
BETWEEN = re.compile(
    r"(?:total|score|index|level|value|result|reading|nadir|was|is|of|at|now|today|measured|came|back|about|approx\w*|"
    r"to|down|up|fell|dropped|rose|RA|on|room|air|rest(?:ing)?|awake|asleep|seated|sitting|exert\w*|walk\w*|ambulat\w*|"
    r"with|during|while|post\w*|pre\w*|overall|the|a|an|again|still|only|just|recorded|as|low|high|mean|average|"
    r"in|clinic|"
    r"by|for|and|oximetry|pulse|saturation|days?|per|month|percent|predicted|grade|arterial|study|calculated|"
    r"total|NC|L|"
    r"O2|oxygen|liters?|min|minutes?|breathing|after|sleep|worst|best|lowest|highest|latest|last|most|recent|current|"
    r"sleepiness|scale|questionnaire|disability|events?|m|weight|gold|plus|TB|test|screen)",
    re.IGNORECASE,
)
WORD = re.compile(r"[A-Za-z][A-Za-z0-9']*")


@dataclass(frozen=True, slots=True)
class Read:
    """A value at [start, end) of a text. ``bare`` where no unit stands with it."""

    measured: Measured
    start: int
    end: int
    bare: bool


def value_of(text: str) -> Measured | None:
    """Return the value of a structured line, ``8.2 %`` or ``>250 U/mL``; None for words, ratios and pressures."""
    match = VALUE.match(text.strip())
    if lasted := HOURS_AND_MINUTES.match(text.strip()):
        return _minutes(lasted)
    if match is None or FRACTION.match(text.strip()) or "/" in text[: match.end() + 1][-1:]:
        return None
    rest = text.strip()[match.end() :].strip()
    if rest[:1] in {"/", ":"} and rest[1:2].isdigit():
        return None
    return _measured(match, unit_named(rest))


def _measured(match: re.Match[str], unit: Unit | None) -> Measured:
    low = _decimal(match["low"])
    sign = (match["sign"] or "").lower()
    if match["high"]:
        return Measured(low, _decimal(match["high"]), unit)
    if sign in LOWER:
        return Measured(low, None, unit)
    return Measured(None, low, unit) if sign else Measured(low, low, unit)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").lstrip("+"))


def values_after(text: str, end: int, label: str) -> Iterator[Read]:
    """Yield the values that a note gives right after a name that ends at ``end``, and those that follow in its list."""
    plain = _without_dates(text)
    first = _next_value(plain, end, label)
    if first is None:
        return
    yield first
    position = first.end
    while following := re.compile(r"[^.;,\d]{0,40}[,;]\s*(?:and |then )?(?=\d)").match(plain, position):
        again = _read(plain, following.end(), label)
        if again is None or again.bare or not _is_same_quantity(first, again):
            return
        yield again
        position = again.end


def _is_same_quantity(one: Read, other: Read) -> bool:
    """Say whether a value that follows can be another of the same: "13.2 events per hour, 4 % rule" has only one."""
    units = one.measured.unit, other.measured.unit
    if units[0] is None or units[1] is None:
        return False
    return units[0] == units[1] or converted(Decimal(1), units[1], units[0]) is not None


def _without_dates(text: str) -> str:
    plain = masked(TOKEN.sub(lambda token: " " * len(token.group()), text))
    plain = AT_A_VISIT.sub(lambda match: " " * len(match.group()), plain)
    kept = list(plain)
    for match in OUT_OF_TEN.finditer(text):
        kept[match.start() : match.end()] = match.group()
    return "".join(kept)


def _next_value(text: str, start: int, label: str) -> Read | None:
    position, tries = start, 0
    while (match := VALUE.search(text, position)) and tries < MOST_TRIES:
        gap = text[start : match.start()]
        if len(gap) > LONGEST_GAP or not _joins(gap):
            return None
        found = _read(text, match.start(), label)
        if found and not (found.bare and tries) and not _is_other_measure(found, label):
            return found
        position, tries = (found.end if found else match.end()), tries + 1
    return None


def _is_other_measure(found: Read, label: str) -> bool:
    """The litres of oxygen between "SpO2" and its value are no saturation."""
    customary = next((unit for pattern, unit, _, _ in CUSTOMARY if pattern.search(label)), None)
    unit = found.measured.unit
    return customary is not None and unit is not None and unit.code != customary.code


def _joins(gap: str) -> bool:
    if re.search(r"[;\n]|\.\s", gap):
        return False
    words = WORD.findall(re.sub(r"\([^()]{0,60}\)|\d[\d.,]*", " ", gap))
    return all(BETWEEN.fullmatch(word) for word in words)


def _read(text: str, start: int, label: str) -> Read | None:
    match = VALUE.match(text, start)
    if match is None:
        return None
    if lasted := HOURS_AND_MINUTES.match(text, match.start("low")):
        return Read(_minutes(lasted), match.start(), lasted.end(), bare=False)
    if FRACTION.match(text, match.end() - 1):
        return _of_scale(text, match)
    if match.start() and text[match.start() - 1] == "/":
        return None
    unit, end = _unit_after(text, match.end())
    start = match.end() - len(match.group().lstrip())
    return Read(_measured(match, unit), start, end, bare=False) if unit else _without_unit(text, match, label)


def _without_unit(text: str, match: re.Match[str], label: str) -> Read | None:
    """Return a bare number, in the unit that its quantity always has: a hematocrit of 0.48 is 48 %."""
    number, plain = _decimal(match["low"]), not match["sign"] and not match["high"]
    if plain and 0 < number < 1 and SHARES.search(label):
        return Read(Measured(number * 100, number * 100, Unit("%")), match.start(), match.end(), bare=False)
    if text[match.end() : match.end() + 1] in {"/", ":"}:
        return None
    return Read(_measured(match, _customary(label, match) or Unit("")), match.start(), match.end(), bare=True)


def _minutes(lasted: re.Match[str]) -> Measured:
    minutes = Decimal(lasted["hours"]) * 60 + Decimal(lasted["minutes"])
    return Measured(minutes, minutes, Unit("min"))


def _of_scale(text: str, match: re.Match[str]) -> Read | None:
    """Return the points of a score written with its highest, "14/24"; a pressure or a grade of strength is none."""
    top = re.compile(r"\s?/\s?(\d{2,3})(?!\d|/|\.\d)").match(text, match.end())
    points = _decimal(match["low"])
    if top is None or int(top[1]) not in HIGHEST_SCORES or points > int(top[1]) or match["high"]:
        return None
    return Read(Measured(points, points, Unit("")), match.start(), top.end(), bare=False)


def _unit_after(text: str, start: int) -> tuple[Unit | None, int]:
    match = UNIT_TEXT.match(text, start)
    if match is None:
        return None, start
    for group in ("two", "one"):
        words = match[group]
        if words and (not words.isalpha() or words in IN_PROSE or words.lower() in COUNTED):
            unit = unit_named(words)
            if unit is not None:
                return unit, match.end()
    return None, start


def _customary(label: str, match: re.Match[str]) -> Unit | None:
    number = _decimal(match["low"])
    for pattern, unit, low, high in CUSTOMARY:
        if pattern.search(label) and low <= number <= high:
            return unit
    return None


def polarity_of(text: str) -> frozenset[str]:
    """Return the words for a result that a text uses: negative, positive, indeterminate, normal, high ..."""
    return frozenset(word for word, pattern in POLARITY.items() if pattern.search(text))


def by_reference(measured: Measured | None, meaning: str) -> frozenset[str]:
    """Return what a number is beside the laboratory's own limits: within them, above, below; empty without limits."""
    _, found, words = meaning.partition("reference ")
    limits = value_of(words.split(";")[0]) if found else None
    number = measured.low if measured and measured.low == measured.high else None
    if limits is None or number is None or (limits.low is not None and limits.low == limits.high):
        return frozenset()
    if limits.high is not None and (number > limits.high or (number == limits.high and limits.low is None)):
        return frozenset({"high", "abnormal", "positive"})
    if limits.low is not None and number < limits.low:
        return frozenset({"low", "abnormal"})
    return frozenset({"normal", "negative"})
