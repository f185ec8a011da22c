"""Tables of the gauges."""

from apps.quality.models.adjudication import AdjudicationCase, AdjudicationReading, AdjudicationRound
from apps.quality.models.baselines import FrozenBaseline
from apps.quality.models.digests import WeeklyDigest
from apps.quality.models.facts import ClaimFact, ClaimTally, DayTally, DecisionFact
from apps.quality.models.regression import RegressionCase
from apps.quality.models.reports import Publication, ReportDefinition, ReportFile, ReportPart
from apps.quality.models.signals import CauseJudgement, DecisionSignal, PassageTally

__all__ = [
    "AdjudicationCase",
    "AdjudicationReading",
    "AdjudicationRound",
    "CauseJudgement",
    "ClaimFact",
    "ClaimTally",
    "DayTally",
    "DecisionFact",
    "DecisionSignal",
    "FrozenBaseline",
    "PassageTally",
    "Publication",
    "RegressionCase",
    "ReportDefinition",
    "ReportFile",
    "ReportPart",
    "WeeklyDigest",
]
