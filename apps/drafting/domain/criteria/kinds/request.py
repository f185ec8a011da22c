"""What the order itself says: dose, quantity, how often, for how long, device, side, who prescribes."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.doses import rate_of
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import as_list
from apps.drafting.domain.criteria.kinds.comparing import compares_of
from apps.drafting.domain.criteria.kinds.ordered import device, quantity, repeated, site_of_care
from apps.drafting.domain.criteria.kinds.orderlines import of_the_order_meant
from apps.drafting.domain.criteria.kinds.together import concurrent
from apps.drafting.domain.criteria.maintenance import ASKS_MAINTENANCE, maintenance_part
from apps.drafting.domain.criteria.names import first_named, roots
from apps.drafting.domain.criteria.performers import is_role, specialties_of
from apps.drafting.domain.criteria.periods import DAYS_OF
from apps.drafting.domain.criteria.units import Measured, converted, decimal, unit_named
from apps.drafting.domain.criteria.values import UNIT_TEXT, VALUE
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.assertion import sides
from apps.drafting.domain.language.dates import masked

LASTS = re.compile(
    r"(?:(?<!supply )for |x ?|over |need:? |course of |trial of |; ?|, ?|· ?|"
    r"duration:? ?)(?P<count>\d{1,3})[ -]?(?P<unit>days?|d|weeks?|wks?|months?|mos?|"
    r"mo|years?|yrs?)\b",
    re.IGNORECASE,
)
EVERY = re.compile(
    r"\b(?:every|q) ?(?P<count>\d{1,2})? ?(?P<unit>days?|d|weeks?|wks?|w|wk|months?|mos?|hours?|h)\b|"
    r"\b(?P<word>weekly|monthly|daily|once a (?:week|month|day)|every other week)\b",
    re.IGNORECASE,
)
WORDS = {"weekly": "1 wk", "monthly": "1 mo", "daily": "1 d", "once a week": "1 wk", "once a month": "1 mo",
         "once a day": "1 d", "every other week": "2 wk"}  # fmt: skip
NONE_OF_THEM = frozenset({"!=", "not in", "not_in", "none_of", "none of"})
OR = re.compile(r"\s*(?:,|;|\bor\b|\bnor\b|\band\b)\s*")
SPECIALTY_WORDS = re.compile(
    r"(?i)\b(rheumatolog\w*|neurolog\w*|pulm\w*|cardiolog\w*|endocrin\w*|gastroenterolog\w*|dermatolog\w*|oncolog\w*|"
    r"hematolog\w*|psychiatr\w*|internal medicine|family medicine|primary care|pediatric\w*|allerg\w*|"
    r"nephrolog\w*|urolog\w*|"
    r"orthop\w*|surgery|bariatric\w*|sleep medicine|headache medicine|pain medicine|physical medicine|physiatr\w*|"
    r"infectious disease\w*|ophthalmolog\w*|obstetric\w*|gyn\w*|general practice|geriatric\w*|spine)\b"
)
SAME_ATTRIBUTE = {
    "prescriber": "prescriber specialty", "specialty": "prescriber specialty",
    "ordering specialty": "prescriber specialty",
    "place of service": "site of care", "site": "site of care", "setting": "site of care", "frequency": "interval",
    "side": "laterality", "indication": "diagnosis", "concurrent": "concurrent therapy", "item": "device",
    "concomitant therapy": "concurrent therapy", "length": "duration", "length of need": "duration",
    "units": "quantity",
    "product": "device", "equipment": "device", "strength": "dose",
}  # fmt: skip
PATTERN_OF = {
    "route": re.compile(
        r"(?i)\b(?:subcutaneous\w*|intravenous\w*|intramuscular\w*|oral\w*|by mouth|topical\w*|inhaled|nasal\w*|"
        r"SC|IV|IM|PO)\b"
    )
}


def request(case: Case, test: Test) -> Finding:
    """Return whether one attribute of the order passes."""
    if excluded := _excluding(test):
        return _turned(request(case, excluded))
    case = of_the_order_meant(case, test)
    attribute = _name(str(test.get("attribute") or ""))
    stated = _stated(case, str(test.get("attribute") or ""), attribute)
    lines = case.request.lines
    if not lines and not stated and not _from_task(case, attribute):
        return open_finding("The order itself is not in the chart.", wanted="The signed order.")
    if own := OWN_READERS.get(attribute):
        return own(case, test, stated)
    compares = compares_of(test)
    if any(compare.get("op") == "in" or not _is_number(compare) for compare in compares):
        return _among(case, test, attribute, stated)
    return _number(case, test, attribute, stated)


def _excluding(test: Test) -> dict[str, Any] | None:
    """Return a test that asks that it is none of some values as the test whether it is one of them."""
    compares = compares_of(test)
    if not compares or any(str(one.get("op")) not in NONE_OF_THEM or _is_number(one) for one in compares):
        return None
    values = [value for one in compares for value in as_list(one.get("value"))]
    return {**test, "compare": {"op": "in", "value": [part for value in values for part in OR.split(str(value))]}}


def _turned(finding: Finding) -> Finding:
    """Return the answer to the opposite question."""
    if finding.verdict is Verdict.MET:
        return not_met(finding.reason, finding.supporting)
    if finding.verdict is Verdict.NOT_MET:
        return met(finding.reason, [Datum((quote,)) for quote in finding.contradicting])
    return finding


def _is_number(compare: Mapping[str, Any]) -> bool:
    return decimal(compare.get("value")) is not None


def _stated(case: Case, *names: str) -> str:
    given = {name.lower().replace("_", " "): str(value) for name, value in case.request.stated.items()}
    return next((given[name] for name in map(_plain, names) if given.get(name)), "")


def _plain(name: str) -> str:
    return name.lower().replace("_", " ")


def _name(attribute: str) -> str:
    """Return an attribute under the one name it has here."""
    plain = attribute.lower().replace("_", " ").strip()
    return SAME_ATTRIBUTE.get(plain, plain)


def _from_task(case: Case, attribute: str) -> str:
    task = case.draft_input.task
    return " ".join(task.diagnosis_codes) if attribute == "diagnosis" else ""


def _text(case: Case, stated: str) -> str:
    return stated or " · ".join(quote.plain for quote in case.request.lines)


def _number(case: Case, test: Test, attribute: str, stated: str) -> Finding:
    compares, text = compares_of(test), _text(case, stated)
    if attribute == "dose" and ASKS_MAINTENANCE.search(str(test.get("note") or "")):
        text = maintenance_part(text) or text
    verdicts = [_passes(attribute, compare, text) for compare in compares]
    words = f"{attribute.replace('_', ' ')} of the order"
    quotes = case.request.lines
    if not verdicts or (None in verdicts and False not in verdicts):
        return open_finding(f"The {words} is not stated so that it can be compared.", quotes[:1],
                            wanted=f"The signed order with its {attribute.replace('_', ' ')}.")  # fmt: skip
    if False in verdicts:
        return not_met(f"The {words} does not pass: {text[:160]}", quotes[:1])
    told = [] if stated else repeated(case, lambda said: all(_passes(attribute, one, said) is True for one in compares))
    return met(f"The {words} passes: {text[:160]}", [Datum((*quotes[:1], *told), None, sides(text))])


def _passes(attribute: str, compare: Mapping[str, Any], text: str) -> bool | None:
    """Every value in the order that can be compared must agree: two doses in one order leave it open."""
    found = [value.passes(compare) for value in _values(attribute, compare, text)]
    known = [verdict for verdict in found if verdict is not None]
    return known[0] if known and len(set(known)) == 1 else None


def _values(attribute: str, compare: Mapping[str, Any], text: str) -> Iterator[Measured]:
    plain, unit = masked(text), str(compare.get("unit") or "")
    if attribute in {"interval", "frequency"}:
        yield from _intervals(plain)
        return
    if attribute == "duration" and "/" not in unit:
        for match in LASTS.finditer(plain):
            days = Decimal(match["count"]) * Decimal(str(DAYS_OF[match["unit"][0].lower()]))
            yield _in_days(match["count"], match["unit"], days)
        return
    if attribute == "dose" and "/" in unit and (rate := rate_of(plain.split(", ", 1)[-1])):
        asked = unit_named(unit)
        per_day = unit_named(f"{rate.unit}/d")
        if asked and per_day and converted(rate.low, per_day, asked) is not None:
            yield Measured(rate.low, rate.high, per_day)
            return
    yield from _amounts(plain, unit)


def _in_days(count: str, unit: str, days: Decimal) -> Measured:
    code = {"d": "d", "w": "wk", "m": "mo", "y": "a"}[unit[0].lower()]
    return Measured(Decimal(count), Decimal(count), unit_named(code)) if days else Measured(days, days, unit_named("d"))


def _intervals(text: str) -> Iterator[Measured]:
    for match in EVERY.finditer(text):
        if match["word"]:
            count, unit = WORDS[match["word"].lower()].split()
        else:
            count, unit = match["count"] or "1", {"d": "d", "w": "wk", "m": "mo", "h": "h"}[match["unit"][0].lower()]
        yield Measured(Decimal(count), Decimal(count), unit_named(unit))


def _amounts(text: str, asked_unit: str) -> Iterator[Measured]:
    asked = unit_named(asked_unit)
    for match in VALUE.finditer(text):
        unit_text = UNIT_TEXT.match(text, match.end())
        unit = unit_named((unit_text["two"] or unit_text["one"]).strip()) if unit_text else None
        low = Decimal(match["low"].replace(",", ""))
        high = Decimal(match["high"].replace(",", "")) if match["high"] else low
        if unit and asked and unit.code and converted(low, unit, asked) is not None:
            yield Measured(low, high, unit)


def _prescriber(case: Case, test: Test, stated: str) -> Finding:
    wanted = [str(value) for compare in compares_of(test) for value in as_list(compare.get("value"))]
    if stated:
        return _one_of(case, stated, wanted, "prescriber", (), known=True)
    visits = specialties_of(case, case.request.prescriber)
    titles = [visit.title for visit in visits if len(visit.clinicians) == 1] or [visit.title for visit in visits]
    named = f"{case.request.prescriber}"
    if any(is_role(f"{named} {title}", role) for title in titles for role in wanted) or any(
        is_role(named, role) for role in wanted
    ):
        good = next((visit for visit in visits if any(is_role(visit.title, role) for role in wanted)), None)
        others = [
            title
            for title in titles
            if SPECIALTY_WORDS.search(title) and not any(is_role(title, role) for role in wanted)
        ]
        quotes = (*case.request.lines[:1], *([good.quote] if good else []))
        if len(others) * 2 > len(titles):
            return open_finding(
                "The prescriber has visits of several specialties.", quotes, wanted="The prescriber's specialty."
            )
        return met(f"The order is by a clinician of {', '.join(wanted[:2])}.", [Datum(quotes)])
    told = [role for role in re.findall(r"\(([^()]+)\)", named) if SPECIALTY_WORDS.search(role)]
    if told:
        return not_met(f"The order is by a clinician of another specialty: {told[0]}.", case.request.lines[:1])
    known = [visit for visit in visits if SPECIALTY_WORDS.search(visit.title)]
    if known and len({match.lower() for visit in known for match in SPECIALTY_WORDS.findall(visit.title)}) == 1:
        return not_met(f"The prescriber's visits are of another specialty: {known[0].title}.",
                       (*case.request.lines[:1], known[0].quote))  # fmt: skip
    return open_finding("The specialty of the prescriber is not in the chart.", case.request.lines[:1],
                        wanted="The prescriber's specialty, on the order.")  # fmt: skip


def _among(case: Case, test: Test, attribute: str, stated: str) -> Finding:
    wanted = [str(value) for compare in compares_of(test) for value in as_list(compare.get("value"))]
    text = _text(case, stated)
    lines = case.request.lines[:1]
    if attribute in {"laterality", "side"}:
        return _side(case, text, wanted, lines)
    if attribute == "concurrent therapy":
        return concurrent(case, text, wanted, stated)
    if attribute == "diagnosis":
        text = f"{text} {_from_task(case, attribute)}"
    return _one_of(case, text, wanted, attribute, lines, known=bool(stated))


def _one_of(
    case: Case, text: str, wanted: Sequence[str], attribute: str, lines: Sequence[Quote], *, known: bool
) -> Finding:
    words = attribute.replace("_", " ")
    if any(_says(text, value) for value in wanted):
        return met(
            f"The {words} of the order is one of those asked for: {text[:160]}",
            [
                Datum(
                    (*lines, *repeated(case, lambda said: any(_says(said, value) for value in wanted))),
                    None,
                    sides(text),
                )
            ],
        )
    pattern = PATTERN_OF.get(attribute)
    if known or (pattern and pattern.search(text)):
        return not_met(f"The {words} of the order is none of those asked for: {text[:160]}", lines)
    return open_finding(f"The {words} is not stated in the order.", lines, wanted=f"The signed order with its {words}.")


def _says(text: str, value: str) -> bool:
    if re.fullmatch(r"[A-Z]\d[\dA-Z.]*", value):
        return bool(re.search(rf"\b{re.escape(value)}", text))
    return first_named(text, (value,)) is not None or (bool(roots(value)) and roots(value) <= roots(text))


def _side(case: Case, text: str, wanted: Sequence[str], lines: Sequence[Quote]) -> Finding:
    said = sides(text)
    asked = {{"bilateral": "both"}.get(value.lower(), value.lower()) for value in wanted}
    if len(said) == 1 or (said and said <= asked):
        if said & asked:
            return met(f"The order names the side: {text[:160]}", [Datum(tuple(lines), None, said)])
        return not_met(f"The order names another side: {text[:160]}", lines)
    return open_finding("The order names no side." if not said else "The order names more than one side.", lines,
                        wanted="The signed order with the side.")  # fmt: skip


OWN_READERS: Mapping[str, Callable[[Case, Test, str], Finding]] = {
    "prescriber specialty": _prescriber, "site of care": site_of_care, "device": device, "quantity": quantity,
}  # fmt: skip
