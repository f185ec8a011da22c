"""A single typed test as the fields of a form and back; what a form cannot say exactly stays JSON."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.typed_tests import ANY_KIND, OPTIONAL, REQUIRED

NUMBER = re.compile(r"-?\d+(\.\d+)?")
LISTED = ("any_of", "codes", "qualifiers", "setting", "performed_by")
PLAIN = ("attribute", "status", "interpretation", "outcome", "mode", "signed_by", "about", "note")
COUNTED = ("k", "sessions")
SHOWN_OF_ANY_KIND = frozenset({"about", "performed_by", "note"})
# Which inputs of the form say one field of a test.
INPUTS: Mapping[str, tuple[str, ...]] = {
    "compare": ("compare_op", "compare_value", "compare_unit", "also_op", "also_value", "also_unit"),
    "within": ("within_number", "within_period", "within_before"),
    "min_dose": ("dose_value", "dose_unit", "dose_per"),
    "min_duration": ("duration_days",),
}
Values = Mapping[str, str]


def inputs_of(kind: str) -> tuple[str, ...]:
    """Return the inputs that a form shows for a kind of test, in the order in which a person says them."""
    known = REQUIRED[kind] | OPTIONAL[kind] | SHOWN_OF_ANY_KIND
    order = ("any_of", "codes", "attribute", "status", "qualifiers", "compare", "interpretation", "setting", "k",
             "min_dose", "min_duration", "outcome", "sessions", "mode", "signed_by", "within", "about", "performed_by",
             "note")  # fmt: skip
    return tuple(one for name in order if name in known for one in INPUTS.get(name, (name,)))


def from_inputs(kind: str, values: Values) -> dict[str, Any]:
    """Return the test that a form says; what was left empty is left out. Raises PolicyInvalid with a sentence."""
    known = REQUIRED[kind] | OPTIONAL[kind] | ANY_KIND
    test: dict[str, Any] = {"kind": kind}
    for name in sorted(known):
        if (value := _read(name, values)) not in (None, "", []):
            test[name] = value
    return test


def _read(name: str, values: Values) -> Any:
    said = values.get(name, "").strip()
    if name in LISTED:
        return _lines(said)
    if name in PLAIN:
        return said
    if name in COUNTED:
        return _whole(said, "The number of results or sessions") if said else None
    return READERS[name](values) if name in READERS else None


def _compare(values: Values) -> Any:
    rows = [row for stem in ("compare", "also") if (row := _one_compare(values, stem))]
    return rows[0] if len(rows) == 1 else rows


def _one_compare(values: Values, stem: str) -> dict[str, Any] | None:
    op, value = values.get(f"{stem}_op", "").strip(), values.get(f"{stem}_value", "").strip()
    if not op and not value:
        return None
    if not op or not value:
        raise PolicyInvalid("A comparison needs both how it compares and with what.")
    unit = values.get(f"{stem}_unit", "").strip()
    said = [_number(one.strip()) for one in value.split(",") if one.strip()] if op == "in" else _number(value)
    return {"op": op, "value": said} | ({"unit": unit} if unit else {})


def _within(values: Values) -> dict[str, Any] | None:
    number, before = values.get("within_number", "").strip(), values.get("within_before", "").strip()
    if not number and not before:
        return None
    period = values.get("within_period", "").strip() or "months"
    return ({period: _whole(number, "The time window")} if number else {}) | {"before": before or "as_of"}


def _dose(values: Values) -> dict[str, Any] | None:
    value, unit = values.get("dose_value", "").strip(), values.get("dose_unit", "").strip()
    if not value and not unit:
        return None
    if not NUMBER.fullmatch(value) or not unit:
        raise PolicyInvalid("A dose needs a number and a unit, such as 15 and mg.")
    per = values.get("dose_per", "").strip()
    return {"value": _number(value), "unit": unit} | ({"per": per} if per else {})


def _duration(values: Values) -> dict[str, Any] | None:
    days = values.get("duration_days", "").strip()
    return {"days": _whole(days, "The duration in days")} if days else None


READERS: Mapping[str, Callable[[Values], Any]] = {
    "compare": _compare, "within": _within, "min_dose": _dose, "min_duration": _duration,
}  # fmt: skip


def to_inputs(test: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the inputs that say a test exactly; None where no form can, so that it is edited as JSON."""
    if test.get("kind") not in REQUIRED:
        return None
    try:
        values = {name: said for field, value in test.items() for name, said in _said(field, value).items()}
        return values if from_inputs(str(test["kind"]), values) == test else None
    except (PolicyInvalid, AttributeError, TypeError, ValueError):
        return None


def _said(field: str, value: Any) -> dict[str, str]:
    if field in LISTED:
        return {field: "\n".join(str(one) for one in value)}
    if field == "compare":
        rows = value if isinstance(value, list) else [value]
        return {name: said for stem, row in zip(("compare", "also"), rows, strict=False)
                for name, said in _compare_said(stem, row).items()}  # fmt: skip
    if field == "within":
        period = next((name for name in value if name != "before"), "")
        return {"within_number": str(value.get(period, "")), "within_period": period, "within_before": value["before"]}
    if field == "min_dose":
        return {f"dose_{name}": str(one) for name, one in value.items()}
    if field == "min_duration":
        return {f"duration_{name}": str(one) for name, one in value.items()}
    return {field: str(value)}


def _compare_said(stem: str, row: Mapping[str, Any]) -> dict[str, str]:
    value = row["value"]
    said = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    return {f"{stem}_op": row["op"], f"{stem}_value": said, f"{stem}_unit": str(row.get("unit", ""))}


def _lines(said: str) -> list[str]:
    return [line.strip() for line in said.splitlines() if line.strip()]


def _number(said: str) -> Any:
    if not NUMBER.fullmatch(said):
        return said
    return float(said) if "." in said else int(said)


def _whole(said: str, what: str) -> int:
    if not said.isascii() or not said.isdigit():
        raise PolicyInvalid(f"{what} must be a whole number.")
    return int(said)
