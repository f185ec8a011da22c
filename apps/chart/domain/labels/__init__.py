"""The sensitivity labels of documents: as received (F13, F14), and derived where a sender said nothing (F15)."""

from apps.chart.domain.labels.labelling import (
    RECEIVED,
    UNLABELLED,
    Labelling,
    highest,
    label_note,
    label_resource,
    label_text,
)

__all__ = ["RECEIVED", "UNLABELLED", "Labelling", "highest", "label_note", "label_resource", "label_text"]
