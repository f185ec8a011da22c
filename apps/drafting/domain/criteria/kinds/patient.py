"""Age and sex on the day of asking."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import as_list
from apps.drafting.domain.criteria.kinds.comparing import compares_of
from apps.drafting.domain.criteria.kinds.observation import observation
from apps.drafting.domain.criteria.quantities import quantity_named
from apps.drafting.domain.criteria.units import Measured, Unit, passes_all, unit_named
from apps.drafting.domain.facts.quotes import Quote, structured_lines

OLDEST_TOLD = 90  # stands for 90 or older
YEARS = frozenset({"a", ""})
SEXES = {"f": "female", "m": "male", "w": "female", "woman": "female", "man": "male", "girl": "female", "boy": "male"}


def patient(case: Case, test: Test) -> Finding:
    """Return whether the patient's age or sex passes."""
    task = case.draft_input.task
    if test.get("attribute") == "age":
        return _age(case, test, task.age)
    if test.get("attribute") in {"sex", "gender"}:
        return _sex(case, test, task.sex)
    if quantity_named(str(test.get("attribute") or "")):
        return observation(case, {**test, "kind": "observation", "any_of": [str(test["attribute"])]})
    return open_finding(
        f"{test.get('attribute')} of the patient is not recorded as a value.", wanted="This in writing."
    )


def _age(case: Case, test: Test, age: int | None) -> Finding:
    if age is None:
        return open_finding("The date of birth is not in the record.", wanted="The date of birth.")
    lines = _lines(case, "Date of birth")
    verdict = _age_passes(age, compares_of(test))
    if verdict is None:
        return open_finding(
            f"The age, {age}, cannot be compared with what is asked.", lines, wanted="The age in that unit."
        )
    told = f"{age} years old" if age < OLDEST_TOLD else "90 years old or older"
    return met(f"The patient is {told}.", [Datum(lines)]) if verdict else not_met(f"The patient is {told}.", lines)


def _age_passes(age: int, compares: Sequence[Mapping[str, Any]]) -> bool | None:
    """Ages count in completed years, where a policy asks in years; in months it is between two birthdays."""
    verdicts: list[bool | None] = []
    for compare in compares:
        asked = unit_named(str(compare.get("unit") or "a"))
        if asked is None:
            verdicts.append(None)
            continue
        top = Decimal(age) if asked.code in YEARS else Decimal(age + 1)
        high = None if age >= OLDEST_TOLD else top
        in_years = {**compare, "unit": "a"} if asked.code in YEARS else compare
        verdicts.append(passes_all(Measured(Decimal(age), high, Unit("a")), [in_years]))
    if False in verdicts:
        return False
    return None if None in verdicts or not verdicts else True


def _sex(case: Case, test: Test, sex: str) -> Finding:
    lines = _lines(case, "Sex")
    wanted = {_one_word(value) for compare in compares_of(test) for value in as_list(compare.get("value"))}
    if not sex or sex.lower() not in {"female", "male"}:
        return open_finding("The sex is not in the record.", lines, wanted="The sex in the record.")
    turned = any(compare.get("op") == "!=" for compare in compares_of(test))
    verdict = (sex.lower() in wanted) != turned
    return met(f"The record says {sex}.", [Datum(lines)]) if verdict else not_met(f"The record says {sex}.", lines)


def _one_word(value: Any) -> str:
    return SEXES.get(str(value).lower(), str(value).lower())


def _lines(case: Case, label: str) -> tuple[Quote, ...]:
    passages = [one for one in case.draft_input.passages if one.document_kind == "demographics" and not one.superseded]
    return tuple(
        quote for passage in passages for quote in structured_lines(passage) if quote.plain.startswith(f"{label}:")
    )[:1]
