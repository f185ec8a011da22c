"""The intake's part in keeping and destroying: the raw body goes, whose hash, counts and reasons stay.

A bulk file carries many patients. Each of its resources stands in the chart, or is held, by itself: nothing of the
others is lost with it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.chart.domain.identifiers import patient_identifiers
from apps.chart.selectors import message_ids_of_patient, messages_of_patients, patient_get
from apps.core import clock
from apps.core.actors import Actor
from apps.core.destruction import column_of, words_destroy
from apps.governance.domain.rooms import Held
from apps.governance.services import data_keys_destroy
from apps.intake.domain.status import UNFINISHED, MessageStatus
from apps.intake.errors import IntakeError
from apps.intake.models import InboundMessage, Quarantine

Sign = tuple[re.Pattern[str], ...]  # all of which stand in a message

SHORTEST_SIGN = 6  # characters: what is shorter may stand in anybody's message
DIGITS = re.compile(r"\d.*\d.*\d.*\d")
UNKNOWN_WHOSE = Q(status=MessageStatus.QUARANTINED) | Q(quarantined__gt=0) | Q(unchanged__gt=0)
FINISHED = (MessageStatus.INDEXED, MessageStatus.QUARANTINED)
SHREDDED = "patient_shredded"
WORKING = "A message that carries this patient is still being worked on. Try again in a few minutes."


class RawMessages:
    """Messages that are worked through (see ``governance.domain.rooms.Purger``)."""

    def due(self, *, before: datetime, held: Held) -> QuerySet[Any, Any]:
        messages = _with_body().filter(created_at__lt=before, status__in=FINISHED)
        messages = messages.exclude(organization__in=held.organizations)
        messages = messages.exclude(pk__in=messages_of_patients(held.any_patients))
        # What was not read, or brought nothing new, may speak of anybody: it waits while its organization holds anyone.
        messages = messages.exclude(UNKNOWN_WHOSE, organization__in=held.touched)
        return messages.order_by("created_at", "pk").values_list("pk", flat=True)

    def purge(self, *, ids: Sequence[Any], event_id: UUID, actor: Actor) -> None:
        held = Quarantine.objects.filter(message__in=list(ids)).values_list("pk", flat=True)
        _empty(list(ids), list(held), "purged", actor)


class IntakeEraser:
    """See ``governance.domain.rooms.Eraser``. Messages in work are waited for: others' records may hang on them."""

    tables = frozenset({"intake_inboundmessage", "intake_quarantine"})

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        patient = patient_get(patient_id)
        signs = _signs(patient)
        messages = _with_body().filter(organization=patient.organization_id)
        # All are read: one that was never understood, or brought nothing new, is not known by its resources.
        named = {message.pk for message in messages.iterator(chunk_size=1) if _speaks(signs, message.body)}
        carried = [*message_ids_of_patient(patient_id) | named]
        if InboundMessage.objects.filter(pk__in=carried, status__in=UNFINISHED).exists():
            raise IntakeError(WORKING)
        return {"intake_inboundmessage": _empty(carried, list(_held_of(patient, signs)), SHREDDED, actor)}


def _with_body() -> QuerySet[InboundMessage]:
    return InboundMessage.objects.exclude(**{column_of(InboundMessage, "body"): b""})


def _held_of(patient: Any, signs: Sequence[Sign]) -> Iterator[UUID]:
    """Yield the held resources that speak of the patient; the other resources of their messages stay held."""
    held = Quarantine.objects.filter(message__organization=patient.organization_id)
    held = held.exclude(**{column_of(Quarantine, "raw"): b""})
    return (one.pk for one in held.iterator(chunk_size=1) if _speaks(signs, one.raw))


def _empty(messages: list[UUID], held: list[UUID], why: str, actor: Actor) -> int:
    """Empty them, and give the messages' names free. What was purged may be sent again; what was destroyed may not."""
    words_destroy(Quarantine.objects.filter(pk__in=held), ["raw", "source_id"])
    if subjects := [*messages, *held]:
        data_keys_destroy(subjects=subjects, reason_code=why, object_type="message", actor=actor)
    marked = {"destroyed_at": clock.now()} if why == SHREDDED else {}
    return words_destroy(InboundMessage.objects.filter(pk__in=messages), ["body"], unique=["source_id"], **marked)


def _signs(patient: Any) -> list[Sign]:
    """Return what shows that a message speaks of this patient: a number alone, a name only as a whole."""
    numbers = [known.text for known in patient_identifiers(patient.body) if DIGITS.search(known.text)]
    alone = [text for text in (*numbers, patient.mrn, f"Patient/{patient.source_id}") if len(text) >= SHORTEST_SIGN]
    name = [text for text in (patient.family_name, patient.given_name) if text]
    return [tuple(map(_alone, name)), *((_alone(text),) for text in alone)]


def _alone(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(text)}(?![^\W_])", re.IGNORECASE)


def _speaks(signs: Iterable[Sign], raw: bytes) -> bool:
    text = raw.decode(errors="replace")
    return any(sign and all(part.search(text) for part in sign) for sign in signs)
