"""Tables of the gauges."""

from apps.quality.models.adjudication import AdjudicationCase, AdjudicationReading, AdjudicationRound
from apps.quality.models.baselines import FrozenBaseline
from apps.quality.models.facts import ClaimFact, ClaimTally, DayTally, DecisionFact
from apps.quality.models.reports import Publication, ReportDefinition, ReportFile, ReportPart

__all__ = [
    "AdjudicationCase",
    "AdjudicationReading",
    "AdjudicationRound",
    "ClaimFact",
    "ClaimTally",
    "DayTally",
    "DecisionFact",
    "FrozenBaseline",
    "Publication",
    "ReportDefinition",
    "ReportFile",
    "ReportPart",
]
