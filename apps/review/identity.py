"""Whom a masked draft is about, shown to staff who say why they need to know: one page, one event, nothing kept."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import Http404

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action, Outcome
from apps.audit.selectors import count_since
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.drafting.selectors import drafts_of_organization
from apps.review.errors import ReviewError
from apps.viewer.selectors import Identity, patient_identity

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft

REASONS: Mapping[str, str] = {
    "call_payer": "Calling the payer about this request",
    "fetch_document": "Asking for a document, or matching one that came in",
    "call_patient": "Calling the patient",
    "mix_up": "Two requests may have been mixed up",
}
AN_HOUR = timedelta(hours=1)
MOST = 30  # within an hour: more is a list, and lists stay masked
TOO_MANY = f"You had {MOST} names shown within an hour. Wait, or ask somebody who may open the charts."


def access_masked(person: "Person", draft_id: UUID) -> "Draft":
    """Return a draft of the person's organization, whose list masks its patient. Raises Http404 for any other."""
    check_may(person, Permission.REVEAL_IDENTITY)
    drafts = drafts_of_organization(person.organization_id).filter(patient__destroyed_at=None)
    draft = drafts.select_related("patient").filter(pk=draft_id).first()
    if draft is None:
        raise Http404("No such draft.")
    return draft


def identity_reveal(*, draft: "Draft", reason_code: str, person: "Person", actor: Actor) -> Identity:
    """Return who the patient of a masked draft is, and record who had it shown and why.

    Raises NotAllowed, and ReviewError without a reason of the list and for who asks more often than work needs.
    """
    check_may(person, Permission.REVEAL_IDENTITY)
    if reason_code not in REASONS:
        raise ReviewError("Choose why you need to know who it is.")
    shown = count_since(actor_id=person.pk, action=Action.IDENTITY_REVEALED, since=clock.now() - AN_HOUR)
    if shown >= MOST:
        _record(draft, Action.IDENTITY_NOT_REVEALED, Outcome.FAILURE, "too_many", actor)
        raise ReviewError(TOO_MANY)
    _record(draft, Action.IDENTITY_REVEALED, Outcome.SUCCESS, reason_code, actor)
    return patient_identity(draft.patient)


@transaction.atomic
def _record(draft: "Draft", action: Action, outcome: Outcome, reason: str, actor: Actor) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="draft", object_id=draft.pk,
        outcome=outcome, details={"reason": reason},
    )  # fmt: skip
