"""Saved reports: which tables in which formats, by hand or each time a period closes, and who keeps them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import connection, transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, check_may, reason_refusal
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing
from apps.core.errors import WorkbenchError
from apps.quality.domain.report_status import FileFormat
from apps.quality.errors import ReportError
from apps.quality.models import ReportDefinition, ReportFile
from apps.quality.selectors.plans import plans_due, why_not_made
from apps.quality.selectors.reports import CHOICES
from apps.quality.services.publishing import period_publish
from apps.quality.services.report_files import NOTHING_CHOSEN, report_ask

if TYPE_CHECKING:
    from apps.access.models import Person

LONGEST_NAME = 80
NO_NAME = f"Give the report a name of at most {LONGEST_NAME} characters. Nothing was saved."
SAME_NAME = "Another saved report has this name. Give this one a name of its own. Nothing was saved."
LOCK = "quality.plans"


class PlanAct(StrEnum):
    """What somebody does with a saved report."""

    STOP = "stop"
    RESUME = "resume"
    TAKE_OVER = "take_over"


@transaction.atomic
def plan_save(
    *, name: str, tables: Sequence[str], formats: Sequence[str], person: "Person", actor: Actor
) -> ReportDefinition:
    """Save a report that is made each time a period closes, from now on. Raises NotAllowed and ReportError."""
    check_may(person, Permission.VIEW_QUALITY)
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        raise ReportError(NO_NAME)
    if sentence := reason_refusal(None, name, organization_id=person.organization_id):
        raise ReportError(sentence)
    chosen, wanted = [key for key in CHOICES if key in tables], [one for one in FileFormat if one in formats]
    if not chosen or not wanted:
        raise ReportError(NOTHING_CHOSEN)
    _check_alone(name.strip(), person)
    plan = ReportDefinition(
        id=uuid4(), organization_id=person.organization_id, keeper=person, tables=chosen, formats=wanted,
        scheduled_from=clock.today(), **sealing(name=name.strip()),
    )  # fmt: skip
    plan.save(force_insert=True)
    _record(plan, "save", actor)
    return plan


@transaction.atomic
def plan_change(*, plan: ReportDefinition, act: PlanAct, person: "Person", actor: Actor) -> None:
    """Stop a saved report, resume it from now on, or answer for it in another's place. Raises NotAllowed."""
    check_may(person, Permission.VIEW_QUALITY)
    if act is PlanAct.TAKE_OVER:
        plan.keeper = person
    else:
        plan.scheduled_from = None if act is PlanAct.STOP else clock.today()
    plan.save(update_fields=["keeper", "scheduled_from"])
    _record(plan, act.value, actor)


def plans_run(*, actor: Actor) -> list[ReportFile]:
    """Ask for the files of every saved report whose period has closed, in the name of who keeps it; return them."""
    files: list[ReportFile] = []
    for plan, period, months in plans_due():
        if why_not_made(plan):
            continue
        keeper, acts = plan.keeper, actor_for(plan.keeper)
        try:
            with transaction.atomic():
                publication = period_publish(first_day=period.first, months=months, person=keeper, actor=acts)
                files += report_ask(
                    publication=publication, tables=plan.tables, formats=plan.formats, definition=plan, person=keeper,
                    actor=acts,
                )  # fmt: skip
        except WorkbenchError:  # its keeper may not any more: the page says so, and others are made
            continue
    return files


def _check_alone(name: str, person: "Person") -> None:
    """Raise ReportError where another report of the organization has the name; a second saving at once waits here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{LOCK} {person.organization_id}"])
    saved = ReportDefinition.objects.filter(organization=person.organization_id)
    if name.casefold() in {plan.name.casefold() for plan in saved}:
        raise ReportError(SAME_NAME)


def _record(plan: ReportDefinition, act: str, actor: Actor) -> None:
    told = {"act": act, "tables": plan.tables, "formats": plan.formats, "keeper": str(plan.keeper_id)}
    event_append(
        actor=actor, action=Action.REPORT_PLANNED, object_type="report_definition", object_id=plan.pk, details=told
    )
