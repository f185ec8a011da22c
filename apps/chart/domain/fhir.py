"""Small readers of FHIR R4 JSON. They expect the shapes that the intake has checked; what is absent is empty."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any

Body = Mapping[str, Any]

MOMENT = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)(T(?P<time>\d\d:\d\d(:\d\d(\.\d+)?)?)(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?"
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
YEARS = range(1850, 2151)
LONGEST_EXACT_FRACTION = 6  # more digits than this are the noise of a binary fraction, not a measurement
ROUNDED_FRACTION = 3
ROLE = "#role"  # after a reference in the names that the intake resolved: what somebody is
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"


def parse_moment(text: str, house: tzinfo) -> datetime | None:
    """Return a FHIR date or dateTime as an aware moment in UTC; a partial one is its first instant.

    What names no zone (FHIR R4 datatypes, date: "there is no timezone") is meant where the house is: the day that was
    sent is the day that is shown. None for what is not a date, or lies outside the years 1850 to 2150.
    """
    match = MOMENT.fullmatch(text)
    if match is None or int(match["year"]) not in YEARS:
        return None
    padded = f"{match['year']}-{match['month'] or '01'}-{match['day'] or '01'}T{match['time'] or '00:00'}"
    try:
        moment = datetime.fromisoformat(padded + (match["zone"] or ""))
    except ValueError:
        return None
    return (moment if match["zone"] else moment.replace(tzinfo=house)).astimezone(UTC)


def parse_date(text: str) -> date | None:
    """Return a full FHIR date, or None for a partial or impossible one."""
    moment = parse_moment(text[:10], UTC) if len(text) >= len("2026-01-01") else None
    return moment.date() if moment else None


def date_words(text: str) -> str:
    """Return a FHIR date as a person writes it, in the sender's own day: "12 Mar 2026", "Mar 2026", "2026"."""
    match = MOMENT.fullmatch(text)
    if match is None:
        return text
    month = MONTHS[int(match["month"]) - 1] if match["month"] and 1 <= int(match["month"]) <= len(MONTHS) else ""
    day = str(int(match["day"])) if match["day"] else ""
    return " ".join(part for part in (day, month, match["year"]) if part)


def time_words(text: str) -> str:
    """Return the hour and minute of a FHIR dateTime as sent, or an empty text."""
    match = MOMENT.fullmatch(text)
    return match["time"][:5] if match and match["time"] else ""


def items(value: Any) -> Iterator[Any]:
    """Yield the members of a list, or the one value itself, or nothing."""
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def plain(text: Any) -> str:
    """Return a text on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in str(text or "")).split())


def code_of(concept: Any, *systems: str) -> str:
    """Return the first code of a CodeableConcept or Coding, in one of the systems when any are named."""
    if not isinstance(concept, dict):
        return ""
    for coding in concept.get("coding") or [concept]:
        if coding.get("code") and (not systems or coding.get("system") in systems):
            return str(coding["code"])
    return ""


def codes_of(concepts: Any) -> set[str]:
    """Return every code of one or many CodeableConcepts."""
    return {str(c["code"]) for concept in items(concepts) for c in concept.get("coding") or [] if c.get("code")}


def words_of(concept: Any) -> str:
    """Return what a CodeableConcept or Coding is called: its text, else a display, else a bare code."""
    if not isinstance(concept, dict):
        return ""
    codings = concept.get("coding") or [concept]
    displays = (coding.get("display") for coding in codings)
    codes = (coding.get("code") for coding in codings)
    return plain(next((text for text in (concept.get("text"), *displays, *codes) if text), ""))


def all_words(concepts: Any) -> str:
    """Return the words of one or many CodeableConcepts, joined by commas, each once."""
    return ", ".join(dict.fromkeys(filter(None, (words_of(concept) for concept in items(concepts)))))


def reference_of(reference: Any) -> str:
    """Return the reference text of a Reference, or an empty text."""
    return str(reference.get("reference") or "") if isinstance(reference, dict) else ""


def name_of(reference: Any, names: Mapping[str, str]) -> str:
    """Return what a Reference points to, by its own display or by the names the intake resolved."""
    if not isinstance(reference, dict):
        return ""
    return plain(reference.get("display") or names.get(reference_of(reference), ""))


def names_of(references: Any, names: Mapping[str, str]) -> str:
    """Return what one or many References point to, joined by commas, each once."""
    return ", ".join(dict.fromkeys(filter(None, (name_of(reference, names) for reference in items(references)))))


def role_of(reference: Any, names: Mapping[str, str]) -> str:
    """Return what somebody whom a Reference points to is, where the intake knows it."""
    return plain(names.get(f"{reference_of(reference)}{ROLE}", ""))


def people_of(references: Any, names: Mapping[str, str]) -> str:
    """Return who one or many References point to, each with what they are in brackets: "Dr. Okafor (Rheumatology)"."""
    found = []
    for reference in items(references):
        name, role = name_of(reference, names), role_of(reference, names)
        found.append(f"{name} ({role})" if name and role and role.lower() not in name.lower() else name)
    return ", ".join(dict.fromkeys(filter(None, found)))


def coded_words(concepts: Any, system: str) -> str:
    """Return the words of one or many CodeableConcepts, each with its code of a system: "Gout (M10.9)"."""
    found = []
    for concept in items(concepts):
        words, code = words_of(concept), code_of(concept, system)
        found.append(f"{words} ({code})" if words and code and code not in words else words)
    return ", ".join(dict.fromkeys(filter(None, found)))


def number_words(value: Any) -> str:
    """Return a number as it was sent; only a fraction too long to be a measurement is rounded, to three digits."""
    text = repr(value)
    if not isinstance(value, float) or "e" in text:
        return text
    fraction = text.partition(".")[2]
    return f"{value:.{ROUNDED_FRACTION}f}".rstrip("0").rstrip(".") if len(fraction) > LONGEST_EXACT_FRACTION else text


def quantity_words(quantity: Any) -> str:
    """Return a Quantity with its comparator and the sender's own unit, or an empty text."""
    if not isinstance(quantity, dict) or "value" not in quantity:
        return ""
    unit = plain(quantity.get("unit") or quantity.get("code"))
    number = f"{quantity.get('comparator') or ''}{number_words(quantity['value'])}"
    return f"{number} {unit}".strip() if unit not in {"1", "{score}"} else number


def range_words(value: Any) -> str:
    """Return a Range with its unit once: "4.0-5.6 %", "above 60 mL/min", "below 5 mg"."""
    low, high = value.get("low") or {}, value.get("high") or {}
    if "value" in low and "value" in high:
        unit = plain(high.get("unit") or low.get("unit") or high.get("code") or low.get("code"))
        return f"{number_words(low['value'])}-{number_words(high['value'])} {unit}".strip()
    if "value" in low:
        return f"{quantity_words(low)} or more"
    return f"{quantity_words(high)} or less" if "value" in high else ""


def ratio_words(value: Any) -> str:
    """Return a Ratio: "1 : 128"."""
    sides = [quantity_words(value.get(side)) for side in ("numerator", "denominator")]
    return " : ".join(filter(None, sides))


def period_words(period: Any) -> str:
    """Return a Period: "12 Mar 2026 to 15 Mar 2026", "from 12 Mar 2026", "until 15 Mar 2026"."""
    if not isinstance(period, dict):
        return ""
    start, end = (date_words(str(period.get(side) or "")) for side in ("start", "end"))
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else ""


def notes_words(notes: Any) -> str:
    """Return Annotations as one text."""
    return " ".join(filter(None, (plain(note.get("text")) for note in items(notes))))


def joined(parts: Iterable[str], separator: str = " · ") -> str:
    """Join the parts that are there."""
    return separator.join(part for part in parts if part)
