"""What an order says of the thing itself: which device, how many, and where it is to be done."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import as_list
from apps.drafting.domain.criteria.kinds.comparing import compares_of
from apps.drafting.domain.criteria.names import named_in, roots
from apps.drafting.domain.criteria.sayings import stance
from apps.drafting.domain.criteria.units import Measured, passes_all, unit_named
from apps.drafting.domain.facts.lines import line_of
from apps.drafting.domain.facts.quotes import Quote

# "4 sensors per 30 days", "2 boxes/month": what is counted, and for how long.
PER_TIME = re.compile(
    r"\s*(?:/|\b(?:per|each|every|a|for)\b)\s*(?:\d+\s*)?(?:days?|d|weeks?|wk|months?|mo|years?)\b.*$", re.IGNORECASE
)
CODE = re.compile(r"[A-Z]\d{4}|\d{5}")
NOT_WANTED = re.compile(r"\b(?:no|not|without|declin\w+|rather than|instead of|nor)\b[^.;,]{0,60}$", re.IGNORECASE)
ASKS = re.compile(r"(?i)\b(?:order\w*|request\w*|prescri\w*|start\w*|then|asks?|for)\b")
NO_SUCH = re.compile(r"(?i)^\s*no\b|\b(?:not (?:asked|requested|ordered|needed|wanted)|without)\b")
ORDINARY = roots("system unit power oxygen device equipment home type other accessory group")
COUNT = re.compile(r"^(?P<number>\d+(?:\.\d+)?) ?(?P<unit>.*)$")
COUNTED = re.compile(
    r"(?i)^(?:\{?\(?(?:device|unit|each|ea|item|piece|system|receiver|monitor|box|kit|set|pair)s?\)?\}?|\[?1\]?|)$"
)
# Places of service, as policies and orders call them: one is not another.
SAME_UNIT = {
    "tbl": "tablet", "tab": "tablet", "tabs": "tablet", "pill": "tablet", "cap": "capsule", "autoinjector": "pen",
    "auto-injector": "pen", "injector": "pen", "syringe": "pen", "prefilled pen": "pen", "prefilled syringe": "pen",
    "vl": "vial", "amp": "ampule", "visit": "session", "treatment": "session", "boxe": "box", "patche": "patch",
}  # fmt: skip
PLACES = {
    "hospital": re.compile(
        r"(?i)\bhospital(?:[- ]based)?\b|\bHOPD\b|\boutpatient (?:hospital|department)\b|\bon[- ]campus\b|\bHOSP\b"
    ),
    "office": re.compile(r"(?i)\boffice\b|\bphysician'?s? (?:clinic|practice)\b|\bclinic\b(?! of the hospital)"),
    "imaging center": re.compile(r"(?i)\bimaging (?:cent(?:er|re)|facility|suite)\b|\bfree-?\s?standing\b|"
        r"\bindependent imaging\b"),
    "infusion center": re.compile(r"(?i)\b(?:ambulatory )?infusion (?:cent(?:er|re)|suite|site)\b|\bAIC\b|\bAIS\b"),
    "home": re.compile(r"(?i)\b(?:patient'?s |member'?s )?home\b|\bself[- ]administ\w*\b"),
    "surgery center": re.compile(r"(?i)\b(?:ambulatory )?surg(?:ery|ical) (?:cent(?:er|re)|facility)\b|\bASC\b"),
    "inpatient": re.compile(r"(?i)\binpatient\b|\badmi(?:t|ssion)\b"),
    "emergency": re.compile(r"(?i)\bemergency (?:department|room)\b"),
    "nursing facility": re.compile(r"(?i)\b(?:skilled )?nursing (?:facility|home)\b|\bSNF\b"),
}  # fmt: skip


def wanted_of(test: Test) -> list[str]:
    """Return the values that an attribute may have."""
    return [str(value) for compare in compares_of(test) for value in as_list(compare.get("value"))]


def device(case: Case, test: Test, stated: str) -> Finding:
    """Return whether one of the devices asked about is ordered: an order names what it is for, and nothing else."""
    wanted, lines = wanted_of(test), case.request.lines
    texts = [stated] if stated else [_thing(quote) for quote in lines]
    asked = [text for text in texts if any(_names(text, value) for value in wanted)]
    if asked:
        return met(f"It is ordered: {asked[0][:160]}", [Datum(tuple(lines[:1]))])
    noted = [line for line in case.notes if _in_time(case, line.day) and any(_names(line.text, one) for one in wanted)]
    denied = [line.quote for line in noted if _is_denied(line.text, wanted) or stance(line, 0, len(line.text)).denied]
    meant = [
        line.quote
        for line in noted
        if line.quote not in denied and re.search(r"(?i)order|request|prescri|need", line.text)
    ]
    if meant:
        return open_finding(
            f"The order does not name {wanted[0]}; a note does: {meant[0].plain[:160]}", meant[:2], lines[:1],
            "The signed order with every device.",
        )  # fmt: skip
    if not any(texts):
        return open_finding(
            "The device is not stated in the order.", lines[:1], wanted="The signed order with the device."
        )
    return not_met(
        f"The order is for something else: {texts[0][:160]}", [*lines[:1], *(denied or _left_out(case, wanted))[:2]]
    )


def _left_out(case: Case, wanted: Sequence[str]) -> list[Quote]:
    """Return where recent notes say in a few words that it is not asked for: "No portable unit asked for now"."""
    telling = roots(" ".join(value for value in wanted if not CODE.fullmatch(value))) - ORDINARY
    return [
        line.quote for line in case.notes
        if _in_time(case, line.day) and NO_SUCH.search(line.text) and telling & roots(line.text)
        and any(telling & roots(part) for part in re.split(r"[.;,]", line.text) if NO_SUCH.search(part))
    ]  # fmt: skip


def _thing(quote: Quote) -> str:
    line = line_of(quote)
    return " · ".join((line.head, line.after("code "), line.after("note: ")))


def _names(text: str, value: str) -> bool:
    if CODE.fullmatch(value):
        return bool(re.search(rf"\b{value}\b", text))
    return any(not NOT_WANTED.search(text[: one.start]) for one in named_in(text, (value,))) or _all_words(text, value)


def _all_words(text: str, value: str) -> bool:
    """Say whether one sentence that denies nothing has every word: "concentrator, portable" is a portable one."""
    asked = roots(value)
    parts = [part for part in re.split(r"[.;·]", text) if not re.search(r"(?i)\b(?:no|not|without)\b", part)]
    return len(asked) > 1 and any(asked <= roots(part) for part in parts)


def _is_denied(text: str, wanted: Sequence[str]) -> bool:
    return any(NOT_WANTED.search(text[: one.start]) for one in named_in(text, wanted))


def _in_time(case: Case, day: date | None) -> bool:
    window = case.window({"days": 60, "before": "order"})
    return bool(window and day and window.first and day >= window.first)


def quantity(case: Case, test: Test, stated: str) -> Finding:
    """Return whether the amount that an order gives passes; an order without an amount leaves it open."""
    lines, compares = case.request.lines, compares_of(test)
    amounts = [stated] if stated else [amount for quote in lines[:1] if (amount := line_of(quote).after("quantity "))]
    verdicts = {_amount_passes(amount, compares) for amount in amounts}
    text = ", ".join(amounts)
    if verdicts == {True}:
        return met(f"The order is for {text}.", [Datum(tuple(lines[:1]))])
    if verdicts == {False}:
        return not_met(f"The order is for {text}, which does not pass.", lines[:1])
    return open_finding("The quantity of the order is not stated so that it can be compared.", lines[:1],
                        wanted="The signed order with its quantity.")  # fmt: skip


def _amount_passes(amount: str, compares: Sequence[Mapping[str, Any]]) -> bool | None:
    match = COUNT.match(amount.strip())
    given = list(compares)
    if match is None or not given:
        return None
    number, unit = Decimal(match["number"]), PER_TIME.sub("", match["unit"].strip())
    asked = PER_TIME.sub("", str(given[0].get("unit") or ""))
    if COUNTED.fullmatch(asked) or _kind(asked) == _kind(unit):
        if not (COUNTED.fullmatch(unit) or _kind(asked) == _kind(unit)):
            return None
        plain = unit_named("1")
        return passes_all(Measured(number, number, plain), [{**one, "unit": "1"} for one in given])
    return passes_all(Measured(number, number, unit_named(unit)), given)


def _kind(unit: str) -> str:
    plain = unit.strip("{}()[] ").lower()
    return SAME_UNIT.get(plain.removesuffix("s"), plain.removesuffix("s"))


def site_of_care(case: Case, test: Test, stated: str) -> Finding:
    """Return whether the place where it is to be done is one of those asked for."""
    wanted, lines = wanted_of(test), case.request.lines
    told = stated or next((place for quote in lines if (place := line_of(quote).after("place of service: "))), "")
    told = told or next((quote.plain for quote in lines if any(_names(quote.plain, value) for value in wanted)), "")
    quotes: list[Quote] = list(lines[:1])
    noted = [] if stated else _noted_places(case)
    if not told and noted:
        told, quotes = noted[0].plain, [*quotes, noted[0]]
    if not told:
        return open_finding("The site of care is not stated in the order.", quotes,
                            wanted="The signed order with its site of care.")  # fmt: skip
    given = {name for name, pattern in PLACES.items() if pattern.search(told)}
    asked = {name for value in wanted for name, pattern in PLACES.items() if pattern.search(value)}
    given -= {"hospital"} if "inpatient" in given and "inpatient" not in asked else set()
    same = [
        quote
        for quote in noted
        if quote not in quotes and given & {n for n, p in PLACES.items() if p.search(quote.plain)}
    ]
    if any(_names(told, value) for value in wanted) or (given and given <= asked):
        return met(f"It is to be done there: {told[:160]}", [Datum((*quotes, *same[:1]))])
    if given and not given & asked:
        return not_met(f"It is to be done elsewhere: {told[:160]}", [*quotes, *same[:1]])
    return open_finding(f"Where it is to be done is not one place: {told[:160]}", quotes,
                        wanted="The signed order with its site of care.")  # fmt: skip


def _noted_places(case: Case) -> list[Quote]:
    """Return what notes since shortly before the order say of where it is to be done."""
    asked = re.compile(
        r"(?i)\b(?:order\w*|request\w*|schedul\w*|refer\w*|to be (?:done|given|performed)|will be|book\w*)\b"
    )
    about = roots(" ".join(line_of(quote).head for quote in case.request.lines))
    return [
        line.quote for line in case.notes
        if _in_time(case, line.day) and asked.search(line.text) and about & roots(line.text)
        and not stance(line, 0, len(line.text)).told
        and any(name not in {"home", "office", "emergency"} and pattern.search(line.text) for name,
        pattern in PLACES.items())
    ]  # fmt: skip


def repeated(case: Case, passes: Callable[[str], bool]) -> list[Quote]:
    """Return the sentence of a note of those days that says of what is ordered the same as the order."""
    heads = [line_of(quote) for quote in case.request.lines[:1]]
    names = {word for line in heads for word in roots(re.split(r"[,\d]", line.head)[0])} - ORDINARY
    codes = {line.after("code ") for line in heads} - {""}
    return [
        line.quote for line in case.notes
        if _in_time(case, line.day) and not line.copied
        and (any(code in line.text for code in codes) or (names & roots(line.text) and ASKS.search(line.text)))
        and not stance(line, 0, len(line.text)).told and passes(line.text)
    ][:1]  # fmt: skip
