"""Tables of the gauges."""

from apps.quality.models.facts import DayTally, DecisionFact
from apps.quality.models.signals import CauseJudgement, DecisionSignal, PassageTally

__all__ = ["CauseJudgement", "DayTally", "DecisionFact", "DecisionSignal", "PassageTally"]
