"""Acts that need more than one service: the password before a record is destroyed."""

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from apps.access.services import step_up_check
from apps.core.actors import Actor
from apps.governance import services
from apps.governance.errors import RetentionError
from apps.governance.selectors import shred_requests_of

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
