"""Values that share a name and measure different things: litres, and the percent predicted of the same test."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.drafting.domain.criteria.kinds.measurement import Measurement
from apps.drafting.domain.criteria.units import Unit, is_amount, unit_named

PERCENT = "%"


def of_asked_kind(found: Sequence[Measurement], compares: Sequence[Mapping[str, Any]]) -> list[Measurement]:
    """Return the values that are of the kind a policy's unit asks for, where there are any; else all.

    A percentage is never an amount: "FEV1 1.01 L, 40 %" holds two quantities. Other units that cannot be compared stay,
    for they leave open what the quantity is.
    """
    asked = [unit for compare in compares if (unit := unit_named(str(compare.get("unit") or "")))]
    fits = [one for one in found if not any(_is_another_kind(one, unit) for unit in asked)]
    return fits or list(found)


def _is_another_kind(one: Measurement, asked: Unit) -> bool:
    unit = one.measured.unit if one.measured else None
    if unit is None:
        return False
    return (unit.code == PERCENT and is_amount(asked)) or (asked.code == PERCENT and is_amount(unit))
