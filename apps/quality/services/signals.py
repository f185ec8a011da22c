"""Reading the signals, and saying what a proposed cause should have been: each leaves its audit event."""

from typing import TYPE_CHECKING

from django.db import transaction

from apps.access.domain.roles import Permission, refusal
from apps.access.selectors import may
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.quality.domain.causes import Cause
from apps.quality.models import CauseJudgement, DecisionSignal
from apps.quality.selectors import PlainReport, SignalReport

if TYPE_CHECKING:
    from apps.access.models import Person


@transaction.atomic
def signals_viewed(*, report: SignalReport, actor: Actor) -> None:
    """Record that the signals page was read."""
    period = {"start": clock.day_of(report.start).isoformat(), "end": clock.day_of(report.end).isoformat()}
    event_append(actor=actor, action=Action.REPORT_VIEWED, object_type="signals", details=period)


@transaction.atomic
def plain_viewed(*, report: PlainReport, actor: Actor) -> None:
    """Record that somebody read the plain page, their own figures among it: of nobody else's."""
    period = {"start": report.first.isoformat(), "end": report.last.isoformat()}
    event_append(actor=actor, action=Action.PLAIN_PAGE_VIEWED, object_type="plain_page", details=period)


@transaction.atomic
def cause_judge(*, signal: DecisionSignal, cause: Cause, person: "Person", actor: Actor) -> CauseJudgement:
    """Keep what a person says of a proposed cause (as ``access_override`` let them in), beside the proposal."""
    if not may(person, Permission.VIEW_QUALITY):
        raise NotAllowed(refusal(person.role, Permission.VIEW_QUALITY))
    said = CauseJudgement.objects.create(
        organization_id=person.organization_id, decision_id=signal.pk, proposed=signal.cause, rule=signal.rule,
        rules_version=signal.rules_version, cause=cause, person=person,
    )  # fmt: skip
    event_append(
        actor=actor, action=Action.CAUSE_JUDGED, object_type="draft", object_id=signal.draft_id,
        details={"proposed": signal.cause, "cause": cause.value},
    )  # fmt: skip
    return said
