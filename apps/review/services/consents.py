"""The patient's consent that restricted records leave with a letter: recorded from the signed form, taken back here."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.days import is_far
from apps.review.errors import ReviewError
from apps.review.models import SendingConsent
from apps.review.selectors.beside import told
from apps.review.services.items import item_hold
from apps.review.services.words import words_concealed

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft

LONGEST_KEPT = 300
FARTHEST = 50  # years


@transaction.atomic
def consent_record(
    *, draft: "AccessedDraft", labels: Collection[str], signed_on: date, expires_on: date | None, kept: str,
    person: "Person", actor: Actor,
) -> SendingConsent:  # fmt: skip
    """Record a consent that the patient signed, for labels that the letter's sources carry.

    Raises ReviewError for no label of the letter, a day ahead or decades away, an end before today, and without the
    place of the form.
    """
    item_hold(draft=draft, person=person, actor=actor)
    chosen = sorted(set(labels) & set(told(draft).labels))
    if not chosen:
        raise ReviewError("Choose what the patient consented to send.")
    if signed_on > clock.today():
        raise ReviewError("The consent would be signed in the future.")
    if expires_on and expires_on < clock.today():
        raise ReviewError("This consent is over. A letter needs one that is in force.")
    if any(day and is_far(day, clock.today(), years=FARTHEST) for day in (signed_on, expires_on)):
        raise ReviewError("The consent was signed or ends more than fifty years away. Check its years.")
    words = words_concealed(draft=draft, text=kept, longest=LONGEST_KEPT, named="The place", actor=actor)
    if not words:
        raise ReviewError("Say where the signed form is kept: somebody may ask to see it.")
    consent: SendingConsent = SendingConsent.objects.create(
        draft=draft, labels=chosen, signed_on=signed_on, expires_on=expires_on, kept=words, person=person
    )
    _record(draft, consent, Action.CONSENT_RECORDED, actor)
    return consent


@transaction.atomic
def consent_withdraw(*, draft: "AccessedDraft", consent_id: UUID, person: "Person", actor: Actor) -> None:
    """Take a recorded consent back. Raises Http404 where there is none."""
    item_hold(draft=draft, person=person, actor=actor)
    consent = SendingConsent.objects.filter(draft=draft, pk=consent_id).first()
    if consent is None:
        raise Http404("No such consent.")
    _record(draft, consent, Action.CONSENT_WITHDRAWN, actor)
    consent.delete()


def _record(draft: "Draft", consent: SendingConsent, action: Action, actor: Actor) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="consent", object_id=consent.pk,
        details={"draft_id": draft.pk, "labels": consent.labels, "signed_on": consent.signed_on.isoformat()},
    )  # fmt: skip
