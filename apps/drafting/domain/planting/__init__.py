"""Known errors put into a draft of a test patient, so that it can be seen whether a reviewer catches them."""

from apps.drafting.domain.planting.kinds import KIND_WORDS, Plant, PlantKind
from apps.drafting.domain.planting.planted import plantings

__all__ = ["KIND_WORDS", "Plant", "PlantKind", "plantings"]
