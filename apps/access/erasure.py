"""Sessions that ended: nothing of them is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.access.models import OpenSession
from apps.core.actors import Actor


class Sessions:
    """See ``governance.domain.rooms.Purger``; no hold covers a session."""

    def due(self, *, before: datetime, held: object) -> Any:
        return OpenSession.objects.filter(expire_date__lt=before).order_by("expire_date").values_list("pk", flat=True)

    def purge(self, *, ids: Sequence[Any], event_id: UUID, actor: Actor) -> None:
        OpenSession.objects.filter(pk__in=list(ids)).delete()
