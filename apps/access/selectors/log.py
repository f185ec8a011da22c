"""The log as sentences, with people by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from apps.access.models import Organization
from apps.access.selectors.people import names_of, team_names_of
from apps.audit.domain.chain import COLUMNS, changed_among
from apps.audit.domain.sentences import draft_of, people_of, sentence, teams_of
from apps.audit.selectors import Gap, events_for, gaps

if TYPE_CHECKING:
    from apps.audit.models import AuditEvent

PAGE = 50
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class LogLine:
    """One event with its sentence."""

    event: "AuditEvent"
    sentence: str
    draft_id: str
    is_changed: bool = False  # since it was written; asked where the log itself is shown


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some events, newest first, and the sequence number to go on from (None at the end of the log)."""

    lines: Sequence[LogLine]
    older_before: int | None

    @property
    def changed(self) -> int:
        return sum(line.is_changed for line in self.lines)


def log_page(*, organization_id: UUID | str, before: int | None = None, size: int = PAGE, **filters: Any) -> LogPage:
    """Return one page of the events of an organization and of the installation: two statements, however long it is.

    ``filters`` are those of ``audit.selectors.events_for``.
    """
    events = events_for(organization_id=organization_id, installation=True, **filters)
    if before is not None:
        events = events.filter(sequence__lt=before)
    found = list(events[: size + 1])
    shown = found[:size]
    changed = changed_among({name: getattr(event, name) for name in COLUMNS} for event in found)
    lines = log_lines(shown, organization_id=organization_id)
    return LogPage(
        lines=[replace(line, is_changed=line.event.sequence in changed) for line in lines],
        older_before=shown[-1].sequence if len(found) > size else None,
    )


@dataclass(frozen=True, slots=True)
class GapLine:
    """One signed gap with the name of the officer, who may be another organization's."""

    gap: Gap
    officer: str


def gap_lines(*, organization_id: UUID | str) -> list[GapLine]:
    """Return the signed gaps of the log, the newest first, with who signed each."""
    found = gaps()
    names = names_of((one.officer_id for one in found), organization_id=organization_id) if found else {}
    return [GapLine(one, names.get(one.officer_id, "An officer of another organization")) for one in found]


def why_not_whole_log() -> str:
    """Return why nobody takes the log out whole here, in a sentence, or an empty text.

    The log is one for all organizations of an installation, and a page shows nobody another one's events.
    """
    if Organization.objects.count() < SEVERAL:
        return ""
    return (
        "The log is one for all organizations here, so no page hands it out whole. Whoever runs the server can: "
        "manage.py log_export log.jsonl"
    )


def log_lines(events: Iterable["AuditEvent"], *, organization_id: UUID | str) -> list[LogLine]:
    """Return events as sentences, people and teams by name, patients and drafts by opaque short ids.

    One statement for all people, and one for the teams where there are any.
    """
    events = list(events)
    named = set[str]().union(*(people_of(event) for event in events))
    teams = set[str]().union(*(teams_of(event) for event in events))
    names = {
        **names_of(named, organization_id=organization_id), **team_names_of(teams, organization_id=organization_id),
    }  # fmt: skip
    return [LogLine(event, sentence(event, names), draft_of(event)) for event in events]
