"""An allergy of the list that testing refuted, or whose label a note asks to remove: told beside the list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.lines import when
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.records import Allergy
from apps.drafting.domain.language.words import SHORT_FORMS

_LISTED_WITH = r"(?:[\w-]+(?:,|/| or| and) ?){0,3}"
_UNDONE = r"(?:ruled out|excluded|refuted|disproved|removed|de-?label\w*|not confirmed|delisted)"
# "{}" stands for the substance.
REFUTES = (
    rf"\bnot (?:truly |actually |really )?allergic to {_LISTED_WITH}{{}}",
    rf"\bno (?:evidence of |true |current |longer )*(?:an? )?allerg(?:y|ic) to {_LISTED_WITH}{{}}",
    r"\bno (?:evidence of |true |current )+(?:an? )?{} allergy",
    rf"{{}} (?:allergy|label)(?: label)?\W+(?:was |is |has been |now |formally )*{_UNDONE}",
    r"\bde-?label\w* (?:for |of |from )?(?:an? |the )?{}",
    r"\bremove (?:the )?{} (?:allergy|label)",
    r"{} (?:skin|patch|prick|intradermal) test\w*\W+(?:was |were |is )*negative",
    r"\bnegative (?:skin|patch|prick|intradermal)? ?test\w* (?:for|to) {}",
    r"{} (?:oral |drug )?challenge\W+(?:was |is )*(?:negative|passed|tolerated)",
)
TESTED = re.compile(
    r"\b(?:skin|patch|prick|intradermal) tests?\b.{0,20}\bnegative\b|\bnegative (?:skin|patch|prick) test|"
    r"\bchallenge\b.{0,20}\b(?:negative|passed|tolerated)\b|\btolerated (?:without|with no) (?:a )?reaction\b",
    re.IGNORECASE,
)
OPEN = re.compile(r"\b(?:if|unless|whether|once|when|should|until|pending|refer\w*|consider)\b|\?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refuted:
    """A listed allergy, the sentence that refutes it, and the sentence of the same note that tells of the test."""

    allergy: Allergy
    said: NoteLine
    tested: NoteLine | None


def refuted(chart: Chart, listed: list[Allergy]) -> Iterator[Refuted]:
    """Yield each listed allergy of which a note written after its onset says that it is none, the newest note first."""
    for allergy in listed:
        patterns = _patterns(allergy)
        since = when(allergy.since)
        for line in chart.notes:
            is_new = line.day and not line.copied and not (since and line.day < since.first)
            if is_new and not line.relative and not OPEN.search(line.text) and _says(line, patterns):
                yield Refuted(allergy, line, _test_of(line, chart))
                break


def _says(line: NoteLine, patterns: list[re.Pattern[str]]) -> bool:
    return any(pattern.search(line.text) for pattern in patterns)


def _patterns(allergy: Allergy) -> list[re.Pattern[str]]:
    name = re.split(r"[\s,(/]", allergy.substance.strip().lower())[0]
    if not name:
        return []
    forms = [name.removesuffix("s"), *(form for form, word in SHORT_FORMS.items() if word.split()[0] == name)]
    called = rf"\b(?:{'|'.join(map(re.escape, forms))})s?\b"
    return [re.compile(pattern.replace("{}", called), re.IGNORECASE) for pattern in REFUTES]


def _test_of(said: NoteLine, chart: Chart) -> NoteLine | None:
    """Return the first other sentence of the same note that tells of a negative test or a dose that was borne."""
    document = said.quote.passage.document_id
    own = [line for line in chart.notes if line.quote.passage.document_id == document and line.quote != said.quote]
    own.sort(key=lambda line: (line.quote.passage.start, line.quote.start))
    return next((line for line in own if TESTED.search(line.text) and not line.relative), None)
