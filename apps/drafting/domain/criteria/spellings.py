"""Units as charts, devices and laboratories write them, turned into UCUM (https://ucum.org)."""

import re

# As charts write them -> UCUM. What stands in no list is read as UCUM or not at all.
SPELLINGS = {
    "mmhg": "mm[Hg]", "mm hg": "mm[Hg]", "torr": "mm[Hg]", "percent": "%", "mcg": "ug", "µg": "ug", "μg": "ug",
    "lb": "[lb_av]", "lbs": "[lb_av]", "pounds": "[lb_av]", "inches": "[in_i]", "kgs": "kg", "iu": "[IU]",
    "units": "U", "unit": "U", "°c": "Cel", "c": "Cel", "°f": "[degF]", "f": "[degF]", "bpm": "/min",
    "beats/min": "/min", "breaths/min": "/min", "lpm": "L/min", "liters/min": "L/min", "hour": "h", "hours": "h",
    "hr": "h", "hrs": "h", "minute": "min", "minutes": "min", "mins": "min", "day": "d", "days": "d", "week": "wk",
    "weeks": "wk", "wks": "wk", "month": "mo", "months": "mo", "year": "a", "years": "a", "yr": "a", "yrs": "a",
    "liter": "L", "liters": "L", "litre": "L", "litres": "L", "l": "L", "ml": "mL", "dl": "dL", "gm": "g",
    "grams": "g", "gram": "g", "kg/m^2": "kg/m2", "kg/m²": "kg/m2", "m²": "m2", "m^2": "m2", "meters": "m",
    "metres": "m", "cmh2o": "cm[H2O]", "cm h2o": "cm[H2O]", "meq": "meq", "mmol": "mmol", "umol": "umol",
    "µmol": "umol", "milligrams": "mg", "mgs": "mg", "mg": "mg", "k/ul": "10*3/uL", "k/mm3": "10*3/uL",
    "/ul": "/uL", "/mm3": "/uL", "cells/ul": "/uL", "cells/mm3": "/uL", "ul": "uL", "miu": "m[IU]", "kpa": "kPa",
    "uiu": "u[IU]", "ft": "[ft_i]", "feet": "[ft_i]", "foot": "[ft_i]", "in": "[in_i]", "inch": "[in_i]",
    "meter": "m", "metre": "m", "degf": "[degF]", "deg f": "[degF]", "degc": "Cel", "deg c": "Cel",
    "% predicted": "%", "%predicted": "%", "% pred": "%", "% of predicted": "%", "ounces": "[oz_av]",
    "oz": "[oz_av]", "1/h": "/h", "1/d": "/d", "x10e3/ul": "10*3/uL", "x10^3/ul": "10*3/uL", "10^3/ul": "10*3/uL",
    "10e3/ul": "10*3/uL", "x10(3)/mcl": "10*3/uL", "k/mcl": "10*3/uL", "thou/ul": "10*3/uL",
    "thousand/ul": "10*3/uL", "x10^9/l": "10*9/L", "10^9/l": "10*9/L", "x10e9/l": "10*9/L", "10e9/l": "10*9/L",
    "x10*9/l": "10*9/L", "x10*3/ul": "10*3/uL", "mcl": "uL", "secs": "s", "sec": "s", "seconds": "s",
    "nights": "d", "night": "d", "nt": "d", "nts": "d", "ppb": "[ppb]", "parts per billion": "[ppb]",
    "ppm": "[ppm]", "parts per million": "[ppm]", "%pred": "%", "pct": "%", "percent predicted": "%",
    "percent of predicted": "%", "% of pred": "%", "pct predicted": "%", "%tbsa": "%", "% bsa": "%", "%bsa": "%",
    "percentile": "%", "ng": "ng", "pg": "pg", "g": "g", "nmol": "nmol", "pmol": "pmol", "/hpf": "/[HPF]",
    "per hpf": "/[HPF]", "hpf": "[HPF]", "% of nights": "%", "% of days": "%", "% of time": "%", "% time": "%",
    "% active": "%", "% wear": "%", "msec": "ms", "msecs": "ms", "milliseconds": "ms", "wood units": "[wood'U]",
    "wu": "[wood'U]", "wood unit": "[wood'U]", "#": "[lb_av]", "pound": "[lb_av]", "kilograms": "kg",
    "kilogram": "kg", "kilos": "kg", "centimeters": "cm", "centimeter": "cm", "cms": "cm", "millimeters": "mm",
    "millimeter": "mm", "degrees": "deg", "degree": "deg", "°": "deg", "microns": "um", "micron": "um", "cc": "mL",
    "sq cm": "cm2", "cm^2": "cm2", "square cm": "cm2", "cm sq": "cm2", "diopters": "[diop]", "ku": "kU",
    "kiu": "kU", "kua": "kU", "index": "", "yards": "[yd_i]", "yard": "[yd_i]", "miles": "[mi_i]",
    "mile": "[mi_i]", "mos": "mo", "wks.": "wk",
}  # fmt: skip
# Things that are counted, and points of a scale: a number without a dimension.
COUNTED = frozenset({
    "/10", "/mb", "apneas", "apneas+hypopneas", "attack", "attacks", "awakenings", "beats", "bleeds", "breaths",
    "cells", "checks", "class", "copies", "crises", "desaturations", "doses", "drinks", "drops", "e", "eos",
    "eosinophils", "episode", "episodes", "ev", "event", "events", "events/episodes", "evt", "evts", "falls",
    "fingersticks", "grade", "headache day", "headache days", "headaches", "hypopneas", "index", "injections",
    "joints", "migraine days", "migraines", "mut", "mut/mb", "mutations", "mutations/mb", "muts", "muts/mb",
    "out of 10", "pack year", "pack years", "pack-year", "pack-years", "pk-yr", "pk-yrs", "point", "points", "pts",
    "puff", "puffs", "py", "ratio", "reading", "readings", "repetitions", "reps", "respiratory events", "score",
    "sd", "sds", "seizure", "seizures", "session", "sessions", "shots", "stairs", "steps", "sticks", "stools",
    "swings", "t-score", "tests", "times", "titer", "visit", "visits", "voids", "x", "z-score",
})  # fmt: skip

SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹µμ×−", "0123456789uux-")
# "x10E3/uL", "10^3/mcL", "x10(9)/L", "X 10*3 / UL": a power of ten in a volume.
POWER = re.compile(
    r"^\s?[x*]?\s?10\s?(?:\^|\*{1,2}|e|-)?\s?\(?(?P<power>3|6|9|12)\)?\s?(?:cells)?\s?(?=/)", re.IGNORECASE
)
THOUSANDS = re.compile(r"^(?:k|th|thou(?:s(?:and)?)?s?|1000s?)(?: cells)?\s?(?=/|per )", re.IGNORECASE)
MILLIONS = re.compile(r"^(?:mil(?:l(?:ion)?)?s?)\s?(?=/|per )", re.IGNORECASE)
VOLUME = re.compile(
    r"(?:/|\bper )\s?(?:mcL|ul|cu\.? ?mm|cmm|mm(?:\^?3)|microlit(?:er|re)s?)(?![A-Za-z])", re.IGNORECASE
)
A_DAY = re.compile(r"/\s?24[ -]?h(?:r|rs|ours?)?\b", re.IGNORECASE)
FIBRIN_UNITS = re.compile(r"\s?\b(?:FEU|DDU|eq)$")


def tidied(text: str) -> str:
    """Return a unit with the signs of laboratories as UCUM has them: powers of ten, microlitres, a day of 24 hours."""
    plain = text.translate(SUPERSCRIPT).strip()
    plain = A_DAY.sub("/d", VOLUME.sub("/uL", FIBRIN_UNITS.sub("", plain)))
    plain = POWER.sub(lambda match: f"10*{match['power']}", plain)
    plain = MILLIONS.sub("10*6", THOUSANDS.sub("10*3", plain))
    return "10*9/L" if plain == "G/L" else re.sub(r"^cells\s?(?=/)", "", plain)
