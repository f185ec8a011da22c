"""The log as sentences, with people by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from apps.access.selectors.people import names_of
from apps.audit.domain.sentences import draft_of, people_of, sentence
from apps.audit.selectors import events_for

if TYPE_CHECKING:
    from apps.audit.models import AuditEvent

PAGE = 50


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event with its sentence."""

    event: "AuditEvent"
    sentence: str
    draft_id: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some events, newest first, and the sequence number to go on from (None at the end of the log)."""

    lines: Sequence[LogLine]
    older_before: int | None


def log_page(*, organization_id: UUID | str, before: int | None = None, size: int = PAGE, **filters: Any) -> LogPage:
    """Return one page of the events of an organization and of the installation: two statements, however long it is.

    ``filters`` are those of ``audit.selectors.events_for``.
    """
    events = events_for(organization_id=organization_id, installation=True, **filters)
    if before is not None:
        events = events.filter(sequence__lt=before)
    found = list(events[: size + 1])
    shown = found[:size]
    return LogPage(
        lines=log_lines(shown, organization_id=organization_id),
        older_before=shown[-1].sequence if len(found) > size else None,
    )


def log_lines(events: Iterable["AuditEvent"], *, organization_id: UUID | str) -> list[LogLine]:
    """Return events as sentences, people by name, patients and drafts by opaque short ids: one statement for any."""
    events = list(events)
    named = set[str]().union(*(people_of(event) for event in events))
    names = names_of(named, organization_id=organization_id)
    return [LogLine(event, sentence(event, names), draft_of(event)) for event in events]
