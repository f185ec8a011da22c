"""Files of single decisions: asked for with a purpose by one person, allowed or refused by another."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing
from apps.quality.domain.report_status import FileFormat, FileState
from apps.quality.domain.rows import year_of
from apps.quality.errors import ReportError
from apps.quality.models import ReportFile
from apps.quality.selectors.reports import why_not_published
from apps.quality.services.report_files import file_record

if TYPE_CHECKING:
    from apps.access.models import Person

LONGEST = 500
EARLIEST = 2000
NO_PURPOSE = "Say what the file is for. Nothing was asked for."
TOO_LONG = f"Say it in {LONGEST} characters at most. Nothing was asked for."
NO_YEAR = "Choose a calendar year. Nothing was asked for."
NOT_OPEN = "This request waits for nobody: it was answered already, or never made."
NOT_YOURSELF = "Who asked for it does not allow it. Another person has to."


@transaction.atomic
def rows_ask(*, year: int, purpose: str, person: "Person", actor: Actor) -> ReportFile:
    """Ask for the single decisions of a closed calendar year. Raises NotAllowed, and ReportError with a sentence."""
    check_may(person, Permission.VIEW_QUALITY)
    if not EARLIEST <= year <= clock.today().year:
        raise ReportError(NO_YEAR)
    period = year_of(year)
    if sentence := why_not_published(period, clock.today()):
        raise ReportError(sentence)
    if not purpose.strip():
        raise ReportError(NO_PURPOSE)
    if len(purpose) > LONGEST:
        raise ReportError(TOO_LONG)
    file = ReportFile(
        organization_id=person.organization_id, is_rows=True, first_day=period.first, last_day=period.last,
        format=FileFormat.CSV, asked_by=person, state=FileState.ASKED, **sealing(purpose=purpose.strip()),
    )  # fmt: skip
    file.save(force_insert=True)
    file_record(file, Action.ROWS_ASKED, actor)
    return file


@transaction.atomic
def rows_allow(*, file_id: UUID, person: "Person", actor: Actor) -> ReportFile:
    """Allow what somebody else asked for. The caller has asked the password. Raises NotAllowed and ReportError."""
    return _judge(file_id, FileState.WAITING, Action.ROWS_ALLOWED, person, actor)


@transaction.atomic
def rows_deny(*, file_id: UUID, person: "Person", actor: Actor) -> ReportFile:
    """Refuse what somebody asked for. Raises NotAllowed and ReportError."""
    return _judge(file_id, FileState.DENIED, Action.ROWS_DENIED, person, actor)


def _judge(file_id: UUID, state: FileState, action: Action, person: "Person", actor: Actor) -> ReportFile:
    check_may(person, Permission.ALLOW_ROWS)
    waiting = ReportFile.objects.filter(organization=person.organization_id, state=FileState.ASKED)
    file = waiting.select_for_update(of=("self",)).filter(pk=file_id).first()
    if file is None:
        raise ReportError(NOT_OPEN)
    if file.asked_by_id == person.pk:
        raise ReportError(NOT_YOURSELF)
    file.state, file.judged_by, file.judged_at = state, person, clock.now()
    file.save(update_fields=["state", "judged_by", "judged_at"])
    file_record(file, action, actor)
    return file
