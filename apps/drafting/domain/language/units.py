"""Units as charts write them, each in one spelling. Spelling is folded, never the value: no unit is converted.

The spellings kept are those of UCUM (https://ucum.org) where it has one, in small letters.
"""

import re

SPELLINGS = {
    "y": "years? yrs? yr y/o yo y",
    "mo": "months? mos? mo",
    "wk": "weeks? wks? wk",
    "d": "days? d",
    "h": "hours? hrs? hr h",
    "min": "minutes? mins? min",
    "s": "seconds? secs? sec s",
    "kg": "kilograms? kgs? kg",
    "g": "grams? gm g",
    "mg": "milligrams? mgs? mg",
    "ug": "micrograms? mcgs? ug µg μg",
    "ng": "nanograms? ng",
    "l": "liters? litres? l",
    "dl": "deciliters? dl",
    "ml": "milliliters? millilitres? mls? cc ml",
    "m": "meters? metres? m",
    "cm": "centimeters? centimetres? cms? cm",
    "mm": "millimeters? millimetres? mm",
    "mm[hg]": "mm\\[hg\\] mm\\s?hg mmhg torr",
    "%": "%(?![a-z]) percent per\\scent",
    "cel": "degrees?\\s(?:celsius|c) °\\s?c deg\\sc celsius c",
    "degf": "degrees?\\s(?:fahrenheit|f) °\\s?f deg\\sf fahrenheit f",
    "[iu]": "international\\sunits? iu",
    "u": "units? unt u",
    "mu": "miu",
    "ku": "kiu ku",
    "mmol": "mmol millimoles?",
    "umol": "umol µmol μmol micromoles?",
    "nmol": "nmol",
    "pmol": "pmol",
    "meq": "meq milliequivalents?",
    "pg": "pg picograms?",
    "fl": "fl",
    "[lb_av]": "pounds? lbs? lb",
    "[in_i]": "inch(?:es)? in",
    "gy": "gy",
    "hz": "hz",
    "tablet": "tablets? tabs? tab",
    "capsule": "capsules? caps? cap",
    "puff": "puffs? inhalations?",
    "drop": "drops? gtts?",
    "session": "sessions? visits?",
    "dose": "doses?",
    "time": "times x",
    "pack-year": "pack[-\\s]years?",
    "beat": "beats?",
    "beat/min": "bpm",
    "breath": "breaths?",
    "m2": "m2 m\\^2 m²",
    "1.73m2": "1\\.73\\s?m(?:\\^?2|²)",
    "mm3": "u?mm3 mm\\^3 cu\\smm",
    "ul": "ul µl μl",
    "hpf": "hpf",
    "lpf": "lpf",
}
DURATIONS = frozenset({"y", "mo", "wk", "d", "h", "min", "s"})
A_MINUTE = "/min"
COUNTED_A_MINUTE = frozenset({"beat/min", "breath/min"})
_PATTERNS = sorted(
    ((pattern, unit) for unit, patterns in SPELLINGS.items() for pattern in patterns.split(" ")),
    key=lambda pair: len(pair[0]),
    reverse=True,
)
_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), unit) for pattern, unit in _PATTERNS)
_ONE = "|".join(pattern for pattern, _ in _PATTERNS)
_PER = r"(?:\s?/\s?|\sper\s)"
_TENS = r"(?:x\s?)?10[*^]\d+"
# "mg", "mg/kg", "mL/min/1.73 m2", "10*3/uL", "/mm3"; a word that goes on is no unit.
UNIT = re.compile(rf"(?P<unit>(?:{_TENS}|{_ONE})?(?:{_PER}(?:{_ONE}))+|{_TENS}|{_ONE})(?![A-Za-z0-9])", re.IGNORECASE)
BLANK = re.compile(r"[ \t\n]?-?")


def unit_of(text: str) -> str:
    """Return a unit in its one spelling: ``Milligrams per kg`` -> ``mg/kg``; an empty text stays empty."""
    folded = "/".join(_one(part.strip()) for part in re.split(_PER, text.lower()))
    return A_MINUTE if folded in COUNTED_A_MINUTE else folded


def _one(text: str) -> str:
    found = next((unit for pattern, unit in _COMPILED if pattern.fullmatch(text)), None)
    return re.sub(r"\s", "", text) if found is None else found
