"""One chart opened in an emergency: begun with a reason, ended by hand or by the clock, looked at afterwards."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from apps.access.domain.break_glass import (
    LONGEST,
    NOT_FOUND,
    SUBTYPE_STARTED,
    SUBTYPE_STOPPED,
    EmergencyOutcome,
    one_line,
    why_no_attestation,
    why_no_reason,
)
from apps.access.domain.notices import Notice
from apps.access.domain.roles import Permission
from apps.access.emergencies import why_not_reviewed
from apps.access.errors import AccessError
from apps.access.models import BreakGlassGrant, BreakGlassReview, Person
from apps.access.selectors import break_glass_open_for, check_may, emergency_officers, reason_refusal
from apps.access.services.notices import notice_give
from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.looks import EMERGENCY
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor


@transaction.atomic
def break_glass_open(
    *,
    person: Person,
    patient_id: UUID,
    reason_code: str,
    reason: str,
    lasts: timedelta = LONGEST,
    factors: tuple[str, ...] = (),
    actor: Actor,
) -> BreakGlassGrant:
    """Open one patient's chart to a person in an emergency, for an hour at most; what stands already is returned,
    and why it was declared once more is kept beside it.

    It lets them read, never review, sign or export, and never opens psychotherapy notes or counselling notes of a
    substance use program (F20-F22). ``factors`` is what they showed to prove who they are. Raises NotAllowed (role),
    and AccessError with a sentence for an unknown reason, a text that is missing, too long or names somebody, and for
    what is no patient of their organization.
    """
    check_may(person, Permission.BREAK_GLASS)
    reason = one_line(reason)
    if sentence := why_no_reason(reason_code, reason):
        raise AccessError(sentence)
    if import_string(settings.WORKBENCH_PATIENT_REGISTER)(patient_id) != person.organization_id:
        raise AccessError("There is no such patient.")
    _check_names_nobody(reason, patient_id, person)
    if not timedelta() < lasts <= LONGEST:
        raise AccessError("An emergency opens a chart for at most 60 minutes.")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two requests open it once
    if standing := break_glass_open_for(person).filter(patient_id=patient_id).first():
        _record(standing, Action.BREAK_GLASS_REPEATED, actor, again_code=reason_code, again=reason)
        return standing
    moment = clock.now()
    _lapse(person, actor)
    grant = BreakGlassGrant.objects.create(
        organization_id=person.organization_id, person=person, patient_id=patient_id, reason_code=reason_code,
        reason=reason, opened_at=moment, expires_at=moment + lasts,
    )  # fmt: skip
    _record(grant, Action.BREAK_GLASS_OPENED, actor, subtype=SUBTYPE_STARTED, factors=list(factors))
    for officer in emergency_officers(person.organization_id).exclude(pk=person.pk):
        notice_give(officer, Notice.GLASS_BROKEN)
    return grant


def _check_names_nobody(text: str, patient_id: UUID, person: Person) -> None:
    """Refuse a text that names somebody: it is kept as it stands."""
    if sentence := reason_refusal(patient_id, text, organization_id=person.organization_id):
        raise AccessError(sentence)


@transaction.atomic
def break_glass_end(*, person: Person, patient_id: UUID, actor: Actor) -> bool:
    """End what a person opened of a patient in an emergency now; return whether it was open."""
    grant = break_glass_open_for(person).select_for_update().filter(patient_id=patient_id).first()
    if grant is None:
        return False
    grant.ended_at = clock.now()
    grant.save(update_fields=["ended_at"])
    _record(grant, Action.BREAK_GLASS_ENDED, actor, subtype=SUBTYPE_STOPPED, by="hand")
    return True


@transaction.atomic
def break_glass_lapse(*, person: Person | None = None, actor: Actor) -> int:
    """Record the end of every emergency whose time is over, or of one person's; return how many there were."""
    return _lapse(person, actor)


def _lapse(person: Person | None, actor: Actor) -> int:
    over = BreakGlassGrant.objects.filter(ended_at=None, expires_at__lte=clock.now())
    over = over.filter(person=person) if person else over
    # A row that somebody else is just ending needs nothing of us.
    ending = list(over.select_for_update(skip_locked=actor.kind == "service").order_by("expires_at", "pk"))
    for grant in ending:
        grant.ended_at = grant.expires_at
        grant.save(update_fields=["ended_at"])
        _record(grant, Action.BREAK_GLASS_ENDED, actor, subtype=SUBTYPE_STOPPED, by="time", person_id=grant.person_id)
    return len(ending)


def _record(grant: BreakGlassGrant, action: Action, actor: Actor, **more: object) -> None:
    event_append(
        actor=actor.within(grant.organization_id), action=action, patient_id=grant.patient_id,
        object_type="break_glass_grant", object_id=grant.pk,
        details={
            "reason_code": grant.reason_code, "expires_at": grant.expires_at.isoformat(), "purpose_of_use": EMERGENCY,
            **more,
        },
    )  # fmt: skip


@transaction.atomic
def break_glass_refuse(*, person: Person, reason: str, patient_id: UUID | None = None, actor: Actor) -> str:
    """Record that an emergency was declared and nothing was opened, and why; return the sentence that says so.

    What was typed is not kept: it may be the number of anybody.
    """
    event_append(
        actor=actor.within(person.organization_id), action=Action.BREAK_GLASS_REFUSED, patient_id=patient_id or "",
        object_type="person", object_id=person.pk, outcome=Outcome.FAILURE,
        details={"reason": reason, "purpose_of_use": EMERGENCY},
    )  # fmt: skip
    return NOT_FOUND


@transaction.atomic
def break_glass_review(
    *, person: Person, grant: BreakGlassGrant, outcome: str, attestation: str, actor: Actor
) -> BreakGlassReview:
    """Keep what a privacy officer found of an emergency, in their own words; the last one counts.

    Raises NotAllowed without the right and for one's own, AccessError while the chart is still open, for an outcome
    that is none, and for words that are missing, too long or name somebody.
    """
    check_may(person, Permission.REVIEW_EMERGENCIES)
    if sentence := why_not_reviewed(grant, person):
        raise AccessError(sentence)
    if outcome not in set(EmergencyOutcome):
        raise AccessError("Choose what you found.")
    words = one_line(attestation)
    if sentence := why_no_attestation(words):
        raise AccessError(sentence)
    _check_names_nobody(words, grant.patient_id, person)
    review = BreakGlassReview.objects.create(
        organization_id=grant.organization_id, grant=grant, person=person, outcome=outcome, attestation=words
    )
    event_append(
        actor=actor.within(grant.organization_id), action=Action.BREAK_GLASS_REVIEWED, patient_id=grant.patient_id,
        object_type="break_glass_grant", object_id=grant.pk,
        details={"outcome": outcome, "review_id": review.pk, "person_id": grant.person_id},
    )  # fmt: skip
    return review
