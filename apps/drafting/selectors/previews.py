"""What a chart is to a person who would hold a policy against it."""

from typing import TYPE_CHECKING
from uuid import UUID

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.core import clock
from apps.core.canonical import digest
from apps.drafting.domain.errors import PatientNotFound
from apps.redaction.selectors import may_on_patient, redacted_documents_evident_to
from apps.retrieval.selectors import index_in_use, passages_count

if TYPE_CHECKING:
    from apps.access.models import Person


def preview_key(patient_id: UUID | str, person: "Person") -> str:
    """Return the digest of what this person may read of a chart today: the same chart has the same answers.

    Raises NotAllowed and PatientNotFound as asking for a draft would.
    """
    check_may(person, Permission.REQUEST_DRAFT)
    if not may_on_patient(person, patient_id, "view_chart", emergency=False):
        raise PatientNotFound("There is no such patient among those whose chart you may see.")
    pages = redacted_documents_evident_to(person, patient_id).order_by("pk").values_list("pk", flat=True)
    number = passages_count(patient_id, person)
    return digest([*map(str, pages), index_in_use(), str(number), clock.today().isoformat()])
