"""Destroying a segment whose time is over: read once more, proved to be what was signed, and a signed stone set."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from apps.audit.domain.actions import Action
from apps.audit.domain.chain import Grave, fault
from apps.audit.domain.merkle import Frontier, Unproved, consistency_check
from apps.audit.domain.note import BadNote, Head, Verifier, signed, verified
from apps.audit.domain.segments import tombstone_text, years_before
from apps.audit.errors import LogBroken, NotDestroyed
from apps.audit.log_key import key_read
from apps.audit.models import Checkpoint, Tombstone
from apps.audit.selectors import SegmentRow, chain_rows, is_stopped, why_not_witnessed
from apps.audit.services import event_append
from apps.audit.tree import WIDTH, Tree
from apps.core import clock
from apps.core.actors import Actor

REFUSED = "42501"
DESTROY = "SELECT audit_segment_destroy(%s::jsonb)"


@dataclass(frozen=True, slots=True)
class Warrant:
    """Which request this is, who asked and who confirmed: opaque ids. The room above knows the people."""

    request_id: UUID
    asked_by: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class _Read:
    """What a segment was found to be."""

    follows: str
    ends: str
    blocks: list[str]
    oldest: datetime
    youngest: datetime


def segment_destroy(*, key: Path, segment: SegmentRow, warrant: Warrant, actor: Actor) -> Tombstone:
    """Destroy the events of one segment; what stays is a tombstone, signed, and the event that says so.

    Everything or nothing. Raises NotDestroyed, with a sentence, where the time is not over, a hold covers it, a witness
    is behind, or the rows are not what was signed; LogKeyUnusable without the key.
    """
    signer, years, now = key_read(key), settings.WORKBENCH_LOG_RETENTION_YEARS, clock.now()
    if is_stopped():
        raise NotDestroyed("The log is stopped: nothing of it is destroyed until an officer has signed the gap.")
    if sentence := why_not_witnessed(segment.last):
        raise NotDestroyed(sentence)
    with transaction.atomic():
        read = _read(segment)
        if read.youngest >= years_before(now, years):
            raise NotDestroyed(f"The youngest of these events is not {years} years old.")
        root = _proved(segment, read, signer.verifier)
        head = Head(f"{signer.name}/tombstone", segment.last, root).text()
        text = tombstone_text(
            head, events=f"{segment.first} {segment.last}", follows=read.follows, ends=read.ends,
            oldest=read.oldest.isoformat(), youngest=read.youngest.isoformat(), kept=years, destroyed=now.isoformat(),
            request=warrant.request_id, asked=warrant.asked_by, confirmed=warrant.confirmed_by,
            blocks=" ".join(read.blocks),
        )  # fmt: skip
        _destroy({
            "first": segment.first, "last": segment.last, "follows": read.follows, "ends": read.ends,
            "root": root.hex(), "blocks": read.blocks, "oldest": read.oldest.isoformat(),
            "youngest": read.youngest.isoformat(), "kept_years": years, "request_id": str(warrant.request_id),
            "asked_by": warrant.asked_by, "confirmed_by": warrant.confirmed_by, "at": now.isoformat(),
            "note": signed(text, signer.line(text)),
        })  # fmt: skip
        event_append(
            actor=actor, action=Action.LOG_SEGMENT_DESTROYED, object_type="audit_log",
            object_id=f"{segment.first}-{segment.last}",
            details={
                "count": segment.count, "root": root.hex(), "kept_years": years, "youngest": read.youngest.isoformat(),
                "request_id": warrant.request_id, "asked_by": warrant.asked_by, "confirmed_by": warrant.confirmed_by,
            },
        )  # fmt: skip
        return Tombstone.objects.get(first=segment.first)


def _read(segment: SegmentRow) -> _Read:
    """Read the rows one by one: each must be what was written and continue the one before it."""
    number, last_hash, follows, times = segment.first - 1, "", "", []
    blocks: list[str] = []
    tree = Frontier()
    for row in chain_rows(after=segment.first - 1, up_to=segment.last):
        if isinstance(row, Grave):
            raise NotDestroyed("A part of this segment was destroyed before.")
        follows = follows or row["previous_hash"]
        if sentence := fault(row, number, last_hash or follows):
            raise NotDestroyed(f"{sentence} Nothing is destroyed until it is known why.")
        number, last_hash = row["sequence"], row["hash"]
        times.append(row["recorded_at"])
        tree.append(bytes.fromhex(last_hash))
        if tree.size == 1 << WIDTH:
            blocks.append(tree.root().hex())
            tree = Frontier()
    if number != segment.last or tree.size:
        raise NotDestroyed("These events are no whole segment.")
    return _Read(follows, last_hash, blocks, min(times), max(times))


def _proved(segment: SegmentRow, read: _Read, verifier: Verifier) -> bytes:
    """Return the root over everything up to the segment's end, proved to be that of the newest signed head."""
    checkpoint = Checkpoint.objects.filter(size__gte=segment.last).order_by("-epoch", "-size").first()
    if checkpoint is None:
        raise NotDestroyed("No signed head holds these events yet.")
    tree = Tree(checkpoint.epoch)
    try:
        head = Head.read(verified(checkpoint.note, verifier))
        grown = tree.frontier(segment.first - 1)
        for block in read.blocks:
            grown.append(bytes.fromhex(block), WIDTH)
        proof = tree.consistency(segment.last, head.size)
        consistency_check(segment.last, grown.root(), head.size, head.root, proof)
    except (BadNote, LookupError, Unproved) as error:
        raise LogBroken("These events are not those of the newest signed head. Nothing is destroyed.") from error
    return grown.root()


def _destroy(told: dict[str, object]) -> None:
    """Let the database destroy: it asks everything again, where the rows are."""
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(DESTROY, [json.dumps(told)])
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", "") == REFUSED:
                raise NotDestroyed(str(error.__cause__).partition("\n")[0]) from error
            raise
