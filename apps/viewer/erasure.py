"""The reading room's part in destroying a patient: who asked what of whom goes with the record."""

from collections.abc import Mapping
from uuid import UUID

from apps.core.actors import Actor
from apps.viewer.models import ClinicianQuestion


class ViewerEraser:
    """See ``governance.domain.rooms.Eraser``."""

    tables = frozenset({"viewer_clinicianquestion"})

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        return {"viewer_clinicianquestion": ClinicianQuestion.objects.filter(patient=patient_id).delete()[0]}
