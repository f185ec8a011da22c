"""From a draft to what letters argue from: submitted by one person, validated or sent back by another, retired."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, may, reason_refusal
from apps.audit.domain.actions import Action
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.reasons import IN_WORDS, says_why
from apps.coverage.domain.errors import PolicyRefused
from apps.coverage.domain.status import Origin, PolicyStatus
from apps.coverage.models import CoveragePolicy
from apps.coverage.selectors.policies import NOT_ASKED, why_not_retire, why_not_second
from apps.coverage.services.rows import record
from apps.coverage.services.writing import held_for

if TYPE_CHECKING:
    from apps.access.models import Person

LONGEST_REASON = 500
ASKED_ALREADY = "Somebody asked for it already. Another person confirms it, or keeps the version."


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
def policy_retire_ask(*, policy: CoveragePolicy, reason: str, person: "Person", actor: Actor) -> CoveragePolicy:
    """Ask that a version be retired. Until another person confirms it, it counts as before.

    Raises NotAllowed, PolicyRefused.
    """
    _check_works_on_policies(person)
    held = held_for(policy, person, PolicyStatus.VALIDATED, "retired")
    if held.retiring_by_id is not None:
        raise PolicyRefused(ASKED_ALREADY)
    held.retiring_reason = checked_reason(reason, person.organization_id)
    held.retiring_by, held.retiring_at = person, clock.now()
    held.save()
    record(held, Action.POLICY_RETIREMENT_ASKED, actor)
    return held


@transaction.atomic
def policy_retire(*, policy: CoveragePolicy, person: "Person", actor: Actor) -> CoveragePolicy:
    """Keep new requests from naming a version, as a second person confirms it; drafts that name it keep it.

    As when it came in, one of the two may validate policies. Raises NotAllowed, PolicyRefused.
    """
    _check_works_on_policies(person)
    held = held_for(policy, person, PolicyStatus.VALIDATED, "retired")
    if sentence := why_not_retire(held, person):
        raise PolicyRefused(sentence)
    held.status, held.retired_by, held.retired_at = PolicyStatus.RETIRED, person, clock.now()
    held.retired_reason = held.retiring_reason
    held.save()
    record(held, Action.POLICY_RETIRED, actor, asked_by=held.retiring_by_id)
    return held


@transaction.atomic
def policy_keep(*, policy: CoveragePolicy, person: "Person", actor: Actor) -> CoveragePolicy:
    """Keep a version that was to be retired: who asked takes it back, or another person says no.

    Raises NotAllowed, PolicyRefused.
    """
    _check_works_on_policies(person)
    held = held_for(policy, person, PolicyStatus.VALIDATED, "kept")
    if held.retiring_by_id is None:
        raise PolicyRefused(NOT_ASKED)
    asked_by, held.retiring_by, held.retiring_at, held.retiring_reason = held.retiring_by_id, None, None, ""
    held.save()
    record(held, Action.POLICY_KEPT, actor, asked_by=asked_by)
    return held


def _check_works_on_policies(person: "Person") -> None:
    if not may(person, Permission.WRITE_POLICIES):
        check_may(person, Permission.VALIDATE_POLICIES)


def checked_reason(reason: str, organization_id: UUID) -> str:
    """Return a reason as it is kept: every organization's people read it, so it names nobody. Raises PolicyRefused."""
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise PolicyRefused(f"Say why, in at most {LONGEST_REASON} characters.")
    if not says_why(reason):
        raise PolicyRefused(IN_WORDS)
    if sentence := reason_refusal(None, reason, organization_id=organization_id):
        raise PolicyRefused(sentence)
    return reason
