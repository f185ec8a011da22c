"""The stops of the past, each with when it went on again."""

from collections.abc import Iterator
from datetime import datetime

from apps.governance.domain.interruptions import Interruption
from apps.governance.domain.scopes import Scope
from apps.governance.models import KillSwitch
from apps.governance.selectors.switch import kill_switch_history

ELSEWHERE = "an administrator of another organization"


def interruptions_of(organization_id: str) -> tuple[Interruption, ...]:
    """Return every stop that an organization's drafts may have met, newest first. One statement.

    Who stopped what concerns several organizations is named to their own one alone.
    """
    return tuple(_interruptions(organization_id))


def _interruptions(organization_id: str) -> Iterator[Interruption]:
    resumed: dict[Scope, datetime] = {}
    for decision in kill_switch_history(organization_id):
        if decision.stopped:
            by = _by(decision, organization_id)
            gone_on = resumed.pop(decision.of, None)
            yield Interruption(decision.of, decision.reason, decision.created_at, by, gone_on)
        else:
            resumed[decision.of] = decision.created_at


def _by(decision: KillSwitch, organization_id: str) -> str:
    if decision.set_by and str(decision.set_by.organization_id) != organization_id:
        return ELSEWHERE
    return decision.by if decision.set_by else "the workbench itself"
