"""A correction from click to index: kept, the document redacted again at once, the rest of the chart by a worker."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from apps.core.tasks import ring
from apps.redaction.services import correction_make, document_redact
from apps.viewer.tasks import renew_redactions

if TYPE_CHECKING:
    from apps.core.actors import Actor


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did: the redaction now in use, and how many other documents of the chart follow."""

    redacted_document_id: UUID
    others: int
    is_new: bool


@transaction.atomic
def redaction_correct(*, actor: "Actor", **correction: Any) -> Corrected:
    """Keep a correction (see ``redaction.services.correction_make``) and redact its document again, in one transaction.

    From its end on no search finds anything in the redactions it made wrong; once it is committed a worker makes the
    others anew and indexes all of them.
    """
    made = correction_make(actor=actor, **correction)
    redacted = document_redact(document_id=made.correction.document_id, actor=actor)
    ring(renew_redactions, patient_id=made.correction.patient_id)
    return Corrected(redacted.pk, max(len(made.document_ids) - 1, 0), is_new=bool(made.document_ids))
