"""From a draft to what letters argue from: submitted by one person, validated or sent back by another, retired."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, may
from apps.audit.domain.actions import Action
from apps.core import clock
from apps.core.actors import Actor
from apps.coverage.domain.errors import PolicyRefused
from apps.coverage.domain.status import Origin, PolicyStatus
from apps.coverage.models import CoveragePolicy
from apps.coverage.selectors.policies import why_not_second
from apps.coverage.services.rows import record
from apps.coverage.services.writing import held_for
from apps.governance.selectors.rooms import reason_refusal

if TYPE_CHECKING:
    from apps.access.models import Person

LONGEST_REASON = 500


@transaction.atomic
def policy_submit(*, policy: CoveragePolicy, person: "Person", actor: Actor) -> CoveragePolicy:
    """Ask for a draft version to be validated: nobody changes it meanwhile. Raises NotAllowed, PolicyRefused."""
    check_may(person, Permission.WRITE_POLICIES)
    held = held_for(policy, person, PolicyStatus.DRAFT, "submitted")
    held.status, held.sent_back_by, held.sent_back_reason = PolicyStatus.IN_VALIDATION, None, ""
    held.save()
    record(held, Action.POLICY_SUBMITTED, actor)
    return held


@transaction.atomic
def policy_validate(*, policy: CoveragePolicy, seen: str, person: "Person", actor: Actor) -> CoveragePolicy:
    """Let letters argue from a version, as somebody who wrote no word of it. ``seen``: the sha256 that was read.

    Raises NotAllowed, PolicyRefused.
    """
    check_may(person, Permission.VALIDATE_POLICIES)
    held = held_for(policy, person, PolicyStatus.IN_VALIDATION, "validated")
    if held.sha256 != seen:
        raise PolicyRefused("This version reads otherwise than the one you looked at. Read it again, then decide.")
    if sentence := why_not_second(held, person):
        raise PolicyRefused(sentence)
    held.status, held.origin = PolicyStatus.VALIDATED, Origin.PEOPLE
    held.validated_by, held.validated_at = person, clock.now()
    held.save()
    record(held, Action.POLICY_VALIDATED, actor)
    return held


@transaction.atomic
def policy_send_back(*, policy: CoveragePolicy, reason: str, person: "Person", actor: Actor) -> CoveragePolicy:
    """Give a version back to be changed, with what is wrong; who writes may take it back too.

    Raises NotAllowed, PolicyRefused.
    """
    _check_works_on_policies(person)
    held = held_for(policy, person, PolicyStatus.IN_VALIDATION, "sent back")
    held.sent_back_reason = checked_reason(reason, person.organization_id)
    held.status, held.sent_back_by = PolicyStatus.DRAFT, person
    held.save()
    record(held, Action.POLICY_SENT_BACK, actor)
    return held


@transaction.atomic
def policy_retire(*, policy: CoveragePolicy, reason: str, person: "Person", actor: Actor) -> CoveragePolicy:
    """Keep new requests from naming a version; drafts that name it keep it. One person is enough to stop.

    Raises NotAllowed, PolicyRefused.
    """
    _check_works_on_policies(person)
    held = held_for(policy, person, PolicyStatus.VALIDATED, "retired")
    held.retired_reason = checked_reason(reason, person.organization_id)
    held.status, held.retired_by, held.retired_at = PolicyStatus.RETIRED, person, clock.now()
    held.save()
    record(held, Action.POLICY_RETIRED, actor)
    return held


def _check_works_on_policies(person: "Person") -> None:
    if not may(person, Permission.WRITE_POLICIES):
        check_may(person, Permission.VALIDATE_POLICIES)


def checked_reason(reason: str, organization_id: UUID) -> str:
    """Return a reason as it is kept: every organization's people read it, so it names nobody. Raises PolicyRefused."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise PolicyRefused(f"Say why, in at most {LONGEST_REASON} characters.")
    if sentence := reason_refusal(None, reason, organization_id=organization_id):
        raise PolicyRefused(sentence)
    return reason
