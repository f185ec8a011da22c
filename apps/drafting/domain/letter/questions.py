"""What one criterion asks of a chart: names to look for, in which kind of line, how old at most, in which setting."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.language.regions import regions
from apps.drafting.domain.language.words import SHORT_FORMS, stems
from apps.drafting.domain.tasks import PolicyLeaf

DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.44, "years": 365.25}
LONGEST_ACRONYM = 5
# One word for a setting in a policy, many in a chart.
SETTINGS: Mapping[str, re.Pattern[str]] = {
    "rest": re.compile(r"\b(?:at rest|rest|resting|seated)\b", re.IGNORECASE),
    "exertion": re.compile(r"\b(?:exertion\w*|walk\w*|ambulat\w*|exercise)\b", re.IGNORECASE),
    "sleep": re.compile(r"\b(?:sleep\w*|asleep|overnight|nocturnal)\b", re.IGNORECASE),
    "room air": re.compile(r"\b(?:room air|RA)\b"),
    "on oxygen": re.compile(r"\bon (?:oxygen|\d)|L/min|\d ?L\b", re.IGNORECASE),
    "chronic stable state": re.compile(r"\bstable state\b|\bclinically stable\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One single test of a criterion, or the bare sentence when it has no test."""

    kind: str  # observation, trial ...; "text" for a sentence without a test
    names: tuple[re.Pattern[str], ...]
    words: frozenset[str]  # stems of the sentence and the names
    days: float | None  # not older than, counted back from today
    settings: tuple[re.Pattern[str], ...]
    compares: tuple[Mapping[str, Any], ...]
    attribute: str  # of a patient or request test
    active_only: bool  # a resolved problem does not answer
    must_name: tuple[re.Pattern[str], ...]  # one of the drugs that the criterion's own trials name
    regions: frozenset[str]  # parts of the body it asks about; none where it names none


def questions_of(leaf: PolicyLeaf) -> list[Question]:
    """Return what a criterion asks, one question for each single test in it."""
    tests = list(singles(leaf.test))
    drugs = tuple(name_pattern(str(name)) for test in tests if test["kind"] == "trial" for name in test["any_of"])
    found = [_question(test, leaf, drugs if test["kind"] == "statement" else ()) for test in tests]
    asked = regions(leaf.text)
    return found or [Question("text", (), stems(leaf.text), None, (), (), "", False, (), asked)]


def _question(test: Mapping[str, Any], leaf: PolicyLeaf, must_name: tuple[re.Pattern[str], ...]) -> Question:
    named = [str(name) for name in test.get("any_of", ())]
    about = str(test.get("about") or "")
    setting = test.get("setting") or ()
    compare = test.get("compare") or ()
    return Question(
        kind=str(test["kind"]),
        names=tuple(name_pattern(name) for name in named),
        words=stems(" ".join([leaf.text, about, *named])),
        days=_days(test.get("within")),
        settings=tuple(SETTINGS[word] for word in _listed(setting) if word in SETTINGS),
        compares=tuple(_listed(compare)),
        attribute=str(test.get("attribute") or ""),
        active_only=test.get("status") == "active",
        must_name=must_name,
        regions=regions(" ".join([leaf.text, about, *named])),
    )


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, (list, tuple)) else [value] if value else []


def _days(within: Mapping[str, Any] | None) -> float | None:
    given = [float(number) * DAYS[period] for period, number in (within or {}).items() if period in DAYS]
    return given[0] if given else None


@lru_cache(maxsize=2000)
def name_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern for a name as policies write it and as notes shorten it."""
    short = [form for form, word in SHORT_FORMS.items() if word == name.lower()]
    forms = [_form(name), *(_form(form.upper()) for form in short)]
    return re.compile("|".join(forms))


def _form(name: str) -> str:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name))
    exact = name.isupper() and len(name) <= LONGEST_ACRONYM
    return rf"(?<![A-Za-z]){words}(?![A-Za-z])" if exact else rf"(?i:(?<![A-Za-z]){words}s?(?![A-Za-z]))"
