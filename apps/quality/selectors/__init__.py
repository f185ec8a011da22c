"""Reads of the gauges: figures of one organization, never of a person."""

from apps.quality.selectors.outcomes import OutcomeReport, outcome_report
from apps.quality.selectors.overrides import EditRow, OverrideReport, override_report
from apps.quality.selectors.signals import (
    SignalCase,
    SignalReport,
    access_override,
    cause_counts,
    passage_fates,
    signal_cases,
    signal_report,
)

__all__ = [
    "EditRow",
    "OutcomeReport",
    "OverrideReport",
    "SignalCase",
    "SignalReport",
    "access_override",
    "cause_counts",
    "outcome_report",
    "override_report",
    "passage_fates",
    "signal_cases",
    "signal_report",
]  # fmt: skip
