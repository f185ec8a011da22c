"""Somebody puts their name to who may see what."""

from datetime import date, timedelta

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.domain.usage import REVIEW_EVERY
from apps.access.errors import AccessError
from apps.access.models import AccessReview, Person
from apps.access.selectors import check_may, reason_refusal
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing
from apps.core.domain.reasons import IN_WORDS, says_why

LONGEST_FINDINGS = 2_000


@transaction.atomic
def access_review_sign(
    *, person: Person, shown: str, seen: str, counted: dict[str, int], findings: str, next_due: date, actor: Actor
) -> AccessReview:
    """Keep that a person looked at who may see what: the hash of what they saw, what they found, when it is due again.

    ``seen`` is the hash that their page carried, ``shown`` the one of what stands now. Raises NotAllowed without the
    right, AccessError with a sentence where something changed meanwhile or the next date is not to come.
    """
    check_may(person, Permission.REVIEW_AUDIT)
    if seen != shown:
        raise AccessError(
            "Who may see what changed since you opened this page. It is shown as it stands now: look again."
        )
    if len(findings) > LONGEST_FINDINGS:
        raise AccessError(f"Shorten what you found to {LONGEST_FINDINGS} characters; it has {len(findings)}.")
    if not says_why(findings):
        raise AccessError(IN_WORDS)
    if sentence := reason_refusal(None, findings, organization_id=person.organization_id):
        raise AccessError(sentence)
    if not clock.today() < next_due <= clock.today() + REVIEW_EVERY + timedelta(days=1):
        raise AccessError(f"It is due again within {REVIEW_EVERY.days} days. Choose a day from tomorrow on.")
    review = AccessReview.objects.create(
        organization_id=person.organization_id, person=person, seen_sha256=seen, counted=counted, next_due=next_due,
        **sealing(findings=findings),
    )  # fmt: skip
    event_append(
        actor=actor, action=Action.ACCESS_REVIEWED, object_type="access_review", object_id=review.pk,
        details={"seen_sha256": seen, "next_due": next_due.isoformat(), **counted},
    )  # fmt: skip
    return review
