"""Reads of the gauges: figures of one organization, never of a person."""

from apps.quality.selectors.breakdown import Breakdown, Group, breakdown
from apps.quality.selectors.decisions import DecisionRow, decisions_listed
from apps.quality.selectors.digests import access_digest, digests_of, has_decided_before, week_closed, week_told
from apps.quality.selectors.outcomes import OutcomeReport, outcome_report
from apps.quality.selectors.overrides import EditRow, OverrideReport, override_report
from apps.quality.selectors.plain import PlainReport, plain_report
from apps.quality.selectors.regression import (
    CaseRow,
    access_case,
    access_decided,
    cases_listed,
    cases_of,
    drafts_with_a_case,
    why_not_label,
)
from apps.quality.selectors.reports import files_newest
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
    "Breakdown",
    "CaseRow",
    "DecisionRow",
    "EditRow",
    "Group",
    "OutcomeReport",
    "OverrideReport",
    "PlainReport",
    "SignalCase",
    "SignalReport",
    "access_case",
    "access_decided",
    "access_digest",
    "access_override",
    "breakdown",
    "cases_listed",
    "cases_of",
    "cause_counts",
    "decisions_listed",
    "digests_of",
    "drafts_with_a_case",
    "files_newest",
    "has_decided_before",
    "outcome_report",
    "override_report",
    "passage_fates",
    "plain_report",
    "signal_cases",
    "signal_report",
    "week_closed",
    "week_told",
    "why_not_label",
]
