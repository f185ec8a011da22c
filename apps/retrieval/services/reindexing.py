"""Versions of the index side by side: one answers while the next is built, and a switch is one transaction."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock, fence
from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.retrieval.builders import builder_of, builders, newest
from apps.retrieval.domain.status import AUDIT_EVENT, VALID_TRANSITIONS, IndexStatus
from apps.retrieval.models import IndexVersion, Passage, PassageWindow, RetrievalQuery, RetrievedPassage
from apps.retrieval.services.indexing import documents_build, passages_with_vectors
from apps.retrieval.versions import index_in_use

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOCK = 0x494E4458  # "INDX": one move after another
BATCH = 50  # documents
DROPPED_AT_ONCE = 500  # passages


class ReindexError(WorkbenchError):
    """This cannot be done to the index now."""


@transaction.atomic
def index_build_start(*, name: str = "", actor: Actor) -> IndexVersion:
    """Begin to build a version beside the one in use: from now on new documents are indexed in both.

    Without a name, the one that this release of the program builds. Raises ReindexError.
    """
    _lock()
    name = name or newest().name
    if name not in builders():
        _version(name)
        raise ReindexError(f"{name} was built by another release; this one cannot build it.")
    if not IndexVersion.objects.exists():
        raise ReindexError("Nothing is indexed yet. The first document that comes in begins the first version.")
    version = IndexVersion.objects.filter(name=name).first()
    if version is None:
        version = IndexVersion(name=name, status=IndexStatus.BUILDING)
        version.save(force_insert=True)
        _record(version, Action.INDEX_STARTED, actor)
        return version
    if version.status in (IndexStatus.ACTIVE, IndexStatus.BUILDING, IndexStatus.READY):
        already = {IndexStatus.ACTIVE: "in use", IndexStatus.BUILDING: "being built", IndexStatus.READY: "ready"}
        raise ReindexError(f"{name} is already {already[IndexStatus(version.status)]}; nothing was changed.")
    if version.status == IndexStatus.DROPPED and not _is_empty(name):
        raise ReindexError(f"{name} is still being emptied; try again in a moment.")
    return _move(version, IndexStatus.BUILDING, actor)


def index_build_batch(*, name: str, after: UUID | None = None, size: int = BATCH, actor: Actor) -> UUID | None:
    """Index the next documents in a version that is being built; return the last of them, None when all are done.

    When nothing is missing any more, the version is READY. Doing a batch twice changes nothing.
    """
    if not _begin_batch(name, IndexStatus.BUILDING):
        return None
    ids = _missing(name, after)[:size]
    with fence.keeping():
        found = list(ids)
    if found:
        documents_build(builder_of(name), [str(id_) for id_ in found], actor)
        return found[-1]
    return None if _ready(name, actor) else index_build_batch(name=name, size=size, actor=actor)


@transaction.atomic
def _ready(name: str, actor: Actor) -> bool:
    """Say whether nothing is missing in a version; then it is READY."""
    _lock()
    with fence.keeping():
        if _missing(name).exists():
            return False
    version = IndexVersion.objects.get(name=name)
    if version.status == IndexStatus.BUILDING:
        _move(version, IndexStatus.READY, actor)
    return True


def _missing(name: str, after: UUID | None = None) -> "QuerySet[Passage, UUID]":
    """Return the documents that searches know and a version does not hold, in the order of their ids."""
    held = passages_with_vectors().filter(
        redacted_document=OuterRef("redacted_document"), index_version=name, ordinal=0
    )
    known = Passage.objects.filter(index_version=index_in_use(), superseded=False, ordinal=0).filter(~Exists(held))
    if after:
        known = known.filter(redacted_document_id__gt=after)
    return known.order_by("redacted_document_id").values_list("redacted_document_id", flat=True)


@transaction.atomic
def index_switch(*, name: str, actor: Actor) -> IndexVersion:
    """Let every search from now on answer from a version that is ready; the one in use so far is retired, and kept.

    Raises ReindexError, with a sentence, for a version that is not ready or lacks a document.
    """
    _lock()
    version = _version(name)
    if version.status != IndexStatus.READY:
        raise ReindexError(f"{name} is {version.status.lower()}; only a version that is ready can be put into use.")
    with fence.keeping():
        lacks = _missing(name).exists()
    if lacks:  # not how many: they may be another organization's
        raise ReindexError(f"{name} still lacks documents that came in meanwhile; try again in a moment.")
    retired = IndexVersion.objects.get(status=IndexStatus.ACTIVE)
    IndexVersion.objects.filter(pk=retired.pk).update(status=IndexStatus.RETIRED, moved_at=clock.now())
    return _move(version, IndexStatus.ACTIVE, actor, retired=retired.name)


@transaction.atomic
def index_drop(*, name: str, actor: Actor) -> IndexVersion:
    """Give up a version that no search answers from. Its passages go in batches (``index_drop_batch``)."""
    _lock()
    version = _version(name)
    if version.status == IndexStatus.ACTIVE:
        raise ReindexError(f"{name} is in use. Put another version into use first.")
    if version.status == IndexStatus.DROPPED:
        raise ReindexError(f"{name} is dropped already; nothing was changed.")
    return _move(version, IndexStatus.DROPPED, actor)


@transaction.atomic
def index_drop_batch(*, name: str, size: int = DROPPED_AT_ONCE, actor: Actor) -> int:
    """Delete some passages of a dropped version, and every vector of them; return how many rows went.

    A passage that a search answered with, or that lay before a draft, stays: the trace of that draft names it.
    """
    if not _begin_batch(name, IndexStatus.DROPPED):
        return 0
    with fence.keeping():
        windows = _first(PassageWindow.objects.filter(passage__index_version=name), size)
        vectors = PassageWindow.objects.filter(pk__in=windows).delete()[0]
        passages = Passage.objects.filter(pk__in=_first(_unnamed(name), size)).delete()[0]
    if vectors + passages:
        _record(_version(name), Action.INDEX_DROPPED, actor, vectors=vectors, passages=passages)
    return vectors + passages


def _is_empty(name: str) -> bool:
    """Say whether all of a dropped version is gone that no trace names: what is there again later was built again."""
    with fence.keeping():
        vectors = PassageWindow.objects.filter(passage__index_version=name)
        return not (vectors.exists() or _unnamed(name).exists())


def _unnamed(name: str) -> "QuerySet[Passage]":
    answered = RetrievedPassage.objects.filter(passage=OuterRef("pk"))
    drafted = RetrievalQuery.objects.filter(patient=OuterRef("patient"), index_version=name, purpose="draft")
    return Passage.objects.filter(~Exists(answered), ~Exists(drafted), index_version=name)


def _first(rows: "QuerySet[Passage] | QuerySet[PassageWindow]", size: int) -> "Sequence[UUID]":
    return list(rows.order_by("pk").values_list("pk", flat=True)[:size])


def _begin_batch(name: str, status: IndexStatus) -> bool:
    """Note that somebody works on a version; False when it is in another state."""
    return bool(IndexVersion.objects.filter(name=name, status=status).update(worked_at=clock.now()))


def _version(name: str) -> IndexVersion:
    version = IndexVersion.objects.filter(name=name).first()
    if version is None:
        raise ReindexError(f"There is no version of the index called {name}. `manage.py reindex status` lists them.")
    return version


def _move(version: IndexVersion, to: IndexStatus, actor: Actor, **details: str) -> IndexVersion:
    if to not in VALID_TRANSITIONS[IndexStatus(version.status)]:
        raise ReindexError(f"{version.name} is {version.status.lower()}; it cannot become {to.lower()}.")
    version.status, version.moved_at = to, clock.now()
    version.save(update_fields=["status", "moved_at"])
    _record(version, AUDIT_EVENT[to], actor, **details)
    return version


def _record(version: IndexVersion, action: Action, actor: Actor, **details: str | int) -> None:
    event_append(
        actor=actor, action=action, object_type="index_version", object_id=version.pk,
        details={"index_version": version.name, **details},
    )  # fmt: skip


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
