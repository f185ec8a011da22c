"""Send the fictional charts through the intake belt and watch the workers bring them into the index."""

import time
from collections import defaultdict
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from apps.chart.models import Patient
from apps.intake.domain.status import MessageStatus
from apps.intake.models import InboundMessage
from workbench.demo import fixtures
from workbench.embedded.terminal import console

SOURCE_SYSTEM = "fixtures"
DONE = (MessageStatus.INDEXED, MessageStatus.QUARANTINED)
PATIENCE_SECONDS = 15 * 60


def send_charts() -> None:
    """Hand every chart to ``intake_fhir``, organization by organization; messages known already change nothing.

    Those that were destroyed with a patient's record are not taken again: a new start brings nobody back.
    """
    paths: dict[str, list[Path]] = defaultdict(list)
    for chart in fixtures.charts():
        paths[chart.organization] += chart.messages
    for organization, messages in paths.items():
        # Its own progress and tables are for people who load their own files.
        call_command("intake_fhir", *messages, organization=organization, source=SOURCE_SYSTEM, stdout=StringIO())


def patients() -> dict[str, Patient]:
    """Return the patients that have arrived, by the name of their folder."""
    found = Patient.objects.filter(source_system=SOURCE_SYSTEM)
    by_source = {
        (patient.organization.slug, patient.source_id): patient for patient in found.select_related("organization")
    }
    keys = {chart.slug: (chart.organization, chart.patient_source_id()) for chart in fixtures.charts()}
    return {slug: by_source[key] for slug, key in keys.items() if key in by_source}


def watch_until_indexed() -> bool:
    """Show how the workers get on; return whether every message came to its end in time."""
    messages = InboundMessage.objects.filter(source_system=SOURCE_SYSTEM)
    total = messages.count()
    with _bar() as bar:
        task = bar.add_task("The workers redact and index the charts", total=total)
        for _ in _looks(PATIENCE_SECONDS):
            done = messages.filter(status__in=DONE).count()
            bar.update(task, completed=done)
            if done == total:
                return True
    return False


def _looks(seconds: float) -> Iterator[None]:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        yield
        time.sleep(0.3)


def _bar() -> Progress:
    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True)
