"""How fast single decisions leave, and how much memory that takes: a file as a worker makes it."""

import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from apps.access.services import person_create
from apps.core import clock
from apps.core.actors import Actor
from apps.quality.domain.report_status import FileFormat, FileState
from apps.quality.making import report_make
from apps.quality.models import ReportFile

if TYPE_CHECKING:
    from apps.access.models import Person

ACTOR = Actor.service("bench-pages")
KB_OF_A_MB = 1024
CLEAR = Path("/proc/self/clear_refs")  # writing 5 sets the highest memory so far to what is used now
STATUS = Path("/proc/self/status")


def officer_of(analyst: "Person") -> "Person":
    """Return who allows the files."""
    return person_create(
        email="officer@bench.example", display_name="Officer", role="privacy_officer",
        organization=analyst.organization, actor=ACTOR,
    )  # fmt: skip


def exported(analyst: "Person", officer: "Person") -> tuple[float, float]:
    """Have every decision made into a file; return rows a second, and megabytes of memory beyond those before."""
    today = clock.today()
    file = ReportFile(
        organization=analyst.organization, is_rows=True, first_day=today - timedelta(days=400), last_day=today,
        format=FileFormat.CSV, asked_by=analyst, judged_by=officer, state=FileState.WAITING,
    )  # fmt: skip
    file.purpose = "To measure how fast it is."
    file.save(force_insert=True)
    CLEAR.write_text("5")
    before, began = _kilobytes("VmRSS"), time.perf_counter()
    report_make(file_id=file.pk)
    took = time.perf_counter() - began
    file.refresh_from_db()
    if file.state != FileState.READY:
        raise AssertionError(f"The file was not made: {file.failure}")
    return file.whole / took, max(0, _kilobytes("VmHWM") - before) / KB_OF_A_MB


def _kilobytes(name: str) -> int:
    (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1])
