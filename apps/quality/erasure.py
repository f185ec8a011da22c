"""The gauges' part in destroying a patient's record: a case is made of their words, and goes."""

from collections.abc import Mapping
from uuid import UUID

from apps.core.actors import Actor
from apps.quality.models import RegressionCase


class QualityEraser:
    """See ``governance.domain.rooms.Eraser``. Facts and sums hold codes alone, and stay."""

    tables = frozenset({"quality_regressioncase"})

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        return {"quality_regressioncase": RegressionCase.objects.filter(patient=patient_id).delete()[0]}
