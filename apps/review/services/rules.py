"""The house rules of a desk: set by an administrator, every version kept."""

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, has_provider, reason_refusal, signers_without
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.review.domain import rules as rules_domain
from apps.review.domain import typed
from apps.review.domain.rules import ReviewRules
from apps.review.errors import Collision, ReviewError, SignersLeftOut
from apps.review.models import ReviewRulesVersion
from apps.review.selectors.rules import rules_of

if TYPE_CHECKING:
    from apps.access.models import Person

LONGEST_REASON = 300
MOVED = "Somebody else changed the rules meanwhile. They are shown as they stand now; nothing of yours was kept."


@transaction.atomic
def rules_set(
    *, rules: ReviewRules, seen: ReviewRules, reason: str, knowingly: bool = False, person: "Person", actor: Actor
) -> ReviewRulesVersion:  # fmt: skip
    """Put a person's organization under new rules of the desk; what stood before is kept (21 CFR 11.10(e)).

    ``seen`` is what the person was looking at, ``knowingly`` that they know whom a change leaves unable to sign. Raises
    NotAllowed without the right, Collision where somebody else was first, SignersLeftOut for such a change without
    knowing, ReviewError for rules out of bounds, for no change and without a reason.
    """
    check_may(person, Permission.RUN_CONTROL_ROOM)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"review.rules {person.organization_id}"])
    stands = rules_of(person.organization_id)
    if stands != seen:
        raise Collision(MOVED)
    _check(rules, stands, reason, person.organization_id)
    if set(rules.step_up) != set(stands.step_up) and not knowingly:
        signers, without = signers_without(person.organization_id, rules.step_up)
        if sentence := rules_domain.left_out(rules, signers, without):
            raise SignersLeftOut(sentence)
    version = ReviewRulesVersion.objects.create(
        organization_id=person.organization_id, person=person, reason=" ".join(reason.split()),
        **{**asdict(rules), "step_up": list(rules.step_up), "second_signature": list(rules.second_signature)},
    )  # fmt: skip
    event_append(
        actor=actor, action=Action.REVIEW_RULES_SET, object_type="review_rules", object_id=version.pk,
        details={"changed": rules_domain.changed(stands, rules)},
    )  # fmt: skip
    return version


def _check(rules: ReviewRules, stands: ReviewRules, reason: str, organization_id: UUID) -> None:
    if rules == stands:
        raise ReviewError("Nothing was changed, so there is nothing to set.")
    if sentence := rules_domain.why_not(rules, has_provider=has_provider()) or typed.why_not_typed(reason):
        raise ReviewError(sentence)
    if not typed.has_letter(reason):
        raise ReviewError("Say why, in words. Name no patient.")
    if len(reason) > LONGEST_REASON:
        raise ReviewError(f"The reason is longer than {LONGEST_REASON} characters. A sentence is enough.")
    if sentence := reason_refusal(None, reason, organization_id=organization_id):
        raise ReviewError(sentence)
