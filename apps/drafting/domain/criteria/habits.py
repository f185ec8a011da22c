"""Smoking, vaping, nicotine: what notes say of now, of the past, and since when it is over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from apps.drafting.domain.criteria.case import Case, day_of_line
from apps.drafting.domain.criteria.periods import Interval, told_dates
from apps.drafting.domain.criteria.sayings import clause_around, is_patient_written, is_told, stance
from apps.drafting.domain.criteria.subjects import is_of_another
from apps.drafting.domain.facts.notes import NoteLine
from apps.retrieval.domain.assertion import is_about_relative

_SMOKING = r"smok\w+|tobacco(?: use| products?)?|cigarettes?|cigars?|cigs"
_VAPING = r"vap(?:es?|ed|ing|er)|e-?cig(?:arette)?s?"
_NICOTINE = r"nicotine(?: products?| use)?"
_ANY = rf"(?:{_SMOKING}|{_VAPING}|{_NICOTINE})"
THING = re.compile(rf"(?<!\w){_ANY}(?!\w)", re.IGNORECASE)
OVER = re.compile(
    rf"\b(?:quit|stopped|gave up|ceased|last|discontinued|abstin\w+ from|abstain\w* from|free of|"
    rf"off)(?: \w+)? {_ANY}|"
    rf"\b(?:ex|former|past|previous|prior|never|non|not a|no longer a?)[- ]?(?:every ?day |daily )?{_ANY}|"
    rf"\bnever (?:used |a )?{_ANY}|\b(?:no|denies|denied|without|not using|does not use|does not|doesn't|"
    rf"no longer|any) "
    rf"(?:current |any |other |use of )*{_ANY}|"
    rf"{_ANY}(?: (?:status|history|hx))?[^:;.]{{0,40}}[:=] ?(?:never|former(?:ly)?|none|no|quit|denies|denied|"
    rf"neg(?:ative)?|ex)\b|"
    rf"\bhas not {_ANY}|{_ANY} cessation (?:since|for|achieved|completed|maintained)|{_ANY}[- ]free\b",
    re.IGNORECASE,
)
CURRENT = re.compile(
    r"\bcurrent(?:ly)?(?:,? \w+){0,3} (?:smok\w+|vap\w+|tobacco|nicotine)|\b(?:still |also )?(?:smokes|vapes|"
    r"chews tobacco)\b|"
    r"\b(?:active|daily|every ?day|heavy|light) (?:smoker|vaper|smoking|tobacco use)|\b\d(?:\.\d)? ?(?:ppd|"
    r"packs? (?:a|per) day)\b|"
    r"\b(?:\d+|one|two|three|four|five|six|ten|several|some|few)[”\"]? ?(?:cig(?:arette)?s?|cigars?|"
    r"packs?)\b(?! (?:ago|years?))"
    r"(?!.{0,12}\b(?:until|before|quit|stopped)\b)|\bdown to\b[^.;]{0,30}\b(?:cig\w*|packs?|ppd|vap\w+)|"
    r"\b(?:resumed|restarted|relapsed to|started|back to) (?:\w+ )?(?:smok\w+|vap\w+)|\bsmoking (?:again|daily|"
    r"every ?day)\b|"
    rf"(?:{_SMOKING}|{_VAPING}|{_NICOTINE})(?: status)?[^:;.]{{0,40}}[:=] ?(?:current|yes|active|daily|every ?day|\d)",
    re.IGNORECASE,
)
SINCE = re.compile(r"\b(?:since|quit|stopped|last|gave up|ceased|cessation|on|in)\b", re.IGNORECASE)
GROUPS = {"smoking": re.compile(_SMOKING, re.IGNORECASE), "vaping": re.compile(_VAPING, re.IGNORECASE),
          "nicotine": re.compile(_NICOTINE, re.IGNORECASE)}  # fmt: skip
REACHES = {"smoking": {"smoking"}, "vaping": {"vaping"}, "nicotine": {"smoking", "vaping", "nicotine"}}


@dataclass(frozen=True, slots=True)
class Habit:
    """One saying: of which of the habits, whether it goes on, and since when it does not where the note says so."""

    line: NoteLine
    of: frozenset[str]
    goes_on: bool
    said: Interval | None
    since: Interval | None


def _beside_kin(case: Case) -> list[NoteLine]:
    """Return the sentences that name a relative, but tell what they say of the patient: "since his sister died"."""
    return [
        replace(line, relative=False) for line in case.chart.notes
        if line.relative and line.section_kind != "family_history" and not is_patient_written(line.quote.passage)
        and line.day and line.day <= case.as_of and CURRENT.search(line.text)
        and (thing := THING.search(line.text)) and not is_of_another(line.text, *thing.span())
        and not is_about_relative(line.text[: thing.end()])
    ]  # fmt: skip


def is_habit(names: Sequence[str]) -> bool:
    """Return whether all that a test names is smoking or the like."""
    return bool(names) and all(THING.search(name) for name in names)


def groups_of(text: str) -> frozenset[str]:
    """Return which of the habits a text names."""
    return frozenset(name for name, words in GROUPS.items() if words.search(text))


def habits(case: Case) -> list[Habit]:
    """Return what clinicians' notes say of the patient's own habits, newest first."""
    found = [habit for line in case.own_notes if (habit := _habit(line))]
    found += [habit for line in _beside_kin(case) if (habit := _habit(line, beside_kin=True)) and habit.goes_on]
    return sorted(found, key=lambda one: -(one.said.last.toordinal() if one.said else 0))


def _habit(line: NoteLine, *, beside_kin: bool = False) -> Habit | None:
    thing = THING.search(line.text)
    if thing is None or not _is_own(line, *thing.span(), beside_kin=beside_kin):
        return None
    over = OVER.search(line.text)
    current = None if over else CURRENT.search(line.text)
    if not over and not current:
        return None
    said = day_of_line(line)
    named = frozenset().union(*(groups_of(match.group()) for match in THING.finditer(line.text)))
    reached = frozenset().union(*(REACHES[name] for name in named)) if over else named
    return Habit(line, reached, not over, said, _since(line) if over else None)


def _is_own(line: NoteLine, start: int, end: int, *, beside_kin: bool) -> bool:
    how = stance(line, start, end)
    asked = "counsel" in line.text.lower() and "quit" not in line.text.lower()
    goes_on = not OVER.search(line.text) and bool(CURRENT.search(line.text))  # what is admitted counts against
    told = is_told(line, start, end) and not goes_on
    return not ((how.relative and not beside_kin) or how.supposed or asked or told
                or "secondhand" in clause_around(line.text, start, end).lower())  # fmt: skip


def _since(line: NoteLine) -> Interval | None:
    told = [one for one in told_dates(line.text, line.first_day) if SINCE.search(line.text[: one.start])]
    return told[0].when if told else None
