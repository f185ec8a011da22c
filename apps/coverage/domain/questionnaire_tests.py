"""Typed tests of a form's items: only where the item itself names the result it means, by a LOINC code."""

from collections.abc import Mapping
from typing import Any

from apps.coverage.domain.questionnaire_answers import Item, extension

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
MEASURED = frozenset({"quantity", "decimal", "integer"})
COMPARABLE = {"=": "=", "!=": "!=", ">": ">", "<": "<", ">=": ">=", "<=": "<="}
NO_THRESHOLD = "AND the form asks for the result itself; which one is enough stands in the payer's policy."


def item_test(item: Item) -> dict[str, Any] | None:
    """Return what can be typed of a question, with a note that it does not decide alone; None where nothing can."""
    coding = _loinc(item)
    if coding is None:
        return None
    names = [str(coding.get("display") or item.get("text") or coding["code"])]
    if item.get("type") == "attachment" and coding.get("display"):
        return {"kind": "document", "any_of": names, "note": NO_THRESHOLD}
    if str(item.get("type")) in MEASURED:
        return {**_observation(coding, names), "interpretation": "documented", "note": NO_THRESHOLD}
    return None


def condition_test(item: Item, by_link: Mapping[str, Item]) -> dict[str, Any] | None:
    """Return the condition of an item as a test, where every part of it is exactly one; otherwise None."""
    rows = item.get("enableWhen")
    found = [_condition(row, by_link) for row in rows] if isinstance(rows, list) else []
    exact = [test for test in found if test is not None]
    if not exact or len(exact) != len(found):
        return None
    if len(exact) == 1:
        return exact[0]
    behavior = str(item.get("enableBehavior"))
    return {behavior: exact} if behavior in {"all", "any"} else None


def _condition(row: Any, by_link: Mapping[str, Item]) -> dict[str, Any] | None:
    """Return a comparison of a measured result, in UCUM units that both sides name; None for anything else."""
    asked = by_link.get(str(row.get("question"))) if isinstance(row, Mapping) else None
    coding = _loinc(asked) if asked and str(asked.get("type")) in MEASURED else None
    if asked is None or coding is None:
        return None
    test = _observation(coding, [str(coding.get("display") or asked.get("text") or coding["code"])])
    if row.get("operator") == "exists":
        return {**test, "interpretation": "documented"} if row.get("answerBoolean") is True else None
    amount = _amount(row, asked)
    if amount is None or str(row.get("operator")) not in COMPARABLE:
        return None
    return {**test, "compare": {"op": COMPARABLE[row["operator"]], **amount}}


def _amount(row: Mapping[str, Any], asked: Item) -> dict[str, Any] | None:
    quantity = row.get("answerQuantity")
    if isinstance(quantity, Mapping) and quantity.get("system") == UCUM and quantity.get("code"):
        return {"value": quantity["value"], "unit": quantity["code"]} if _is_number(quantity.get("value")) else None
    unit = extension(asked, "questionnaire-unit")
    number = row.get("answerDecimal", row.get("answerInteger"))
    if _is_number(number) and isinstance(unit, Mapping) and unit.get("system") == UCUM and unit.get("code"):
        return {"value": number, "unit": unit["code"]}
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _observation(coding: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    return {"kind": "observation", "any_of": names, "codes": [f"LOINC|{coding['code']}"]}


def _loinc(item: Item) -> Mapping[str, Any] | None:
    rows = item.get("code")
    codings = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    found = [row for row in codings if row.get("system") == LOINC and row.get("code")]
    return found[0] if len(found) == 1 else None
