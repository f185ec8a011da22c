"""Orders, fills, visits and what was or was not done, as sentences of a letter."""

import re
from collections.abc import Iterable

from apps.drafting.domain.composing import inside
from apps.drafting.domain.facts.lines import Line, line_of
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.knowledge import SEMANTIC_TAG

LEFT_OUT = ("ordered by", "by ", "with ", "at ", "results:", "final report")
NOT_DONE = re.compile(r"NOT (?P<done>done|dispensed|given|administered|performed|taken): ")
DRAFTED = frozenset({"draft", "drafted, not yet ordered", "planned, not ordered", "proposed, not ordered"})
OTHER_STATES = frozenset({"on-hold", "on hold", "completed", "revoked", "stopped", "cancelled", "ended", "unknown"})
UNIT = re.compile(r" ?\{(\w+)\}$")
DAYS = re.compile(r"(?<=\d) ?d$")
CLASS = re.compile(r" \((?P<name>[a-z ]+)\)$")
IN_PERSON = frozenset({"ambulatory"})  # what a visit is unless it says otherwise
SAYS_REMOTE = re.compile(r"\b(?:video|tele\w*|phone|virtual|remote)\b", re.IGNORECASE)
FROM = "from "


def order_phrase(quote: Quote) -> str:
    """Return ``Order of 9 Nov 2026: MRI lumbar spine (72148), for Radiculopathy; place of service: Office.``"""
    line = line_of(quote)
    known = ("ordered ", "code ", "quantity ", "for ")
    rest = [
        part for part in line.parts
        if not part.startswith((*known, *LEFT_OUT)) and part not in DRAFTED | OTHER_STATES | {"active"}
    ]  # fmt: skip
    quantity, reason = line.after("quantity "), line.after("for ")
    told = [
        _coded(line), f"quantity {UNIT.sub(_unit, quantity)}" if quantity else "", f"for {reason}" if reason else ""
    ]  # fmt: skip
    return f"{_order_of(line)}: {'; '.join([', '.join(part for part in told if part), *rest])}."


def order_again(quote: Quote) -> str:
    """Return an order that was told in full before."""
    line = line_of(quote)
    return f"{_order_of(line)}, as told above: {_coded(line)}."


def _order_of(line: Line) -> str:
    day = line.date_of("ordered ")
    kind = "Draft order" if line.has(*DRAFTED) else "Order"
    state = next((f" ({part})" for part in line.parts if part in OTHER_STATES), "")
    return f"{kind}{f' of {day.written}' if day else ''}{state}"


def _coded(line: Line) -> str:
    code, what = line.after("code "), SEMANTIC_TAG.sub("", line.head)
    if not code or code in what:
        return what
    return f"{what}, {code}" if what.endswith(")") else f"{what} ({code})"


def _unit(found: re.Match[str]) -> str:
    return f" {found[1]}"


def visit_phrase(quote: Quote) -> str:
    """Return ``9 Nov 2026: consultation, cardiology, for Chest pain.``; how it was held where not in person."""
    line = line_of(quote)
    held = CLASS.search(line.head)
    what = CLASS.sub("", line.head)
    name = held["name"] if held else ""
    if name in IN_PERSON or name in what.casefold() or (SAYS_REMOTE.search(name) and SAYS_REMOTE.search(what)):
        name = ""
    return _dated(line, f"{what} ({name})" if name else what)


def event_phrase(quote: Quote) -> str:
    """Return what happened on a day, or that it was not done, with what the line says beside it."""
    line = line_of(quote)
    if refused := NOT_DONE.match(line.head):
        day = _day(line) or line.after("cancelled ")
        said = [part for part in _said(line) if not part.startswith(("cancelled ", "supply for ", "quantity "))]
        why = f": {'; '.join(part.removeprefix('reason: ') for part in said)}" if said else ""
        return f"{line.head[refused.end() :]}, not {refused['done']}{f' ({day})' if day else ''}{why}."
    if day := line.after("dispensed "):
        supply, quantity = line.after("supply for "), line.after("quantity ")
        told = [f"quantity {quantity}" if quantity else "", f"for {DAYS.sub(' days', supply)}" if supply else ""]
        what = ", ".join(part for part in told if part)
        return f"{line.head}, dispensed {day}{f' ({what})' if what else ''}."
    return _dated(line, line.head)


def _dated(line: Line, what: str) -> str:
    what, day, said = SEMANTIC_TAG.sub("", what), _day(line), _said(line)
    first = f"{day}: {inside(what)}" if day else what
    return f"{first}{', ' if said else ''}{'; '.join(said)}."


def _day(line: Line) -> str:
    return line.dated or line.after(FROM)


def _said(line: Line) -> list[str]:
    return [part.rstrip(".") for part in _beside(line.parts) if part not in {line.dated, f"{FROM}{_day(line)}"}]


def _beside(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if not part.startswith(LEFT_OUT)]
