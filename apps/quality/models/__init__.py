"""Tables of the gauges."""

from apps.quality.models.baselines import FrozenBaseline
from apps.quality.models.facts import ClaimFact, ClaimTally, DayTally, DecisionFact

__all__ = ["ClaimFact", "ClaimTally", "DayTally", "DecisionFact", "FrozenBaseline"]
