"""Values of results: numbers with their units, and words such as negative, in structured lines and in notes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from apps.drafting.domain.criteria.quantities import has_tag, quantity_named, usual_unit
from apps.drafting.domain.criteria.spellings import COUNTED
from apps.drafting.domain.criteria.units import Measured, Unit, converted, unit_named
from apps.drafting.domain.language.dates import masked
from apps.redaction.domain.tokens import TOKEN

_NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?"
VALUE = re.compile(
    rf"(?P<sign>[<>≤≥]=?|less than|greater than|more than|above|below|under|over|at least|up to)?\s*(?P<low>{_NUMBER})"
    rf"(?:\s?(?:-|–|to)\s?(?P<high>\d[\d,]*(?:\.\d+)?))?",
    re.IGNORECASE,
)
UNIT_TEXT = re.compile(
    r"\s?-?(?P<two>[xX×*]?\s?10\s?(?:\^|\*|[eE])?\s?\(?[369³⁶⁹]\)?\s?/\s?[A-Za-zµμ]+3?|[A-Za-zµμ%{}\[\]]+\s?(?:/|per)\s?[A-Za-z0-9.µμ{}_]+(?:\s?/\s?[A-Za-z0-9.]+)?(?:\s?m(?:2|²))?|"
    r"mm ?\[?[Hh]g\]?|cm ?\[?H2O\]?)|\s?(?P<one>%|/[A-Za-z]+|[A-Za-zµμ°\[{][A-Za-z0-9µμ\[\]{}*^_²]*)"
)
UNIT_ALONE = re.compile(r"\s?(%)")  # of "3 % / arousal"
# Words that are a unit in a sentence; "as" and "at" are units of UCUM as well.
IN_PROSE = frozenset({
    "mg", "g", "kg", "mcg", "ug", "ng", "pg", "mL", "ml", "L", "dL", "mmol", "umol", "nmol", "pmol", "mEq", "meq",
    "U",
    "IU", "units", "mm", "cm", "m", "kPa", "mmHg", "torr", "lb", "lbs", "pounds", "h", "hr", "hrs", "hour",
    "hours", "min",
    "minutes", "mins", "d", "day", "days", "wk", "wks", "week", "weeks", "mo", "month", "months", "percent", "bpm",
    "LPM",
    "lpm", "liters", "litres", "C", "F", "meters", "metres", "year", "years",
    "ft", "feet", "inches", "ppb", "ppm", "ms", "msec", "nights", "deg", "degrees", "dB", "yards", "miles", "um",
    "microns", "pack-years", "sec", "secs", "seconds", "pct", "ounces",
})  # fmt: skip
FRACTION = re.compile(r"\d\s?/\s?\d")
HOURS_AND_MINUTES = re.compile(
    r"(?P<hours>\d{1,2}) ?(?:h|hrs?|hours?)\b\.?,? ?(?:and )?(?P<minutes>\d{1,2}) ?(?:m|mins?|minutes?)\b",
    re.IGNORECASE,
)
MOST_TRIES, LONGEST_GAP = 4, 60  # values passed over, and characters between a name and its value
# When it was measured, counted in visits or weeks: "ODI at v4 52 %".
AT_A_VISIT = re.compile(
    r"(?i)\b(?:at |@ ?|on |by )(?:v|visit|wk|week|session|mo|month|day|follow-?up|f/u|time ?point) ?#?\d{1,2}(?!\d|"
    r"[/%]|\.\d)"
)
OUT_OF_TEN = re.compile(
    r"(?<![\d/])(?:\d|10)/10(?![\d/]|\s?[:=]\s?\d)"
)  # a pain score; as a date it would be the tenth
MINUS = str.maketrans("\u2212", "-")
FRACTION_OF_SCALE = re.compile(r"(?P<points>\d{1,3}(?:\.\d+)?)\s?/\s?(?P<top>\d{1,3})(?![\d/])")
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
_NUMERAL = r"(?:I{1,3}|IV|VI?)"
ROMAN_CLASS = re.compile(
    r"\W{0,3}(?:(?i:functional|class|stage|grade|category|score|is|was|of|now|today|currently|status|remains|at)\W{1,2})*"
    rf"(?P<low>{_NUMERAL})(?:\s?(?:-|–|/|to|or)\s?(?P<high>{_NUMERAL}))?[abcABC]?(?![A-Za-z])"
)
TITER = re.compile(r"1\s?:\s?(?P<of>\d{2,6})(?!\d)")
TEN, PERCENT_TOP, DECIMALS = 10, 100, re.compile(r"^0?\.\d{2,3}$")
COUNTED_DAYS = re.compile(
    r"(?P<days>\d{1,3}) ?(?:(?:days?|nights?) )?(?:/|of|out of) ?(?P<all>[1-9]\d{0,2})\b(?: ?(?:days?|nights?))?",
    re.IGNORECASE,
)
FROM_TO = re.compile(
    r"\W{0,3}(?:(?:was|has|have|is|level|score|then|also|only|now) )*(?:[a-z]+(?:ed|ing|s)? |fell |rose |went |"
    r"came )?(?:down |up )?"
    r"from (?P<first>\d+(?:\.\d+)?)[^.;,\d]{0,30}? to (?P<last>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
ARROW = re.compile(r"\s*(?:\([^()]{0,20}\)\s*)?(?:-{1,2}>|→|=>|>>)\s*(?=\d)")
BEFORE_COUNTED = re.compile(r"(?<![\d/.-])(?P<low>\d{1,3}(?:\.\d)?)(?:\s?(?:-|–|to)\s?(?P<high>\d{1,3}))?[ -]$")
CLASS_BEFORE = re.compile(
    r"^(?:(?:NYHA|ECOG|KL|functional|class|grade|stage|category|score|level)\W{1,2})+(?=[\dIV])", re.IGNORECASE
)
UNIT_ENDS = re.compile(r"[,;(]|\s{2,}|\s(?:two|three|by|on|at|with|of|in|from|and|after|before|while)\s")
HIGHEST_SCORES = frozenset({10, 15, 20, 21, 24, 27, 28, 30, 36, 40, 42, 50, 52, 56, 60, 63, 68, 70, 78, 84, 100})
# So many of a form's own parts are no points: "4 of 10 sections blank", "2 items missing".
OF_THE_FORM = re.compile(
    r"\s*(?:(?:of|out of)\s*(?:the )?\d+\s*)?(?:sections?|items?|questions?|fields?|boxes|pages?|parts?|blanks?|unanswered|"
    r"missing|answers?|answered)\b",
    re.IGNORECASE,
)
LOWER = frozenset({">", ">=", "≥", "greater than", "more than", "above", "over", "at least"})
# Words that may stand between the name of a test and its value.
BETWEEN = re.compile(
    r"(?:total|score|index|level|value|result|reading|nadir|was|is|of|at|now|today|measured|came|back|about|approx\w*|"
    r"to|down|up|fell|dropped|rose|RA|on|room|air|rest(?:ing)?|awake|asleep|seated|sitting|exert\w*|walk\w*|ambulat\w*|"
    r"with|during|while|post\w*|pre\w*|overall|the|a|an|again|still|only|just|recorded|as|low|high|mean|average|in|clinic|"
    r"by|for|and|oximetry|pulse|saturation|days?|per|month|percent|predicted|grade|arterial|study|calculated|total|NC|L|"
    r"O2|oxygen|liters?|min|minutes?|breathing|after|sleep|worst|best|lowest|highest|latest|last|most|recent|current|"
    r"sleepiness|scale|questionnaire|disability|events?|m|weight|gold|plus|TB|test|screen|class|stage|category|remains?|"
    r"remained|around|roughly|currently|this|visit|morning|AM|lab|scored?|equals|returned|resulted|repeat(?:ed)?|random|"
    r"fasting|serum|plasma|blood|noted|found|documented|obtained|showed|shows|reads?|elevated|left|right|knees?|hips?|"
    r"femoral|neck|lumbar|spine|tumou?r|primary|cells?|staining|expression|positive|absolute|abs|count|office|fingerstick|"
    r"venous|capillary|h|hrs?|hours?|induration|estimated|visually|subscore|R|baseline|adjusted|corrected|manual\w*|titer|intact|final|has|been|exactly|nearly|almost|usage|use)",
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


def value_of(text: str, label: str = "") -> Measured | None:
    """Return the value of a structured line, ``8.2 %`` or ``>250 U/mL``; None for words, ratios and pressures.

    ``label``: of which quantity, so that a bare number has the unit it is usually given in.
    """
    stripped = text.translate(MINUS).strip()
    stripped = CLASS_BEFORE.sub("", stripped) if quantity_named(label) else stripped
    if special := _specially_written(stripped, label):
        return special
    match = VALUE.match(stripped)
    return _valued(stripped, match, label) if match else None


def _valued(stripped: str, match: re.Match[str], label: str) -> Measured | None:
    if FRACTION.match(stripped) or "/" in stripped[: match.end() + 1][-1:]:
        scaled = _of_scale(stripped, match, label) if quantity_named(label) else None
        return scaled.measured if scaled else None
    rest = stripped[match.end() :].strip()
    if rest[:1] in {"/", ":"} and rest[1:2].isdigit():
        return None
    unit = unit_named(rest) if rest else None
    if unit is None and rest and not rest.startswith("+"):
        unit = unit_named(UNIT_ENDS.split(f" {rest}")[0].strip()) if UNIT_ENDS.search(rest) else None
    if not rest or (unit is not None and not unit.code and not unit.per_body):
        bare = _without_unit(stripped, match, label)
        return bare.measured if bare else None
    return _measured(match, unit)


def _specially_written(text: str, label: str) -> Measured | None:
    """Return the minutes of "6 h 12 min", the 320 of a titer of 1:320, and the 3 of a class III."""
    if lasted := HOURS_AND_MINUTES.match(text):
        return _minutes(lasted)
    if titer := TITER.match(text):
        return Measured(Decimal(titer["of"]), Decimal(titer["of"]), Unit(""))
    numeral = ROMAN_CLASS.match(text) if has_tag(label, "roman") else None
    return _roman(numeral) if numeral else None


def _roman(match: re.Match[str]) -> Measured:
    low = Decimal(ROMAN[match["low"]])
    return Measured(low, Decimal(ROMAN[match["high"]]) if match["high"] else low, Unit(""))


def _measured(match: re.Match[str], unit: Unit | None) -> Measured:
    low = _decimal(match["low"])
    sign = (match["sign"] or "").lower()
    if match["high"]:
        return Measured(low, _decimal(match["high"]), unit)
    if sign in LOWER:
        return Measured(low, None, unit)
    return Measured(None, low, unit) if sign else Measured(low, low, unit)


def value_in_cell(text: str, label: str) -> Measured | None:
    """Return the value of a cell; of "27 days (90 %)" the one of the quantity, of "27 of 30 days" the share."""
    first = value_of(text, label)
    if first is None and (counted := COUNTED_DAYS.match(text.strip())) and _is_percentage(label):
        return _share(counted)
    if first is None or not _is_other_measure(Read(first, 0, 0, bare=False), label):
        return first
    if counted := COUNTED_DAYS.match(text.strip()):
        return _share(counted)
    later = (one for match in VALUE.finditer(text) if (one := _read(text, match.start(), label)))
    return next((one.measured for one in later if not one.bare and not _is_other_measure(one, label)), None)


def _is_percentage(label: str) -> bool:
    quantity = quantity_named(label)
    return quantity is not None and any(unit.unit == "%" for unit in quantity.units)


def value_before(text: str, start: int, label: str) -> Read | None:
    """Return the number that stands right before a thing that is counted: "35 pack-years"."""
    match = BEFORE_COUNTED.search(text[:start]) if has_tag(label, "counted") else None
    if match is None:
        return None
    number = _decimal(match["low"])
    usual = unit_named(usual_unit(label, number))
    high = _decimal(match["high"]) if match["high"] else number
    return Read(Measured(number, high, usual), match.start("low"), start, bare=True) if usual else None


def _share(match: re.Match[str]) -> Measured:
    """Return the days counted of all days as a percentage."""
    share = Decimal(match["days"]) * PERCENT_TOP / Decimal(match["all"])
    return Measured(share, share, Unit("%"))


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").lstrip("+"))


def values_after(text: str, end: int, label: str) -> Iterator[Read]:
    """Yield the values that a note gives right after a name that ends at ``end``, and those that follow in its list."""
    plain = _without_dates(text, end, label)
    if changed := FROM_TO.match(plain, end):
        yield from _changed(plain, changed, label)
        return
    first = _next_value(plain, end, label) or _classed(plain, end, label)
    if first is None:
        return
    while (arrow := ARROW.match(plain, first.end)) and (after := _read(plain, arrow.end(), label)):
        first = after  # "A1c 9.1 -> 7.4": the last is the newest
    yield first
    position = first.end
    while following := re.compile(r"[^.;,\d]{0,40}[,;]\s*(?:and |then )?(?=\d)").match(plain, position):
        again = _read(plain, following.end(), label)
        if again is None or again.bare or not _is_same_quantity(first, again):
            return
        yield again
        position = again.end


def _changed(text: str, match: re.Match[str], label: str) -> Iterator[Read]:
    """Yield the value of "fell from 93 % at rest to 85 % walking" that is told last, and the first with its own "
    "state."""
    first, last = _read(text, match.start("first"), label), _read(text, match.start("last"), label)
    if first and last and re.search(r"[A-Za-z]", text[first.end : match.start("last") - len(" to ")]):
        yield first
    if last:
        yield last


def _is_same_quantity(one: Read, other: Read) -> bool:
    """Say whether a value that follows can be another of the same: "13.2 events per hour, 4 % rule" has only one."""
    units = one.measured.unit, other.measured.unit
    if units[0] is None or units[1] is None:
        return False
    return units[0] == units[1] or converted(Decimal(1), units[1], units[0]) is not None


def _classed(text: str, start: int, label: str) -> Read | None:
    match = ROMAN_CLASS.match(text, start) if has_tag(label, "roman") else None
    return Read(_roman(match), match.start("low"), match.end(), bare=True) if match else None


def _tops(label: str) -> frozenset[int]:
    """Return the highest points that a quantity's scale can have."""
    quantity = quantity_named(label)
    return frozenset(int(unit.high) for unit in quantity.units) if quantity else frozenset()


def _score_beside(text: str, end: int, label: str) -> re.Match[str] | None:
    """Return the points right behind a scale's name that look like a date: "Epworth 11/24"."""
    match = FRACTION_OF_SCALE.search(text, end)
    if match is None or int(match["top"]) not in _tops(label) or len(text[end : match.start()]) > LONGEST_GAP:
        return None
    return match if _joins(text[end : match.start()]) and Decimal(match["points"]) <= int(match["top"]) else None


def _may_be_of_ten(label: str) -> bool:
    """Return whether a quantity can be told as so many of ten: one that has ten points, or that nobody knows."""
    return not _tops(label) or TEN in _tops(label)


def _without_dates(text: str, end: int, label: str) -> str:
    text = text.translate(MINUS)
    plain = masked(TOKEN.sub(lambda token: " " * len(token.group()), text))
    plain = AT_A_VISIT.sub(lambda match: " " * len(match.group()), plain)
    kept = list(plain)
    scored = _score_beside(text, end, label)
    ten = OUT_OF_TEN.finditer(text) if _may_be_of_ten(label) else ()
    for match in (*ten, *([scored] if scored else [])):
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
    quantity, unit = quantity_named(label), found.measured.unit
    if quantity is None or not quantity.units or unit is None:
        return False
    usual = [read for one in quantity.units if (read := unit_named(one.unit))]
    return all(one.code != unit.code and converted(Decimal(1), unit, one, label) is None for one in usual)


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
        return _of_scale(text, match, label)
    if match.start() and text[match.start() - 1] == "/":
        return None
    unit, end = _unit_after(text, match.end())
    start = match.end() - len(match.group().lstrip())
    return Read(_measured(match, unit), start, end, bare=False) if unit else _without_unit(text, match, label)


def _without_unit(text: str, match: re.Match[str], label: str) -> Read | None:
    """Return a bare number, in the unit that its quantity always has: a hematocrit of 0.48 is 48 %."""
    number, plain = _decimal(match["low"]), not match["sign"] and not match["high"]
    if plain and 0 < number < 1 and has_tag(label, "share"):
        return Read(Measured(number * 100, number * 100, Unit("%")), match.start(), match.end(), bare=False)
    if text[match.end() : match.end() + 1] in {"/", ":"} or OF_THE_FORM.match(text, match.end()):
        return None
    usual = unit_named(usual_unit(label, number) or _by_its_decimals(label, match))
    return Read(_measured(match, usual or Unit("")), match.start(), match.end(), bare=True)


def _by_its_decimals(label: str, match: re.Match[str]) -> str:
    """Eosinophils of 0.61 are thousands: a share of white cells has one decimal, and no count of cells has any."""
    return "10*3/uL" if has_tag(label, "thousands") and DECIMALS.search(match["low"]) else ""


def _minutes(lasted: re.Match[str]) -> Measured:
    minutes = Decimal(lasted["hours"]) * 60 + Decimal(lasted["minutes"])
    return Measured(minutes, minutes, Unit("min"))


def _of_scale(text: str, match: re.Match[str], label: str) -> Read | None:
    """Return the points of a score written with its highest, "14/24"; a pressure is none, and strength only by name."""
    top = re.compile(r"\s?/\s?(\d{1,3})(?!\d|/|\.\d)").match(text, match.end())
    points = _decimal(match["low"])
    if top is None or points > int(top[1]) or match["high"]:
        return None
    if int(top[1]) not in HIGHEST_SCORES and int(top[1]) not in _tops(label):
        return None
    if has_tag(label, "points") and int(top[1]) != PERCENT_TOP:
        share = points * PERCENT_TOP / int(top[1])
        return Read(Measured(share, share, Unit("%")), match.start(), top.end(), bare=False)
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
    if match["two"] and (alone := UNIT_ALONE.match(text, start)):
        return unit_named(alone[1]), alone.end()
    return None, start
