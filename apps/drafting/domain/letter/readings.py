"""A structured result beside what a criterion asks of it: same quantity, same setting, does the number pass."""

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import result_of
from apps.drafting.domain.letter.questions import Question

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "!=": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
# UCUM -> as results are written; a unit that is not in the table must be written the same way.
UNITS = {"mm[Hg]": ("mm[Hg]", "mmHg"), "{score}": ("",), "1": ("",), "d/mo": ("d/mo", "days/month")}


# Taken while acutely ill: it tells of that hour, and a policy that asks for a stable state does not count it.
ACUTE = re.compile(r"\bacute\b|\bexacerbation\b|\bemergency\b", re.IGNORECASE)


def is_acute(quote: Quote) -> bool:
    """Return whether a result was measured during an acute illness, by its own label."""
    result = result_of(quote)
    return result is not None and bool(ACUTE.search(result.label))


def passes(question: Question, quote: Quote) -> bool | None:
    """Return whether the value in a line passes every comparison; None where it cannot be told or does not count."""
    result = result_of(quote)
    if result is None or result.number is None or not question.compares or is_acute(quote):
        return None
    unit = result.value.partition(" ")[2]
    verdicts = [_passes(compare, result.number, unit) for compare in question.compares]
    return None if None in verdicts else all(verdicts)


def _passes(compare: Mapping[str, Any], number: Decimal, unit: str) -> bool | None:
    asked = str(compare.get("unit") or "")
    if unit not in UNITS.get(asked, (asked,)) or compare["op"] not in COMPARISONS:
        return None
    try:
        return COMPARISONS[compare["op"]](number, Decimal(str(compare["value"])))
    except InvalidOperation:
        return None
