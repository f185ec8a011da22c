"""Acts that need more than one service: the password before a record is destroyed."""

from collections import Counter
from typing import TYPE_CHECKING
from uuid import UUID

from apps.access.services import step_up_check
from apps.core.actors import Actor
from apps.governance import services
from apps.governance.errors import RetentionError

if TYPE_CHECKING:
    from apps.access.models import Person


def shred_confirm(*, request_id: UUID, password: str, person: "Person", actor: Actor) -> Counter[str]:
    """Ask for the password again, then destroy (see ``services.shred_confirm``). A wrong one stays on record,
    and so does whoever may not confirm.
    """
    step_up_check(person=person, password=password, actor=actor)
    try:
        return services.shred_confirm(request_id=request_id, person=person, actor=actor)
    except RetentionError as refusal:
        services.shred_refusal_record(request_id=request_id, code=refusal.code, person=person, actor=actor)
        raise
