"""Files of published figures: asked for, made by a worker, taken away for a week, destroyed. Each is a disclosure."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, check_may
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing
from apps.quality.domain.report_status import FileFormat, FileState
from apps.quality.errors import ReportError
from apps.quality.models import Publication, ReportDefinition, ReportFile, ReportPart
from apps.quality.selectors.reports import CHOICES

if TYPE_CHECKING:
    from apps.access.models import Person

LEASE = timedelta(minutes=30)
KEPT = timedelta(days=7)
PIECE = 1 << 20  # bytes of a file that are sealed at once
NOTHING_CHOSEN = "Choose at least one table and one format. Nothing was asked for."
AT_ONCE = timedelta(minutes=1)  # what is asked for again within it is one request, pressed twice
LOCK = "quality.files"
UNFORESEEN = "It could not be made, and nothing left. Ask for it again; if that fails too, tell your administrator."


@transaction.atomic
def report_ask(
    *, publication: Publication, tables: Sequence[str], formats: Sequence[str],
    definition: ReportDefinition | None = None, person: "Person", actor: Actor,
) -> list[ReportFile]:  # fmt: skip
    """Ask for files of a publication, one in each format; one that was just asked for is not made twice.

    Raises NotAllowed, and ReportError for no choice.
    """
    check_may(person, Permission.VIEW_QUALITY)
    chosen = [key for key in CHOICES if key in tables]
    wanted = [one for one in FileFormat if one in formats]
    if not chosen or not wanted:
        raise ReportError(NOTHING_CHOSEN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{LOCK} {publication.pk}"])
    asked = {"publication": publication, "definition": definition, "tables": chosen, "asked_by": person}
    just = ReportFile.objects.filter(**asked, created_at__gt=clock.now() - AT_ONCE).exclude(state=FileState.FAILED)
    files = {one.format: one for one in just}
    for kind in wanted:
        if kind not in files:
            files[kind] = ReportFile.objects.create(
                organization_id=publication.organization_id, format=kind, first_day=publication.first_day,
                last_day=publication.last_day, **asked,
            )  # fmt: skip
            file_record(files[kind], Action.REPORT_ASKED, actor)
    return [files[kind] for kind in wanted]


def file_claim(file_id: UUID | str) -> ReportFile | None:
    """Take a file that waits, or whose worker was lost, to make it; None where another has it."""
    now = clock.now()
    waits = Q(state=FileState.WAITING) | Q(state=FileState.MAKING, leased_until__lt=now)
    is_there = Q(is_rows=True) | Q(publication__made_at__isnull=False)
    found = ReportFile.objects.filter(waits, is_there, pk=file_id)
    if not found.exists() or ReportFile.objects.filter(waits, pk=file_id).update(
        state=FileState.MAKING, leased_until=now + LEASE, done=0, whole=0
    ) != 1:  # fmt: skip
        return None
    ReportPart.objects.filter(file__pk=file_id).delete()
    return ReportFile.objects.select_related("publication", "organization", "asked_by", "judged_by").get(pk=file_id)


def file_keep(file: ReportFile, content: Iterable[bytes], *, details: dict[str, Any]) -> None:
    """Seal a file piece by piece, then say that it is ready. Memory stays flat however long it is."""
    digest, size, held, ordinal = sha256(), 0, b"", 0
    for written in content:
        digest.update(written)
        size += len(written)
        held += written
        while len(held) >= PIECE:
            _seal(file, ordinal, held[:PIECE])
            held, ordinal = held[PIECE:], ordinal + 1
    _seal(file, ordinal, held)
    with transaction.atomic():
        file.state, file.sha256, file.size = FileState.READY, digest.hexdigest(), size
        file.made_at = clock.now()
        file.expires_at, file.leased_until = file.made_at + KEPT, None
        file.save(update_fields=["state", "sha256", "size", "made_at", "expires_at", "leased_until"])
        file_record(file, Action.REPORT_EXPORTED, actor_for(file.asked_by), sha256=file.sha256, bytes=size, **details)


def file_progress(file: ReportFile, done: int, whole: int) -> None:
    """Say how far a file is; it stays ours for another while."""
    until = clock.now() + LEASE
    ReportFile.objects.filter(pk=file.pk).update(done=done, whole=whole, leased_until=until)


@transaction.atomic
def file_fail(file: ReportFile, sentence: str) -> None:
    """Say why a file was not made."""
    ReportPart.objects.filter(file=file).delete()
    file.state, file.failure, file.leased_until = FileState.FAILED, sentence[:300], None
    file.save(update_fields=["state", "failure", "leased_until"])
    actor = Actor.service("quality-worker").within(file.organization_id)
    file_record(file, Action.REPORT_FAILED, actor, outcome=Outcome.FAILURE)


@transaction.atomic
def report_take(*, file: ReportFile, person: "Person", actor: Actor) -> None:
    """Record that a person takes a file away. Raises NotAllowed."""
    check_may(person, Permission.VIEW_QUALITY)
    file_record(file, Action.REPORT_TAKEN, actor, sha256=file.sha256)


@transaction.atomic
def reports_expire(*, actor: Actor) -> int:
    """Destroy the bytes of files whose link expired; return how many."""
    due = ReportFile.objects.select_for_update(skip_locked=True).filter(
        state=FileState.READY, expires_at__lte=clock.now()
    )  # fmt: skip
    files = list(due)
    for file in files:
        ReportPart.objects.filter(file=file).delete()
        file.state = FileState.EXPIRED
        file.save(update_fields=["state"])
        file_record(file, Action.REPORT_DESTROYED, actor.within(file.organization_id))
    return len(files)


def _seal(file: ReportFile, ordinal: int, content: bytes) -> None:
    ReportPart.objects.create(file=file, ordinal=ordinal, **sealing(content=content))


def file_record(
    file: ReportFile, action: Action, actor: Actor, outcome: Outcome = Outcome.SUCCESS, **more: Any
) -> None:  # fmt: skip
    """Record an act upon a file: its format, its days, what it holds, and who asked for it."""
    told = {
        "format": file.format, "start": file.first_day.isoformat(), "end": file.last_day.isoformat(),
        "tables": file.tables, "rows": file.is_rows, "asked_by": str(file.asked_by_id),
    }  # fmt: skip
    event_append(
        actor=actor, action=action, object_type="report_file", object_id=file.pk, outcome=outcome, details=told | more
    )
