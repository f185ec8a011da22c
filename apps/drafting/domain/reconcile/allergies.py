"""Allergies: what is listed, and who says otherwise."""

import re
from collections.abc import Iterator

from apps.drafting.domain.composing import listed as listed_words
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.lines import when
from apps.drafting.domain.facts.records import Allergy
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.reconcile.delabelled import refuted

NONE_KNOWN = re.compile(
    r"\b(?:NKDA|NKA|no known (?:drug )?allerg\w+|no (?:drug )?allergies|allerg\w+\W{1,4}(?:none(?: known|"
    r" listed)?|no)\b)",
    re.IGNORECASE,
)


# A note that corrects the record repeats what it corrects.
RETOLD = re.compile(r"->|\b(?:said|chart|entered|corrected|wrong|clarif\w+|earlier entr)\b", re.IGNORECASE)


def listed(chart: Chart) -> list[Allergy]:
    """Return the allergies and intolerances on the list, without "no known allergies"."""
    return [a for a in chart.allergies if a.active and not a.none_known and not a.not_recorded]


def conflicts(chart: Chart) -> Iterator[Conflict]:
    """Yield a listed allergy beside a note that says there is none or refutes it, or an order for the drug itself."""
    yield from _denied(chart)
    yield from _refuted(chart)
    yield from _ordered_in_spite(chart)


def _denied(chart: Chart) -> Iterator[Conflict]:
    known = listed(chart)
    if not known:
        return
    since = [w.first for allergy in known if (w := when(allergy.since))]
    denials = [
        line for line in chart.notes
        if NONE_KNOWN.search(line.text) and not RETOLD.search(line.text)
        and line.day and not line.relative and (not since or line.day > min(since))
    ]  # fmt: skip
    if not denials:
        return
    newest = denials[0]
    names = listed_words([allergy.substance for allergy in known])
    said = NONE_KNOWN.search(newest.text)
    words = said.group() if said else newest.text
    also = " (and earlier)" if len(denials) > 1 else ""
    yield Conflict(
        "allergies",
        f'{names} on the allergy list, but the note of {written(newest.day)}{also} says "{words}".',
        tuple(allergy.line.quote for allergy in known),
        (newest.quote,),
    )


def _refuted(chart: Chart) -> Iterator[Conflict]:
    for one in refuted(chart, listed(chart)):
        said = f'the note of {written(one.said.day)} says "{one.said.text.rstrip(".")}"'
        text = f"{one.allergy.substance} on the allergy list, but {said}."
        yield Conflict(f"allergy {one.allergy.substance}", text, (one.allergy.line.quote,), one.said.quotes())


def _ordered_in_spite(chart: Chart) -> Iterator[Conflict]:
    for allergy in listed(chart):
        words = stems(allergy.substance)
        for medication in chart.medications:
            if medication.current and not medication.planned and words <= stems(medication.head) and words:
                yield Conflict(
                    f"allergy {allergy.substance}",
                    f"{medication.head} is current, but the allergy list has {allergy.substance}: {allergy.reaction}.",
                    (allergy.line.quote,),
                    (medication.line.quote,),
                )
