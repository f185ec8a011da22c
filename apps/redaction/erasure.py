"""The wall's part in destroying a patient: the book of tokens goes, redacted documents keep their hashes alone."""

from collections.abc import Mapping
from uuid import UUID

from apps.core.actors import Actor
from apps.core.destruction import words_destroy
from apps.redaction.models import BoundarySecret, RedactedDocument, RedactionCase, Surrogate

REDACTED = ("title", "author_role", "text", "map", "sections", "orders", "title_order")


class RedactionEraser:
    """See ``governance.domain.rooms.Eraser``."""

    tables = frozenset({
        "redaction_surrogate", "redaction_redacteddocument", "redaction_redactioncorrection",
        "redaction_redactioncheck", "redaction_redactioncase", "redaction_boundarysecret",
        # Stays as it is: hashes and counts of what crossed, and no text.
        "redaction_boundarycrossing",
    })  # fmt: skip

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        cases = RedactionCase.objects.filter(correction__patient=patient_id)
        return {
            # Nobody stands in a case, but its sentence was told of this patient. One that left is out of reach.
            "redaction_redactioncase": words_destroy(cases, ["body"], destruction=event_id),
            "redaction_boundarysecret": BoundarySecret.objects.filter(patient=patient_id).delete()[0],
            "redaction_surrogate": Surrogate.objects.filter(patient=patient_id).delete()[0],
            # Citations point here and stay, so the rows do too.
            "redaction_redacteddocument": words_destroy(
                RedactedDocument.objects.filter(patient=patient_id), REDACTED, destruction=event_id
            ),
        }
