"""The weekly look at the log, signed off."""

from datetime import date

from django.db import transaction

from apps.access.audit_reviews import unread_of, week_of, why_not_signed_off
from apps.access.domain.audit_review import why_not_concluded
from apps.access.domain.roles import Permission
from apps.access.errors import AccessError
from apps.access.models import AuditReview, Person
from apps.access.selectors import check_may, reason_refusal
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing


@transaction.atomic
def audit_review_sign(
    *, person: Person, monday: date, seen: int, conclusion: str, note: str, actor: Actor
) -> AuditReview:
    """Put a name to a week of the log of one's organization.

    ``seen`` is the last row of the week that the person was shown. Raises NotAllowed without the right, AccessError
    for a week that is not over, for a conclusion that is none, for a note that names somebody (it is read by roles
    without charts), where something came in since, and for "nothing" where what should be looked at first was neither
    opened nor spoken of.
    """
    check_may(person, Permission.REVIEW_AUDIT)
    note = " ".join(note.split())
    if sentence := why_not_signed_off(monday) or why_not_concluded(conclusion, note):
        raise AccessError(sentence)
    if note and (sentence := reason_refusal(None, note, organization_id=person.organization_id)):
        raise AccessError(sentence)
    week = week_of(person.organization_id, monday)
    if week.last != seen:
        raise AccessError("Rows came into this week since you opened it. Look at them, then sign off.")
    if sentence := why_not_concluded(conclusion, note, unread_of(person, monday, week)):
        raise AccessError(sentence)
    review = AuditReview.objects.create(
        organization_id=person.organization_id, person=person, monday=monday, up_to=week.last, head=week.head,
        conclusion=conclusion, **sealing(note=note),
    )  # fmt: skip
    event_append(
        actor=actor, action=Action.AUDIT_REVIEWED, object_type="audit_review", object_id=review.pk,
        details={"week": monday.isoformat(), "conclusion": conclusion, "up_to": week.last},
    )  # fmt: skip
    return review
