"""The gauges' part in destroying a record: what second readers wrote of its drafts."""

from collections.abc import Mapping
from uuid import UUID

from apps.core.actors import Actor
from apps.core.destruction import words_destroy
from apps.quality.models import AdjudicationReading


class QualityEraser:
    """See ``governance.domain.rooms.Eraser``. That a draft was read, and how it counts, stays: neither says a word."""

    tables = frozenset({"quality_adjudicationcase", "quality_adjudicationreading"})

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        readings = AdjudicationReading.objects.filter(case__draft__patient=patient_id)
        return {"quality_adjudicationreading": words_destroy(readings, ["comment"], destruction=event_id)}
