"""Belt 1 on a folder of FHIR files: how much of it is taken, how fast, and that nothing is lost."""

import gzip
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from apps.access.services import organization_create
from apps.chart.selectors import document_ids_of_message, note_ids
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.intake.domain.media_types import FHIR_NDJSON
from apps.intake.domain.report import Report
from apps.intake.pipeline import DEFAULT_SOURCE, fhir_files, message_take
from apps.redaction.services import documents_redact

ACTOR = Actor.service("bench-intake")
WRAPPED = ("*.jsonl", "*.jsonl.gz")  # one {"path": ..., "resource": ...} per line: an example set, not a wire format
CHUNK = 100
MOST_REASONS = 10


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of the run."""

    name: str
    media_type: str
    body: bytes


@dataclass
class Run:
    """What a run gathers."""

    total: Report = field(default_factory=Report)
    sent: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    message_ids: list[str] = field(default_factory=list)
    seconds: float = 0.0


def bench_intake(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Send every FHIR file of the folder through receive, parse and store, then its notes through redaction.

    ``scale`` sends the folder to that many organizations. Raises WorkbenchError when there is nothing to send.
    """
    if data is None:
        raise WorkbenchError("Name a folder of FHIR files with --data, such as ../shared/data/fhir_r4_synthea_smart.")
    messages = list(messages_in(data))
    run = Run()
    for copy in range(scale):
        _send_all(run, messages, copy, say)
    notes, note_seconds = _redact_notes(run.message_ids, say)
    return _result(run, notes, note_seconds, scale)


def messages_in(folder: Path) -> Iterator[Sent]:
    """Yield the FHIR files of a folder as they are, and an example set as the NDJSON that it wraps."""
    wrapped = [Sent(path.name, FHIR_NDJSON, body) for pattern in WRAPPED for path in sorted(folder.rglob(pattern))
               if (body := _unwrapped(path))]  # fmt: skip
    try:
        files = fhir_files([folder])
    except WorkbenchError:
        if not wrapped:
            raise
        files = []
    yield from (Sent(file.name, file.media_type, file.path.read_bytes()) for file in files)
    yield from wrapped


def _unwrapped(path: Path) -> bytes:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as stream:
        lines = [json.loads(line) for line in stream if line.strip()]
    resources = [line["resource"] for line in lines if isinstance(line, dict) and "resource" in line]
    return "\n".join(json.dumps(resource) for resource in resources).encode()


def _send_all(run: Run, messages: Iterable[Sent], copy: int, say: Say) -> None:
    organization = organization_create(slug=f"bench-{copy}", name=f"Bench {copy}", actor=ACTOR)
    start = time.perf_counter()
    for sent in messages:
        run.sent += 1
        try:
            message, report = message_take(
                organization=organization, source_system=DEFAULT_SOURCE, source_id=sent.name,
                media_type=sent.media_type,
                body=sent.body, actor=ACTOR,
            )  # fmt: skip
        except Exception as error:  # a crash is what this bench is there to find
            run.crashes[type(error).__name__] += 1
            continue
        run.total.add(report)
        run.message_ids.append(str(message.pk))
    run.seconds += time.perf_counter() - start
    say(f"{run.sent} files, {run.total.resources} resources in {run.seconds:.1f} s")


def _redact_notes(message_ids: Iterable[str], say: Say) -> tuple[int, float]:
    """Return how many notes went through redaction, and in how many seconds."""
    documents = note_ids(one for message_id in message_ids for one in document_ids_of_message(message_id))
    start = time.perf_counter()
    for first in range(0, len(documents), CHUNK):
        documents_redact(document_ids=documents[first : first + CHUNK], actor=ACTOR)
        say(f"{min(first + CHUNK, len(documents))} of {len(documents)} notes redacted")
    return len(documents), time.perf_counter() - start


def _result(run: Run, notes: int, note_seconds: float, scale: int) -> BenchResult:
    total = run.total
    figures: dict[str, float] = {
        "files": run.sent,
        "resources": total.resources,
        "accepted": total.accepted,
        "quarantined": total.quarantined,
        "unchanged": total.unchanged,
        "lost": total.lost + run.sent - total.messages - sum(run.crashes.values()),
        "crashed": sum(run.crashes.values()) + total.faults,
        "resources_per_s": total.resources / run.seconds if run.seconds else 0.0,
    }
    if notes:
        figures["notes_per_s"] = notes / note_seconds
    return BenchResult(n=total.resources, figures=figures, notes=_notes(run, notes, scale))


def _notes(run: Run, notes: int, scale: int) -> list[str]:
    said = ["resources_per_s covers receiving, committing the raw bytes, checking, storing and rendering documents."]
    if notes:
        said.append(f"notes_per_s covers the redaction of {notes} notes in one process, without indexing.")
    else:
        said.append("notes_per_s is left out: there is no readable note in this folder.")
    if scale > 1:
        said.append(f"The folder was sent to {scale} organizations.")
    said += [f"Quarantined {count}: {reason}" for reason, count in run.total.reasons.most_common(MOST_REASONS)]
    said += [f"Crashed {count}: {name}." for name, count in run.crashes.items()]
    kept = ", ".join(f"{type_} {count}" for type_, count in run.total.types.most_common())
    unread = ", ".join(f"{type_} {count}" for type_, count in run.total.attachments.most_common())
    said += [f"Kept, not understood yet: {kept}."] if kept else []
    said += [f"Attachments kept, not readable yet: {unread}."] if unread else []
    return said
