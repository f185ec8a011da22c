"""Whether one result passes what a test compares it with, or reads as it asks."""

from collections.abc import Mapping
from typing import Any

from apps.coverage.domain.telling import amount_told
from apps.drafting.domain.criteria.case import Test
from apps.drafting.domain.criteria.kinds.common import as_list
from apps.drafting.domain.criteria.kinds.measurement import Measurement
from apps.drafting.domain.criteria.polarity import AGAINST
from apps.drafting.domain.criteria.units import passes_all


def passes(test: Test, one: Measurement) -> bool | None:
    """Return whether a result passes; None where that cannot be told."""
    verdicts: list[bool | None] = []
    compares = compares_of(test)
    if compares:
        verdicts.append(passes_all(one.measured, compares, one.name or one.label) if one.measured else None)
    asked = str(test.get("interpretation") or "")
    if asked and asked != "documented":
        verdicts.append(_reads(asked, one))
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _reads(asked: str, one: Measurement) -> bool | None:
    if asked in one.polarity and not set(AGAINST.get(asked, ())) & one.polarity and "indeterminate" not in one.polarity:
        return True
    if asked == "indeterminate" and asked in one.polarity:
        return True
    if one.polarity & set(AGAINST.get(asked, ())) and asked not in one.polarity:
        return False
    return None


def compares_of(test: Test) -> list[Mapping[str, Any]]:
    """Return the comparisons of a test; two make a range."""
    return [compare for compare in as_list(test.get("compare")) if isinstance(compare, Mapping)]


def asked_words(test: Test) -> str:
    """Return what a test asks of a result, in words."""
    compares = [f"{c['op']} {amount_told(c)}" for c in compares_of(test)]
    words = [*compares, str(test["interpretation"])] if test.get("interpretation") else compares
    return f"asked: {' and '.join(words)}" if words else "is documented"
