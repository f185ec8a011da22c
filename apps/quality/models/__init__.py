"""Tables of the gauges."""

from apps.quality.models.facts import DayTally, DecisionFact

__all__ = ["DayTally", "DecisionFact"]
