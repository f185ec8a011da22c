"""Reads of the gauges: figures of one organization, never of a person."""

from apps.quality.selectors.outcomes import OutcomeReport, outcome_report
from apps.quality.selectors.overrides import EditRow, OverrideReport, override_report
from apps.quality.selectors.reports import files_newest

__all__ = ["EditRow", "OutcomeReport", "OverrideReport", "files_newest", "outcome_report", "override_report"]
