"""The typed form of a payer's sentence: which kinds of test there are, and whether one is well formed."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from apps.coverage.domain import fields
from apps.coverage.domain.errors import PolicyInvalid

# What each kind must and may hold (../shared/design/eval-cases.md, "policy.json").
REQUIRED: Mapping[str, frozenset[str]] = {
    "patient": frozenset({"attribute", "compare"}),
    "condition": frozenset({"any_of"}),
    "observation": frozenset({"any_of"}),
    "trial": frozenset({"any_of", "outcome"}),
    "treatment": frozenset({"any_of"}),
    "encounter": frozenset({"any_of"}),
    "document": frozenset({"any_of"}),
    "statement": frozenset({"any_of"}),
    "absence": frozenset({"any_of"}),
    "request": frozenset({"attribute", "compare"}),
}
OPTIONAL: Mapping[str, frozenset[str]] = {
    "patient": frozenset(),
    "condition": frozenset({"codes", "status", "qualifiers", "within"}),
    "observation": frozenset({"codes", "compare", "interpretation", "within", "setting", "k"}),
    "trial": frozenset({"codes", "min_dose", "min_duration", "within"}),
    "treatment": frozenset({"codes", "min_duration", "sessions", "within"}),
    "encounter": frozenset({"mode", "within"}),
    "document": frozenset({"within", "signed_by"}),
    "statement": frozenset({"within"}),
    "absence": frozenset({"within"}),
    "request": frozenset(),
}
ANY_KIND = frozenset({"kind", "id", "performed_by", "about", "same", "note", "applies_if"})
OUTCOMES = frozenset({"inadequate_response", "intolerance", "contraindicated", "completed"})
COMPARISONS = frozenset({"<", "<=", "=", "!=", ">=", ">", "in"})
ORDERED = frozenset({"<", "<=", ">=", ">"})
COUNTED = ("age", "dose", "quantity")  # attributes that are numbers, whatever they are compared with
PERIODS = frozenset({"days", "weeks", "months", "years"})


def check(test: Any, where: str) -> None:
    """Refuse a test that could not be evaluated. Raises PolicyInvalid naming ``where``."""
    body = fields.mapping(test, f"The test of {where}")
    for word in ("all", "any"):
        if word in body:
            _check_composed(body, word, where)
            return
    _check_single(body, where)


def _check_composed(body: Mapping[str, Any], word: str, where: str) -> None:
    fields.no_other_fields(body, frozenset({word, "applies_if", "note"}), f"The composed test of {where}")
    parts = body[word]
    if not isinstance(parts, list) or not parts:
        raise PolicyInvalid(f"The test of {where} needs a list of tests in {word!r}, with at least one in it.")
    for part in parts:
        check(part, where)
    if "applies_if" in body:
        check(body["applies_if"], where)


def _check_single(body: Mapping[str, Any], where: str) -> None:
    kind = body.get("kind")
    if not isinstance(kind, str) or kind not in REQUIRED:
        raise PolicyInvalid(f"The test of {where} has kind {kind!r}; known kinds are {sorted(REQUIRED)}.")
    place = f"The {kind} test of {where}"
    absent = sorted(REQUIRED[kind] - set(body))
    if absent:
        raise PolicyInvalid(f"{place} needs {absent[0]!r}.")
    fields.no_other_fields(body, REQUIRED[kind] | OPTIONAL[kind] | ANY_KIND, place)
    if "any_of" in body:
        fields.texts(body, "any_of", place)
    if "compare" in body:
        _check_compare(body["compare"], place, body.get("attribute"))
    _check_amounts(body, place)
    if "within" in body:
        _check_within(body["within"], place)
    _check_outcome(body, place)
    if "applies_if" in body:
        check(body["applies_if"], where)


def _check_compare(compare: Any, place: str, attribute: Any) -> None:
    for one in compare if isinstance(compare, list) else [compare]:
        body = fields.mapping(one, f"{place}: 'compare'")
        if str(body.get("op")) not in COMPARISONS:
            raise PolicyInvalid(f"{place} compares with {body.get('op')!r}; known are {sorted(COMPARISONS)}.")
        if "value" not in body:
            raise PolicyInvalid(f"{place} compares with nothing: 'compare' needs a 'value'.")
        if body["op"] == "in" and not isinstance(body["value"], list):
            raise PolicyInvalid(f"{place} compares 'in', so 'value' must be a list.")
        if (body["op"] in ORDERED or (body["op"] != "in" and attribute in COUNTED)) and not is_number(body["value"]):
            raise PolicyInvalid(
                f"{place} compares {body['op']} {body['value']!r}, which is no number: write it in digits."
            )


def is_number(value: Any) -> bool:
    """Return whether a value of JSON is a number that can be compared with a result."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _check_amounts(body: Mapping[str, Any], place: str) -> None:
    """Refuse a dose, a duration or a count in words; a dose or a duration may be given per outcome."""
    for name, counted in (("min_dose", frozenset({"value"})), ("min_duration", PERIODS)):
        for amount in _given(body.get(name)):
            for part in sorted(counted & set(amount)):
                if not is_number(amount[part]):
                    raise PolicyInvalid(f"{place} needs a number in {part!r} of {name!r}, not {amount[part]!r}.")
                if amount[part] <= 0:
                    raise PolicyInvalid(f"{place} needs more than 0 in {part!r} of {name!r}, not {amount[part]!r}.")
    for name in ("k", "sessions"):
        number = body.get(name)
        if isinstance(number, (str, bool)):
            raise PolicyInvalid(f"{place} needs a number in {name!r}, not {number!r}.")
        if isinstance(number, (int, float)) and number <= 0:
            raise PolicyInvalid(f"{place} needs more than 0 in {name!r}, not {number!r}.")


def _given(amount: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(amount, Mapping):
        yield amount
        for one in amount.values():
            yield from _given(one)


def _check_within(within: Any, place: str) -> None:
    body = fields.mapping(within, f"{place}: 'within'")
    fields.text(body, "before", f"{place}: 'within'")
    for period in PERIODS & set(body):
        fields.whole_number(body, period, f"{place}: 'within'", lowest=1, highest=36_500)
    fields.no_other_fields(body, PERIODS | {"before"}, f"{place}: 'within'")


def _check_outcome(body: Mapping[str, Any], place: str) -> None:
    outcome = body.get("outcome")
    named = outcome if isinstance(outcome, list) else [outcome]
    if outcome is not None and not {str(one) for one in named} <= OUTCOMES:
        raise PolicyInvalid(f"{place} asks for outcome {outcome!r}; known are {sorted(OUTCOMES)}.")


def singles(test: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """Yield every single test inside a (possibly composed) test, in order."""
    if not test:
        return
    if "kind" in test:
        yield test
    for word in ("all", "any"):
        for part in test.get(word, ()):
            yield from singles(part)


def every_single(test: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every single test inside a test that was checked, those of its conditions among them."""
    if not isinstance(test, Mapping):
        return
    if "kind" in test:
        yield test
    for part in (*test.get("all", ()), *test.get("any", ()), test.get("applies_if")):
        yield from every_single(part)
