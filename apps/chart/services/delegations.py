"""A colleague reviews in a physician's absence: begun by the physician, over by its date, by either, or at once."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, may
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.domain.delegation import LONGEST_DELEGATION, DelegationReason
from apps.chart.errors import ChartError
from apps.chart.models import Delegation, Patient
from apps.chart.selectors import may_on_patient
from apps.core import clock
from apps.core.actors import Actor

if TYPE_CHECKING:
    from apps.access.models import Person


@transaction.atomic
def delegation_give(
    *,
    person: "Person",
    to_person: "Person",
    patient: Patient | None = None,
    reason: str,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
) -> Delegation:
    """Let a colleague review what the person's own grants open: one patient, or every patient of theirs.

    Never a signature. Raises NotAllowed without the right, ChartError with a sentence for what cannot be delegated.
    """
    check_may(person, Permission.DELEGATE_REVIEW)
    # One at a time for either: what is asked below still holds when it is written.
    both = get_user_model().objects.filter(pk__in=[person.pk, to_person.pk])
    list(both.select_for_update(no_key=True).order_by("pk"))
    to_person.refresh_from_db(fields=["is_active", "role"])
    if sentence := why_not_delegate(person, to_person, patient, reason, starts_at, ends_at):
        raise ChartError(sentence)
    delegation = Delegation.objects.create(
        organization_id=person.organization_id, from_person=person, to_person=to_person, patient=patient, reason=reason,
        starts_at=starts_at, ends_at=ends_at,
    )  # fmt: skip
    _record(delegation, Action.DELEGATION_GIVEN, actor)
    return delegation


def why_not_delegate(
    person: "Person",
    to_person: "Person",
    patient: Patient | None,
    reason: str,
    starts_at: datetime,
    ends_at: datetime,
) -> str:
    """Return why reviewing cannot be delegated so, in a sentence, or an empty text."""
    days = LONGEST_DELEGATION.days
    moment = clock.now()
    refusals = (
        (to_person.pk == person.pk, "Choose a colleague: you review your own patients already."),
        (to_person.organization_id != person.organization_id, "Choose a colleague of your own organization."),
        (not may(to_person, Permission.REVIEW_DRAFT), "Choose a colleague who reviews drafts and has access here."),
        (reason not in set(DelegationReason), "Choose one of the reasons of the list."),
        (ends_at <= starts_at, "It ends after it begins. Choose a later last day."),
        (ends_at <= moment, "It would be over already. Choose a last day that is still to come."),
        (ends_at - starts_at > LONGEST_DELEGATION, f"It lasts {days} days at most. Choose an earlier last day."),
        (starts_at > moment + LONGEST_DELEGATION, f"It begins within {days} days. Choose an earlier first day."),
    )
    for refused, sentence in refusals:
        if refused:
            return sentence
    if patient is not None and not may_on_patient(person, patient.pk, "review_draft", emergency=False):
        return "You can only delegate a patient whose drafts you review yourself."
    standing = Delegation.objects.filter(from_person=person, to_person=to_person, ended_at=None)
    standing = standing.filter(Q(patient=None) | Q(patient=patient), starts_at__lt=ends_at, ends_at__gt=starts_at)
    if standing.filter(ends_at__gt=moment).exists():
        return "That colleague already reviews for you on some of these days. End that first, or choose other days."
    return ""


@transaction.atomic
def delegation_end(*, delegation: Delegation, actor: Actor) -> bool:
    """End a delegation now; return whether it stood."""
    row = Delegation.objects.select_for_update(no_key=True).select_related("to_person").get(pk=delegation.pk)
    moment = clock.now()
    if row.ended_at is not None or row.ends_at <= moment:
        return False
    row.ended_at = moment
    row.save(update_fields=["ended_at"])
    _record(row, Action.DELEGATION_ENDED, actor)
    return True


@transaction.atomic
def delegations_end_of(*, person: "Person", actor: Actor) -> int:
    """End what a person may no longer delegate, or hold: everything of theirs when their access is taken."""
    ended = 0
    for delegation in _no_longer(person):
        ended += delegation_end(delegation=delegation, actor=actor)
    return ended


def _no_longer(person: "Person") -> QuerySet[Delegation]:
    over = Q()
    if not may(person, Permission.DELEGATE_REVIEW):
        over |= Q(from_person=person)
    if not may(person, Permission.REVIEW_DRAFT):
        over |= Q(to_person=person)
    still = Delegation.objects.filter(ended_at=None, ends_at__gt=clock.now())
    return still.filter(over) if over else still.none()


def _record(delegation: Delegation, action: Action, actor: Actor) -> None:
    ended_by_them = actor.id == str(delegation.to_person_id)
    other = delegation.from_person_id if ended_by_them else delegation.to_person_id
    event_append(
        actor=actor.within(delegation.organization_id), action=action, patient_id=delegation.patient_id,
        object_type="delegation", object_id=delegation.pk,
        details={
            "person_id": str(other), "from_person_id": str(delegation.from_person_id),
            "to_person_id": str(delegation.to_person_id),
            "reason": delegation.reason, "starts_at": delegation.starts_at.isoformat(),
            "ends_at": delegation.ends_at.isoformat(),
        },
    )  # fmt: skip
