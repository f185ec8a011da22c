"""Reads of the gauges: figures of one organization, never of a person."""

from apps.quality.selectors.breakdown import Breakdown, Group, breakdown
from apps.quality.selectors.decisions import DecisionRow, decisions_listed
from apps.quality.selectors.outcomes import OutcomeReport, outcome_report
from apps.quality.selectors.overrides import EditRow, OverrideReport, override_report
from apps.quality.selectors.reports import files_newest

__all__ = [
    "Breakdown",
    "DecisionRow",
    "EditRow",
    "Group",
    "OutcomeReport",
    "OverrideReport",
    "breakdown",
    "decisions_listed",
    "files_newest",
    "outcome_report",
    "override_report",
]
