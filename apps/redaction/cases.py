"""Regression cases out of corrections: one person corrects, a second accepts, only then may a case leave."""

from __future__ import annotations

import base64
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.redaction.corrections import PURPOSE, correction_of
from apps.redaction.domain.cases import Marked, case_body
from apps.redaction.domain.corrections import Act
from apps.redaction.domain.errors import CorrectionRefused
from apps.redaction.domain.mapping import RedactionMap
from apps.redaction.models import RedactedDocument, RedactionCase, RedactionCorrection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from apps.access.models import Person
    from apps.core.actors import Actor

SECOND_PERSON = (
    "You made this correction. A second person reads the case and accepts it: two see whether anything is left in it."
)


def case_preview(correction: RedactionCorrection) -> dict[str, Any]:
    """Return the case that a correction would become; the same each time while its document is redacted the same.

    Raises CorrectionRefused when it was taken back, or its line cannot be made safe.
    """
    later = RedactionCorrection.objects.filter(document=correction.document, created_at__gt=correction.created_at)
    if later.filter(start__lt=correction.end, end__gt=correction.start).exists():
        raise CorrectionRefused("A later correction of the same place took this one back: it makes no case.")
    made = correction_of(correction)
    newest = RedactedDocument.objects.filter(document_id=correction.document_id).order_by("-generation")[0]
    marks = [
        Marked(one.source_start, one.source_end, one.kind) for one in RedactionMap.from_rows(newest.map).replacements
    ]
    corrected = Marked(made.start, made.end, made.kind)
    return case_body(correction.document.text, marks, corrected, Act(made.act), partial(_draw, str(correction.pk)))


def _draw(correction_id: str, text: str) -> int:
    """Keyed, so that nobody who holds a case can find out by trying what stood in its place."""
    digest = salted_hmac("redaction case", f"{correction_id} {text}", algorithm="sha256").digest()
    return int.from_bytes(digest[:6], "big")


@transaction.atomic
def case_accept(*, correction: RedactionCorrection, seen: str, person: Person, actor: Actor) -> RedactionCase:
    """Accept a correction as a regression case, in the words ``seen``; twice is once.

    Raises CorrectionRefused for the person who made the correction, and when the words have changed meanwhile.
    """
    if existing := RedactionCase.objects.filter(correction=correction).first():
        return existing
    if correction.person_id == person.pk:
        raise CorrectionRefused(SECOND_PERSON)
    body = case_preview(correction)
    if body["text"] != seen:
        raise CorrectionRefused("The case reads differently now: its document was redacted again. Read it once more.")
    case = RedactionCase.objects.create(correction=correction, accepted_by=person, body=body)
    event_append(
        actor=actor.within(person.organization_id), action=Action.REDACTION_CASE_ACCEPTED,
        object_type="redaction_correction", object_id=correction.pk,
        details={"purpose": PURPOSE, "case_id": case.pk},
    )  # fmt: skip
    return case


@transaction.atomic
def cases_export_record(*, cases: Iterable[RedactionCase], actor: Actor) -> None:
    """Record which cases left."""
    event_append(
        actor=actor, action=Action.REDACTION_CASES_EXPORTED, object_type="redaction_case",
        details={"purpose": PURPOSE, "case_ids": [str(case.pk) for case in cases]},
    )  # fmt: skip


def case_files(case: RedactionCase) -> dict[str, dict[str, Any]]:
    """Return the two files of an evaluation case, ``bundle.json`` and ``gold.json``, by name."""
    day, note = case.created_at.date().isoformat(), "note-1"
    text = case.body["text"]
    patient = {"resourceType": "Patient", "id": "patient-1", "name": [{"family": "Casefold", "given": ["Invented"]}]}
    document = {
        "resourceType": "DocumentReference", "id": note, "status": "current", "date": f"{day}T00:00:00Z",
        "subject": {"reference": "Patient/patient-1"},
        "type": {"coding": [{"system": "http://loinc.org", "code": "11506-3", "display": "Progress note"}]},
        "content": [{"attachment": {"contentType": "text/plain", "data": base64.b64encode(text.encode()).decode()}}],
    }  # fmt: skip
    entries = [
        {"resource": one, "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}}
        for one in (patient, document)
    ]
    gold = {
        "as_of": day,
        "documents": [{"id": note, "type": "progress_note", "date": day, "status": "current", "replaces": None}],
        **{key: [{"document": note, **span} for span in case.body[key]] for key in ("phi", "phi_keep")},
    }
    return {
        "bundle.json": {"resourceType": "Bundle", "type": "transaction", "entry": entries},
        "gold.json": gold,
    }
