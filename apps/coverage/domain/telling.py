"""A typed test told as a sentence, so that who knows the policy can read what the program will ask of a chart."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Test = Mapping[str, Any]

COMPARED = {"<": "below", "<=": "at most", "=": "exactly", "!=": "other than", ">=": "at least", ">": "above"}
UNITS = {
    "a": "years", "d": "days", "wk": "weeks", "mo": "months", "d/mo": "days a month", "mm[Hg]": "mm Hg", "{score}": "",
    "mL/min/{1.73_m2}": "mL/min/1.73 m²", "{count}": "", "1": "", "[lb_av]": "lb", "[in_i]": "in", "/h": "/h",
    "/hr": "/h",
}  # fmt: skip
PER = {"d": "a day", "wk": "a week", "mo": "a month", "h": "an hour", "day": "a day", "week": "a week"}
BEFORE = {"as_of": "the request", "order": "the order", "discharge": "discharge"}
OUTCOMES = {
    "inadequate_response": "with inadequate response", "intolerance": "not tolerated",
    "contraindicated": "contraindicated", "completed": "completed",
}  # fmt: skip
MORE = re.compile(r"(AND|OR|IF)\b")
PERIODS = ("years", "months", "weeks", "days")


def told(test: Test) -> str:
    """Return e.g. ``AHI at least 15 /h within 12 months before the request``. Total over every well-formed test."""
    sentence = _composed(test) if "kind" not in test else _single(test)
    if isinstance(test.get("applies_if"), Mapping):
        sentence += f"; asked only where this holds: {told(test['applies_if'])}"
    return sentence[:1].upper() + sentence[1:]


def notes_of(test: Test | None) -> tuple[str, ...]:
    """Return how a person reads the test: its notes, those of its parts included, in order."""
    if not test:
        return ()
    own = (str(test["note"]),) if test.get("note") else ()
    parts = [part for word in ("all", "any") for part in test.get(word, ())]
    if test.get("applies_if"):
        parts.append(test["applies_if"])
    return (*own, *(note for part in parts for note in notes_of(part)))


def decides_alone(test: Test | None) -> bool:
    """Return whether the typed part decides the leaf: a note that begins with AND, OR or IF says that it does not."""
    return test is not None and not any(MORE.match(note) for note in notes_of(test))


def _composed(test: Test) -> str:
    word = "all" if "all" in test else "any"
    parts = [_part(part) for part in test.get(word, ())]
    return (" AND " if word == "all" else " OR ").join(parts)


def _part(test: Test) -> str:
    """Return a part of a composed test, in brackets where it is itself composed of several."""
    said = told(test)
    several = any(len(test.get(word, ())) > 1 for word in ("all", "any"))
    return f"({said})" if several or "applies_if" in test else said


def told_parts(test: Test) -> tuple[str, tuple[str, ...]]:
    """Return how the parts of a test count and each of them told: ``("", (sentence,))`` for a single one."""
    for word, heading in (("all", "All of these"), ("any", "Any of these")):
        if len(test.get(word, ())) > 1 and "applies_if" not in test:
            return heading, tuple(told(part) for part in test[word])
    return "", (told(test),)


def _single(test: Test) -> str:
    kind = str(test["kind"])
    first = HEADS[kind](test) if kind in HEADS else f"{kind} {_names(test)}"
    return " ".join(part for part in (first, *_rest(test)) if part)


def _names(test: Test) -> str:
    return _listed(test.get("any_of", ()), "or")


def _observation(test: Test) -> str:
    least = test.get("k")
    readings = f"at least {least} readings of" if isinstance(least, int) and least > 1 else ""
    words = test.get("interpretation")
    result = f"{_listed(words, 'or')}" if words else ""
    return " ".join(part for part in (readings, _names(test), result, _compared(test.get("compare"))) if part)


def _trial(test: Test) -> str:
    outcome = test.get("outcome")
    outcomes = outcome if isinstance(outcome, list) else [outcome]
    said = " or ".join(OUTCOMES.get(str(one), str(one)) for one in outcomes)
    return f"trial of {_names(test)}{_dosed(test)}, {said}"


def _dosed(test: Test) -> str:
    dose, lasts = test.get("min_dose"), test.get("min_duration")
    return (f" at {_dose(dose)} or more" if dose else "") + (f" for at least {_lasting(lasts)}" if lasts else "")


def _dose(dose: Any) -> str:
    if not isinstance(dose, Mapping) or "value" not in dose:
        return _anything(dose)
    per = str(dose.get("per", ""))
    return " ".join(part for part in (amount_told(dose), PER.get(per, f"per {per}" if per else "")) if part)


def _lasting(lasts: Any) -> str:
    if isinstance(lasts, Mapping) and set(lasts) <= set(PERIODS):
        return " ".join(_counted(lasts[period], period) for period in PERIODS if period in lasts)
    return _anything(lasts)


def _treatment(test: Test) -> str:
    sessions = test.get("sessions")
    number = f", at least {sessions} session{'' if sessions == 1 else 's'}" if sessions else ""
    return f"treatment carried out: {_names(test)}{_dosed(test)}{number}"


def _condition(test: Test) -> str:
    words = _listed(test.get("qualifiers", ()), "or")
    status = {"active": ", active now", "ever": ", now or ever"}.get(str(test.get("status", "")), "")
    return f"diagnosis of {words + ' ' if words else ''}{_names(test)}{status}"


def _encounter(test: Test) -> str:
    mode = {"in_person": " in person", "any": ""}.get(str(test.get("mode", "any")), f" ({test.get('mode')})")
    return f"visit{mode}: {_names(test)}"


def _document(test: Test) -> str:
    signed = test.get("signed_by")
    return f"document in the chart: {_names(test)}" + (f", signed by {_anything(signed)}" if signed else "")


HEADS: Mapping[str, Callable[[Test], str]] = {
    "patient": lambda test: f"the patient's {test.get('attribute')} {_compared(test.get('compare'))}",
    "condition": _condition,
    "observation": _observation,
    "trial": _trial,
    "treatment": _treatment,
    "encounter": _encounter,
    "document": _document,
    "statement": lambda test: f"a clinician states: {_names(test)}",
    "absence": lambda test: f"denied or excluded in so many words: {_names(test)}",
    "request": lambda test: f"the request's {_spaced(test.get('attribute'))} {_compared(test.get('compare'))}",
}


def _rest(test: Test) -> Iterator[str]:
    """Yield what any kind may add, each as a few words."""
    if test.get("setting"):
        yield f"({_listed(test['setting'], 'and')})"
    if test.get("about"):
        yield f"for {_anything(test['about'])}"
    if test.get("performed_by"):
        yield _performed(test["performed_by"])
    if test.get("within"):
        yield _within(test["within"])
    if test.get("same"):
        yield f"(the same {_anything(test['same'])})"
    if test.get("codes"):
        yield f"[{_coded(test['codes'])}]"


def _coded(codes: Any) -> str:
    """Return codes under their systems: ``ICD-10-CM J43, J44; LOINC 2703-7``."""
    by_system: dict[str, list[str]] = {}
    for code in codes if isinstance(codes, list) else [codes]:
        system, _, name = str(code).rpartition("|")
        by_system.setdefault(system, []).append(name)
    return "; ".join(f"{system} {', '.join(names)}".strip() for system, names in by_system.items())


def _performed(by: Any) -> str:
    if isinstance(by, Mapping):
        others = {name: value for name, value in by.items() if name != "not"}
        said = f"by {_anything(others)}" if others else ""
        return f"{said} not by {_anything(by['not'])}".strip() if "not" in by else said
    return f"by {_anything(by)}"


def _within(within: Any) -> str:
    if not isinstance(within, Mapping):
        return _anything(within)
    before = BEFORE.get(str(within.get("before")), _spaced(within.get("before", "")))
    spans = [_counted(within[period], period) for period in PERIODS if period in within]
    return f"within {' '.join(spans)} before {before}" if spans else f"at any time before {before}"


def _compared(compare: Any) -> str:
    rows = compare if isinstance(compare, list) else [compare]
    return " and ".join(_one_compared(row) for row in rows if isinstance(row, Mapping))


def _one_compared(row: Mapping[str, Any]) -> str:
    if row.get("op") == "in":
        values = row.get("value")
        return f"is {_listed(values, 'or')}"
    return f"{COMPARED.get(str(row.get('op')), str(row.get('op')))} {amount_told(row)}"


def amount_told(row: Mapping[str, Any]) -> str:
    """Return a value with its unit as people write it: an annotation of UCUM, such as ``{score}``, is for programs."""
    unit = str(row.get("unit") or "")
    said = UNITS.get(unit, unit.replace("{", "").replace("}", ""))
    return f"{_anything(row.get('value'))} {said}".strip()


def _counted(number: Any, period: str) -> str:
    return f"{number} {period.removesuffix('s') if number == 1 else period}"


def _listed(values: Any, word: str) -> str:
    if not isinstance(values, (list, tuple)):
        return _spaced(values)
    said = [_spaced(value) for value in values]
    return f" {word} ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)


def _spaced(value: Any) -> str:
    return " ".join(str(value).replace("_", " ").split())


def _anything(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{_spaced(name)} {_anything(one)}" for name, one in value.items())
    return _listed(value, "or")
