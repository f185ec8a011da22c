"""What a sender is told: a FHIR R4 OperationOutcome whose diagnostics are sentences."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from apps.intake.domain.report import Report

Issue = Mapping[str, str]
MOST_ISSUES = 100


def issue(severity: str, code: str, sentence: str) -> Issue:
    """Return one issue; ``code`` is of the value set issue-type."""
    return {"severity": severity, "code": code, "diagnostics": sentence}


def operation_outcome(issues: Iterable[Issue]) -> dict[str, Any]:
    """Return the OperationOutcome of these issues."""
    return {"resourceType": "OperationOutcome", "issue": [dict(one) for one in issues]}


def counted(count: int, noun: str) -> str:
    """Return "1 resource" or "3 resources"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def summary(message_id: str, report: Report) -> str:
    """Return what came of a message in one sentence."""
    if report.repeated and not (report.accepted or report.quarantined):
        return f"Message {message_id} was received before; nothing has changed."
    return (
        f"Message {message_id}: {counted(report.resources, 'resource')}, of which {report.accepted} accepted, "
        f"{report.unchanged} unchanged and {report.quarantined} quarantined."
    )


def not_taken(message_id: str, destroyed_at: datetime) -> str:
    """Return why bytes that were destroyed are not taken again; ``destroyed_at`` in the time the sender reads."""
    return (
        f"Message {message_id} was received before. This message was destroyed on {destroyed_at:%-d %b %Y} "
        "with a patient's record; it is not taken again."
    )


def held_issue(position: int, resource_type: str, sentence: str) -> Issue:
    """Return the issue of one resource that was set aside."""
    return issue("error", "processing", f"Entry {position}{f' ({resource_type})' if resource_type else ''}: {sentence}")
