"""The intake's part in keeping and destroying: the raw body goes, whose hash, counts and reasons stay.

A bulk file carries many patients. Each of its resources stands in the chart by itself: nothing of the others is lost.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.chart.domain.identifiers import patient_identifiers
from apps.chart.selectors import message_ids_of_patient, messages_of_patients, patient_get
from apps.core.actors import Actor
from apps.core.destruction import mark_of_row, words_destroy
from apps.governance.domain.rooms import Held
from apps.governance.services import data_keys_destroy
from apps.intake.domain.status import MessageStatus
from apps.intake.models import InboundMessage, Quarantine

EMPTY = b""
Sign = tuple[re.Pattern[str], ...]  # all of which stand in a message
SHORTEST_SIGN = 6  # characters: what is shorter may stand in anybody's message
DIGITS = re.compile(r"\d{4}|\d.*\d.*\d.*\d")
UNKNOWN_WHOSE = Q(status=MessageStatus.QUARANTINED) | Q(quarantined__gt=0) | Q(unchanged__gt=0)
FINISHED = (MessageStatus.INDEXED, MessageStatus.QUARANTINED)


class RawMessages:
    """Messages that are worked through (see ``governance.domain.rooms.Purger``)."""

    def due(self, *, before: datetime, held: Held) -> QuerySet[Any, Any]:
        messages = InboundMessage.objects.filter(created_at__lt=before, status__in=FINISHED).exclude(body=EMPTY)
        messages = messages.exclude(organization__in=held.organizations)
        messages = messages.exclude(pk__in=messages_of_patients(held.any_patients))
        # What was not read, or brought nothing new, may speak of anybody: it waits while its organization holds anyone.
        messages = messages.exclude(UNKNOWN_WHOSE, organization__in=held.touched)
        return messages.order_by("created_at", "pk").values_list("pk", flat=True)

    def purge(self, *, ids: Sequence[Any], event_id: UUID, actor: Actor) -> None:
        _empty(ids, "purged", actor)


class IntakeEraser:
    """See ``governance.domain.rooms.Eraser``."""

    tables = frozenset({"intake_inboundmessage", "intake_quarantine"})

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        patient = patient_get(patient_id)
        signs = _signs(patient)
        found = message_ids_of_patient(patient_id) | set(_messages_with(signs, patient.organization_id))
        return {"intake_inboundmessage": _empty(found, "patient_shredded", actor)}


def _empty(message_ids: Iterable[UUID], why: str, actor: Actor) -> int:
    """Empty the bodies, and give their names free: the same file sent again is another message."""
    ids = list(message_ids)
    words_destroy(Quarantine.objects.filter(message__in=ids), ["raw", "source_id"])
    if ids:
        data_keys_destroy(subjects=ids, reason_code=why, object_type="message", actor=actor)
    return words_destroy(InboundMessage.objects.filter(pk__in=ids), ["body"], source_id=mark_of_row())


def _signs(patient: Any) -> list[Sign]:
    """Return what shows that a message speaks of this patient: a number alone, a name only as a whole."""
    numbers = [known.text for known in patient_identifiers(patient.body) if DIGITS.search(known.text)]
    alone = [text for text in (*numbers, patient.mrn, f"Patient/{patient.source_id}") if len(text) >= SHORTEST_SIGN]
    name = [text for text in (patient.family_name, patient.given_name) if text]
    return [tuple(map(_alone, name)), *((_alone(text),) for text in alone)]


def _alone(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(text)}(?![^\W_])", re.IGNORECASE)


def _messages_with(signs: Sequence[Sign], organization_id: UUID) -> Iterable[UUID]:
    """Yield the messages of an organization that hold one of the signs.

    All are read: one that was never understood, or brought nothing new, is not known by its resources.
    """
    messages = InboundMessage.objects.filter(organization=organization_id).exclude(body=EMPTY)
    for message in messages.iterator(chunk_size=1):
        text = zlib.decompress(bytes(message.body)).decode(errors="replace")
        if any(sign and all(part.search(text) for part in sign) for sign in signs):
            yield message.pk
