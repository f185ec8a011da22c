"""Whether a clinician says that a medicine must not be given, or the allergy list does."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case, Test, day_of_line
from apps.drafting.domain.criteria.doubts import is_of
from apps.drafting.domain.criteria.episodes import Episode, segment_of
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import named_words, names_of
from apps.drafting.domain.criteria.names import classes_of, first_named, named_in
from apps.drafting.domain.criteria.outcomes import CONTRAINDICATED, NOT_SO, SEVERE, WORDS
from apps.drafting.domain.criteria.periods import Interval
from apps.drafting.domain.criteria.sayings import clause_around, stance
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.reconcile import allergies

# What a clinician would give is not contraindicated.
POSSIBLE = re.compile(
    r"\b(?:would|could|may|might|can) (?:still )?be (?:possible|given|used|an option)\b|\bno (?:\w+ "
    r")?contra-?indications?\b",
    re.IGNORECASE,
)


NONE_THERE = re.compile(r"\bno (?:\w+ )?contra-?indications?\b", re.IGNORECASE)


def contraindication(case: Case, test: Test, taken: Sequence[Episode]) -> Finding:
    """Return whether one of the drugs is contraindicated: said outright, or listed as a severe allergy."""
    names = names_of(test)
    said, denied = _said(case, [*names, *(of for name in names for of in classes_of(name))])
    listed = [
        allergy for allergy in allergies.listed(case.chart)
        if first_named(allergy.substance, names, classes=True)
        and SEVERE.search(" ".join((allergy.reaction, *allergy.line.parts)))
    ]  # fmt: skip
    data = [Datum((quote,), when) for quote, when in said]
    data += [Datum((allergy.line.quote,)) for allergy in listed]
    name = named_words(test)
    if data and denied:
        return open_finding(f"The chart says both that {name} is contraindicated and that it is not.",
                            (quote for one in data for quote in one.quotes), denied,
                            f"The clinician's statement on {name}.")  # fmt: skip
    if data:
        return met(f"A contraindication is on record: {data[0].quotes[0].plain[:160]}", data)
    if denied:
        return not_met(f"The chart says that {name} is not contraindicated.", denied)
    given = [event for event in case.chart.procedures
             if not event.title.startswith("NOT") and first_named(event.title, names, classes=True)]  # fmt: skip
    if given and not taken:
        return not_met(f"{given[0].title} was given, and no contraindication is on record.", [given[0].line.quote])
    if taken:
        course = taken[0]
        return not_met(f"{course.words} was taken, and no contraindication is on record.", course.quotes)
    return open_finding(f"No contraindication to {name} is on record.", wanted=f"The clinician's statement on {name}.")


def _said(case: Case, names: Sequence[str]) -> tuple[list[tuple[Quote, Interval | None]], list[Quote]]:
    said: list[tuple[Quote, Interval | None]] = []
    denied: list[Quote] = []
    for line in case.own_notes:
        if NONE_THERE.search(line.text) and is_of(names, line) and not first_named(line.text, names, classes=True):
            how = stance(line, 0, len(line.text))
            denied += [] if how.relative or how.supposed or how.told else [line.quote]
        for named in named_in(line.text, names, classes=True):
            clause = clause_around(line.text, named.start, named.end)
            words = f"{clause} {segment_of(line.text, named)}"
            if not (WORDS[CONTRAINDICATED].search(words) or POSSIBLE.search(words)):
                continue
            how = stance(line, named.start, named.end)
            if NOT_SO.search(words):
                denied.append(line.quote)
            elif how.asserted and not how.told:
                said.append((line.quote, day_of_line(line)))
    return said, denied
