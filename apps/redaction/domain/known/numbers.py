"""Numbers, addresses and dates of the record: the patterns of the ways they are written. For folded text, any case."""

import re
from datetime import date

_MIN_DIGITS, _MIN_MIXED, _MIN_ADDRESS = 5, 4, 6
_LOCAL_PHONE = 7
_PER_CHARACTER = 7
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_STREETS = (
    ("street", "st"), ("avenue", "ave", "av"), ("road", "rd"), ("drive", "dr"), ("lane", "ln"), ("boulevard", "blvd"),
    ("court", "ct"), ("place", "pl"), ("terrace", "ter"), ("circle", "cir"), ("highway", "hwy"), ("parkway", "pkwy"),
    ("square", "sq"), ("apartment", "apt"), ("suite", "ste"), ("north", "n"), ("south", "s"),
    ("east", "e"), ("west", "w"),
)  # fmt: skip
_STREET_FORMS = {form: forms for forms in _STREETS for form in forms}


def phone_pattern(text: str) -> str | None:
    """Match a telephone number with any punctuation, with or without country and area code."""
    digits = re.sub(r"\D", "", re.split(r"(?i)\s*(?:x|ext)", text)[0]).removeprefix("1")
    if len(digits) < _LOCAL_PHONE:
        return None
    local = rf"{digits[-7:-4]}[\s.\-]{{0,2}}{digits[-4:]}"
    area = digits[:-7]
    lead = rf"(?:(?:\+?1[\s.\-]{{0,2}})?(?:\({area}\)|{area})[\s.\-/]{{0,3}})?" if area else ""
    # A local number alone may be a count: "5550139 copies/mL".
    return rf"(?<!\d){lead}{local}(?!\d)(?!\s*(?:copies|cells|particles|iu|units?|mg|mcg|ml|/[µu]l)\b)"


def identifier_pattern(text: str) -> str | None:
    """Match a number of the record with other, or no, punctuation; its leading letters may be left out."""
    chunks = re.findall(r"[^\W_]+", text)
    joined = "".join(chunks)
    if len(joined) < (_MIN_DIGITS if joined.isdigit() else _MIN_MIXED) or not any(c.isdigit() for c in joined):
        return None
    body = _chunks(chunks)
    if len(chunks) > 1 and chunks[0].isalpha() and len("".join(chunks[1:])) >= _MIN_DIGITS:
        body = rf"(?:{re.escape(chunks[0])}[\s.\-/#:]{{0,2}})?{_chunks(chunks[1:])}"
    return rf"(?<![^\W_]){body}(?![^\W_])"


def _chunks(chunks: list[str]) -> str:
    joined = "".join(chunks)
    if len(joined) >= _PER_CHARACTER:
        return r"[ .\-]?".join(map(re.escape, joined))
    return r"[\s.\-/]{0,2}".join(map(re.escape, chunks))


def literal_pattern(text: str) -> str:
    """Match a text as it stands, with any white space between its words."""
    words = r"\s+".join(map(re.escape, text.split()))
    return rf"(?<![^\W_]){words}(?![^\W_])"


def address_pattern(text: str) -> str | None:
    """Match a street address with its usual abbreviations and any break between its words."""
    words = re.findall(r"[^\W_]+", text)
    if len("".join(words)) < _MIN_ADDRESS or not any(any(c.isdigit() for c in word) for word in words):
        return None
    forms = ("|".join(map(re.escape, _STREET_FORMS.get(word.casefold(), (word,)))) for word in words)
    address = r"[\s.,#]+".join(f"(?:{form})" for form in forms)
    return rf"(?<![^\W_]){address}(?![^\W_])"


def postal_code_pattern(text: str) -> str | None:
    """Match a postal code, with or without its extension, where it is no measurement."""
    code = text.partition("-")[0].strip()
    if len(code) < _MIN_DIGITS:
        return None
    return (
        rf"(?<![\d.,/\-]){re.escape(code)}(?:-\d{{4}})?(?![\d,./\-]*\d)"
        r"(?!\s*(?:mg|mcg|g|ml|l|iu|units?|k|cells|copies|/|%))"
    )


def date_pattern(day: date) -> str:
    """Match one date in every common writing, numbers and words."""
    y, m, d = day.year, day.month, day.day
    name = _MONTHS[m - 1]
    month = rf"(?:{name}|{name[:3]}|{name[:4]})\.?"
    short_year = rf"(?:{y}|['’]?{y % 100:02d})"
    ordinal = rf"0?{d}(?:st|nd|rd|th)?"
    forms = [
        rf"{y}[-/.]0?{m}[-/.]0?{d}",
        rf"{y}{m:02d}{d:02d}",
        rf"0?{m}[-/.]0?{d}[-/.]{short_year}",
        rf"{month}[\s,]*{ordinal}[\s,]+{y}",
        rf"{ordinal}[\s-]*(?:of\s+)?{month}[\s,-]*{y}",
    ]
    if d > len(_MONTHS):
        forms.append(rf"{d}[-/.]0?{m}[-/.]{short_year}")
    return rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)"
