"""Writes of the intake: keep a message whole, read it, and see it through redaction and index."""

from apps.intake.services.classifying import documents_classify, identities_judge, patient_classify
from apps.intake.services.finishing import message_index, message_redact, messages_to_ring
from apps.intake.services.keeping import message_keep
from apps.intake.services.reading import message_read

__all__ = [
    "documents_classify",
    "identities_judge",
    "message_index",
    "message_keep",
    "message_read",
    "message_redact",
    "messages_to_ring",
    "patient_classify",
]
