"""What a task expects before it reads: the sections it looks into first, and how much newer is better.

Gentle: no bonus exceeds half a standard deviation, so words decide wherever they differ clearly. Without dates and with
one kind of section everybody gets the same bonus and the order stays as it was. The numbers are judgement, not
measurement: no set at hand has sections, dates and marked answers together.
"""

from collections.abc import Mapping

import numpy as np

from apps.retrieval.domain.fusion import Candidates, Scores
from apps.retrieval.domain.tasks import SearchTask

# Kinds of sections as the chart names them (apps.chart.domain.sections).
SECTIONS: Mapping[SearchTask, Mapping[str, float]] = {
    SearchTask.CRITERION: {
        "assessment": 0.25, "assessment_and_plan": 0.25, "medications": 0.25, "results": 0.25, "problems": 0.2,
        "plan": 0.15, "history_of_present_illness": 0.15, "hospital_course": 0.15, "imaging": 0.15,
        "social_history": -0.1, "family_history": -0.25,
    },
    SearchTask.SUMMARY: {
        "assessment": 0.3, "assessment_and_plan": 0.3, "problems": 0.25, "hospital_course": 0.25, "plan": 0.2,
        "history_of_present_illness": 0.2, "medications": 0.15, "allergies": 0.15, "family_history": -0.1,
    },
    SearchTask.QUESTION: {},
    SearchTask.SEARCH: {},
}  # fmt: skip
# The bonus of the newest passage over one that is infinitely old.
NEWER: Mapping[SearchTask, float] = {
    SearchTask.CRITERION: 0.3,
    SearchTask.SUMMARY: 0.4,
    SearchTask.QUESTION: 0.2,
    SearchTask.SEARCH: 0.1,
}
HALF_LIFE_DAYS = 365.0
_SECONDS_A_DAY = 86_400


def bonuses(candidates: Candidates, task: SearchTask) -> Scores:
    """Return each candidate's bonus for a task, in standard deviations. A passage without a date gets half of NEWER.

    Age is counted back from the newest candidate, not from today: an old chart is not worse for being old.
    """
    sections = SECTIONS[task]
    by_section = np.array([sections.get(kind, 0.0) for kind in candidates.section_kinds], dtype=np.float64)
    return by_section + NEWER[task] * _freshness(candidates.dated_at)


def _freshness(dated_at: Scores) -> Scores:
    dated = ~np.isnan(dated_at)
    freshness = np.full(len(dated_at), 0.5)
    if dated.any():
        days = (dated_at[dated].max() - dated_at[dated]) / _SECONDS_A_DAY
        freshness[dated] = 0.5 ** (days / HALF_LIFE_DAYS)
    return freshness
