"""Acts that need more than one service: the password before a record is destroyed, and the log, segment by segment."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.access.services import step_up_check
from apps.audit.pipeline import Warrant, segment_destroy
from apps.core.actors import Actor
from apps.governance import services
from apps.governance.errors import RetentionError
from apps.governance.models import LogDestruction
from apps.governance.selectors import LogSegment, log_segments, shred_requests_of
from apps.governance.services.holds import retention_lock

if TYPE_CHECKING:
    from apps.access.models import Person


def shred_confirm(*, request_id: UUID, record_end: str, password: str, person: "Person", actor: Actor) -> Counter[str]:
    """Ask which record is meant and for the password, then destroy (see ``services.shred_confirm``).

    A wrong password stays on record, and so does who confirmed and may not.
    """
    _check_meant(request_id, record_end, person)
    step_up_check(person=person, password=password, actor=actor)
    try:
        return services.shred_confirm(request_id=request_id, person=person, actor=actor)
    except RetentionError as refusal:
        services.shred_refusal_record(request_id=request_id, code=refusal.code, person=person, actor=actor)
        raise


def _check_meant(request_id: UUID, record_end: str, person: "Person") -> None:
    request = shred_requests_of(person.organization_id).filter(pk=request_id).first()
    if request is not None and not str(request.patient_id).endswith(record_end.strip().lower().rjust(4)):
        raise RetentionError("These are not the last four characters of the record id. Look again which record it is.")


def log_destruction_confirm(*, request_id: UUID, password: str, person: "Person", actor: Actor) -> LogDestruction:
    """Ask for the password, then confirm (see ``services.log_destruction_confirm``)."""
    step_up_check(person=person, password=password, actor=actor)
    try:
        return services.log_destruction_confirm(request_id=request_id, person=person, actor=actor)
    except RetentionError as refusal:
        services.log_destruction_refusal_record(request_id=request_id, code=refusal.code, person=person, actor=actor)
        raise


def log_destruction_goes(request: LogDestruction) -> list[LogSegment]:
    """Return the segments of a request that would be destroyed now, the oldest first."""
    return [row for row in log_segments() if row.goes and row.segment.last <= request.up_to]


def log_destruction_carry_out(*, request: LogDestruction, key: Path, actor: Actor) -> Iterator[LogSegment]:
    """Destroy what two people asked for, a segment in each transaction; yield each as it is gone.

    Whoever breaks it off begins again where it was. What a hold covers by now is left, and the request is closed.
    Raises NotDestroyed and LogKeyUnusable; what was destroyed before stays so.
    """
    if request.confirmed_by_id is None:
        raise RetentionError("Nobody has confirmed this. Nothing was destroyed.")
    warrant = Warrant(request.pk, str(request.asked_by_id), str(request.confirmed_by_id))
    for row in log_destruction_goes(request):
        with transaction.atomic():
            retention_lock()  # a hold that is being placed waits, and the next segment sees it
            segment_destroy(key=key, segment=row.segment, warrant=warrant, actor=actor)
        yield row
    services.log_destruction_finish(request=request, actor=actor)
