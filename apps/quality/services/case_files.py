"""Labelled cases written out for the benches: looked at once more, and on record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.quality.domain.regression import bundle_of, case_from, gold_of
from apps.quality.selectors import cases_of
from apps.redaction.services import texts_leak

COUNTS = ("confirmed", "corrected")


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """The files of one case, by their names."""

    name: str
    files: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """How many cases were written, held back, and wait for their label."""

    written: int
    held_back: int
    waiting: int


@transaction.atomic
def cases_write(*, organization_id: UUID, write: Callable[[WrittenCase], None], actor: Actor) -> Written:
    """Hand every labelled case of an organization to ``write``, and record which left. One that leaks is held back."""
    written, held_back = [], 0
    for row in cases_of(organization_id).filter(label__in=COUNTS).order_by("created_at", "pk"):
        case = case_from(row.body)
        if any(texts_leak(row.patient_id, case.words())):
            held_back += 1
            continue
        write(WrittenCase(f"case-{row.pk.hex[:12]}", {"bundle.json": bundle_of(case), "gold.json": gold_of(case)}))
        written.append(str(row.pk))
    waiting = cases_of(organization_id).filter(label="").count()
    if written:
        event_append(
            actor=actor.within(organization_id), action=Action.CASES_WRITTEN, object_type="regression_case",
            details={"case_ids": written, "held_back": held_back},
        )  # fmt: skip
    return Written(len(written), held_back, waiting)
