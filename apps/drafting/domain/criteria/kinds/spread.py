"""Cancer that has spread, told in two places: the tumor on one line, its metastases or stage IV on another."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.findings import Datum
from apps.drafting.domain.criteria.periods import Interval, of_when, on
from apps.drafting.domain.criteria.sayings import stance
from apps.drafting.domain.facts.lines import when
from apps.drafting.domain.facts.notes import NoteLine

# What a policy calls a tumor that has spread, before the name of the tumor.
SPREAD_NAME = re.compile(
    r"(?i)^(?:metastatic|stage (?:IV|4)|advanced or metastatic|distant "
    r"metastatic)\s+(?P<tumor>.+)$"
)
SPREAD = re.compile(
    r"(?i)\b(?:secondary malignant neoplasm|metasta(?:sis|ses|tic)|(?:bone|liver|lung|brain|nodal|hepatic|"
    r"osseous|distant) "
    r"mets?|mets? (?:to|in)|stage (?:IV|4)|M1[abc]?)\b"
)
SPREAD_WORDS = re.compile(r"(?i)^(?:metastatic|stage (?:IV|4)|advanced|locally advanced|unresectable)$")
NODES_ALONE = re.compile(r"(?i)\b(?:lymph nodes? metasta\w+|nodal mets?|sentinel)\b")
ASSERTING = frozenset({
    "assessment", "assessment_and_plan", "impression", "diagnoses", "problems", "hospital_course",
    "history_of_present_illness", "interval_history", "other", "chief_complaint", "findings",
})  # fmt: skip


def tumors_of(names: Sequence[str]) -> list[str]:
    """Return the tumors that names say have spread: "breast cancer" of "metastatic breast cancer"."""
    return [match["tumor"] for name in names if (match := SPREAD_NAME.match(name))]


def spread_of(case: Case) -> list[Datum]:
    """Return where lists and clinicians' notes have metastases or stage IV of this patient, newest first."""
    listed = [
        Datum((one.line.quote,), of_when(when(one.since)) or on(one.line.quote.day)) for one in case.chart.problems
        if one.active and not one.certainty and SPREAD.search(one.line.quote.plain)
    ]  # fmt: skip
    told = [Datum((line.quote,), _day(line)) for line in case.own_notes if _tells(line)]
    return [*listed, *told]


def _day(line: NoteLine) -> Interval | None:
    return on(line.first_day or line.day)


def _tells(line: NoteLine) -> bool:
    match = SPREAD.search(line.text)
    if match is None or line.section_kind not in ASSERTING or NODES_ALONE.search(line.text):
        return False
    how = stance(line, match.start(), match.end())
    return how.asserted and not (how.told or how.planned or how.past)
