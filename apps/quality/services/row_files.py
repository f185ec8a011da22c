"""Files of single decisions: asked for with a purpose by one person, allowed or refused by another."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, reason_refusal
from apps.audit.domain.actions import Action
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing
from apps.core.domain.reasons import IN_WORDS, says_why
from apps.quality.domain.files.report import day_words
from apps.quality.domain.report_status import HAS_LEFT, FileFormat, FileState
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
SAYS_NOTHING = f"Say what the file is for. {IN_WORDS} Nothing was asked for."
ONCE = (
    "The single decisions of {year} were allowed to leave on {day} already. A year leaves in one file alone: two files "
    "could be compared, and what changed between them would tell of single decisions. Nothing was asked for or allowed."
)
LOCK = "quality.rows"
NO_YEAR = "Choose a calendar year. Nothing was asked for."
NOT_OPEN = "This request waits for nobody: it was answered already, or never made."
NOT_YOURSELF = "Who asked for it does not allow it. Another person has to."


@transaction.atomic
def rows_ask(*, year: int, purpose: str, person: "Person", actor: Actor) -> ReportFile:
    """Ask for the single decisions of a closed calendar year; what is asked twice waits once.

    Raises NotAllowed, and ReportError with a sentence.
    """
    check_may(person, Permission.VIEW_QUALITY)
    if not EARLIEST <= year <= clock.today().year:
        raise ReportError(NO_YEAR)
    period = year_of(year)
    if sentence := why_not_published(period, clock.today()):
        raise ReportError(sentence)
    if sentence := _why_not_for(purpose.strip(), person):
        raise ReportError(sentence)
    _one_at_a_time(person)
    _check_once(person.organization_id, period.first)
    if waits := _waiting(person, period.first, purpose.strip()):
        return waits
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
    if state is FileState.WAITING:
        _one_at_a_time(person)
        _check_once(file.organization_id, file.first_day)
    file.state, file.judged_by, file.judged_at = state, person, clock.now()
    file.save(update_fields=["state", "judged_by", "judged_at"])
    file_record(file, action, actor)
    return file


def _why_not_for(purpose: str, person: "Person") -> str:
    if not purpose:
        return NO_PURPOSE
    if len(purpose) > LONGEST:
        return TOO_LONG
    if not says_why(purpose):
        return SAYS_NOTHING
    return reason_refusal(None, purpose, organization_id=person.organization_id)


def _one_at_a_time(person: "Person") -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{LOCK} {person.organization_id}"])


def _check_once(organization_id: UUID, first_day: date) -> None:
    """Raise ReportError where a file of the year was allowed before and was made, or is about to be."""
    before = ReportFile.objects.filter(
        organization=organization_id, is_rows=True, first_day=first_day, state__in=HAS_LEFT
    ).first()
    if before is not None:
        raise ReportError(
            ONCE.format(year=first_day.year, day=day_words(clock.day_of(before.judged_at or before.created_at)))
        )


def _waiting(person: "Person", first_day: date, purpose: str) -> ReportFile | None:
    """Return what the same person asked for already in the same words, and nobody answered yet."""
    asked = ReportFile.objects.filter(
        organization=person.organization_id, is_rows=True, first_day=first_day, state=FileState.ASKED, asked_by=person
    )
    return next((file for file in asked if file.purpose == purpose), None)
