"""Signing heads: takes new events into the tree, signs what continues what it signed before, and nothing else.

One process does this (``manage.py log_sign``). What it signed last stands in a file beside its key, outside the
database: a database that was cut, rewritten or restored does not continue it, and gets no signature (T04, T11).
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.domain.chain import Grave, fault
from apps.audit.domain.merkle import Frontier, Hash
from apps.audit.domain.note import Head, Signer, signed
from apps.audit.errors import LogBroken, LogCut, LogKeyUnusable
from apps.audit.log_key import Memory, key_read, memory_read, memory_write
from apps.audit.models import AuditEvent, Checkpoint, LogStanding, Standing, TreeNode
from apps.audit.selectors import chain_rows, head, is_stopped
from apps.audit.services import event_append
from apps.audit.tree import WIDTH
from apps.audit.witnesses.configuration import witnesses
from apps.core import clock
from apps.core.actors import Actor

AT_ONCE = 10_000  # events that one head takes in at most: a backlog is signed in steps
NO_MEMORY = (
    "Heads were signed before, but what was signed last is not beside the key. Put your copy of that file back: "
    "without it nobody could tell a database that was cut from one that was not."
)
GAP_REASONS = ("restored_from_backup", "moved_to_another_server", "damage_repaired")
Nodes = list[TreeNode]


def origin_of(name: str, epoch: int) -> str:
    """Return what a log is called in its heads: after each signed gap it goes on under a number of its own."""
    return name if epoch == 1 else f"{name}/{epoch}"


def head_sign(*, key: Path) -> Checkpoint | None:
    """Sign a head over what was appended since the last one; None when nothing was, or the log is stopped.

    Raises LogCut (and stops the log) for a database that holds less than was seen, LogBroken for what does not continue
    the last head, LogKeyUnusable for a key without its memory.
    """
    try:
        return _head_sign(key, key_read(key), memory_read(key))
    except LogCut as cut:
        log_stop(epoch=(memory_read(key) or Memory()).epoch, size=cut.size, witnessed=cut.witnessed)
        raise


def _head_sign(key: Path, signer: Signer, memory: Memory | None) -> Checkpoint | None:
    if is_stopped() and not _goes_on(signer, memory):
        return None
    if memory is None:
        if Checkpoint.objects.exists():
            raise LogKeyUnusable(NO_MEMORY)
        memory = Memory()
    memory = _stored(memory, signer)
    size, seen = head()[0], _witnessed(signer, memory)
    if size < seen:
        raise LogCut(size, seen)
    if size == memory.size:
        return None
    return _sign(key, signer, memory, min(size, memory.size + AT_ONCE))


def _sign(key: Path, signer: Signer, memory: Memory, size: int) -> Checkpoint:
    with transaction.atomic():
        grown, nodes = _grown(memory, size)
        now = clock.now()
        if memory.signed_at and now.isoformat() < memory.signed_at:
            raise LogBroken(
                "The clock of this computer stands before the last head. Nothing is signed until it is right."
            )
        text = Head(origin_of(signer.name, memory.epoch), size, grown.frontier().root()).text()
        note = signed(text, signer.line(text))
        grown = replace(grown, signed_at=now.isoformat(), note=note, before=_before(memory))
        memory_write(key, grown)  # before anybody can see the head: it is never forgotten
        return _store(grown, nodes, signer)


def _goes_on(signer: Signer, memory: Memory | None) -> bool:
    """Let a stopped log go on where all that was signed and witnessed is here again, event by event: no gap is left."""
    stopped = LogStanding.objects.latest("id")
    if memory is None or max(_witnessed(signer, memory), stopped.witnessed_size) > memory.size:
        return False  # somebody saw more than this key remembers: that is for an officer
    last = AuditEvent.objects.filter(sequence=memory.size).values_list("hash", flat=True).first()
    if last != memory.last_hash:
        return False
    try:
        grown, nodes = _grown(Memory(epoch=memory.epoch), memory.size)
    except LogBroken:
        return False
    if grown.roots != memory.roots:
        return False
    kept = set(TreeNode.objects.filter(epoch=memory.epoch).values_list("level", "index"))
    with transaction.atomic():
        for one in nodes:
            if (one.level, one.index) not in kept:
                one.save(force_insert=True)
        LogStanding.objects.create(
            standing=Standing.WHOLE, epoch=memory.epoch, size=memory.size, witnessed_size=stopped.witnessed_size,
            at=clock.now(),
        )  # fmt: skip
        event_append(
            actor=Actor.service("log"), action=Action.LOG_RESUMED, object_type="audit_log",
            details={"count": memory.size},
        )  # fmt: skip
    return True


def _grown(memory: Memory, size: int) -> tuple[Memory, Nodes]:
    """Return the memory with the events up to ``size`` in the tree, and the nodes that were completed by them."""
    frontier, last_hash, nodes = memory.frontier(), memory.last_hash, []
    for row in chain_rows(after=memory.size, up_to=size):
        if isinstance(row, Grave):
            if (row.first, row.follows) != (frontier.size + 1, last_hash):
                raise LogBroken(f"The tombstone of event {row.first:,} does not continue event {frontier.size:,}.")
            last_hash = row.ends
            for block in row.blocks:
                nodes += _completed(memory.epoch, frontier, frontier.append(bytes.fromhex(block), WIDTH), WIDTH)
            continue
        if sentence := fault(row, frontier.size, last_hash):
            if row["sequence"] == memory.size + 1 and row["previous_hash"] != last_hash:
                raise LogCut(memory.size, memory.size)
            raise LogBroken(f"{sentence} Nothing is signed until it is known why.")
        last_hash = row["hash"]
        nodes += _completed(memory.epoch, frontier, frontier.append(bytes.fromhex(last_hash)))
    if frontier.size != size:
        raise LogBroken(f"The log ends at event {frontier.size:,} where {size:,} were counted.")
    roots = [root.hex() for root in frontier.roots]
    return replace(memory, size=size, last_hash=last_hash, roots=roots), nodes


def _completed(epoch: int, frontier: Frontier, whole: Sequence[Hash], lowest: int = 0) -> Nodes:
    """Return the nodes to keep of those that the last part completed; the first of them stands at level ``lowest``."""
    return [
        TreeNode(epoch=epoch, level=level, index=(frontier.size >> level) - 1, hash=whole[level - lowest].hex())
        for level in range(max(lowest, WIDTH), lowest + len(whole), WIDTH)
    ]


def _store(memory: Memory, nodes: Iterable[TreeNode], signer: Signer) -> Checkpoint:
    for one in nodes:
        one.save(force_insert=True)
    return Checkpoint.objects.create(
        epoch=memory.epoch,
        size=memory.size,
        root=memory.frontier().root().hex(),
        signed_at=memory.signed_at,
        note=memory.note,
        public_key=signer.verifier.text(),
    )


def _stored(memory: Memory, signer: Signer) -> Memory:
    """Store the last head if a stop came between its signature and its row; return the memory."""
    if not memory.note or Checkpoint.objects.filter(epoch=memory.epoch, size=memory.size).exists():
        return memory
    size = head()[0]
    if size < memory.size or memory.before is None:
        raise LogCut(size, memory.size)
    with transaction.atomic():
        grown, nodes = _grown(Memory(**memory.before), memory.size)
        if grown.roots != memory.roots:
            raise LogCut(size, memory.size)
        _store(memory, nodes, signer)
    return memory


def _witnessed(signer: Signer, memory: Memory) -> int:
    """Return the most events that a head of this log was seen with."""
    origin = origin_of(signer.name, memory.epoch)
    return max([memory.size, *(witness.last_size(origin) or 0 for witness in witnesses())])


def log_stop(*, epoch: int, size: int, witnessed: int) -> None:
    """Let the log take no event until an officer has signed the gap."""
    if not is_stopped():
        LogStanding.objects.create(
            standing=Standing.STOPPED, epoch=epoch, size=size, witnessed_size=witnessed, at=clock.now()
        )


def gap_sign(*, key: Path, officer_id: str, reason: str, actor: Actor) -> LogStanding:
    """Let a stopped log go on: an officer signs what the database holds now and how much more was witnessed.

    The whole chain is read once. The tree goes on under a new origin, so that no head of one origin ever contradicts
    another. Raises LogBroken when the log is not stopped, or does not hold by itself.
    """
    signer, memory = key_read(key), memory_read(key)
    stopped = LogStanding.objects.last()
    if stopped is None or stopped.standing != Standing.STOPPED or memory is None:
        raise LogBroken("The log is not stopped: there is no gap to sign.")
    with transaction.atomic():
        epoch, size, now = memory.epoch + 1, head()[0], clock.now()
        kept, grown, nodes = _kept(memory, epoch, size)
        grown, more = _grown(grown, size)
        tree = grown.frontier()
        seen = (
            f"kept {kept}\nwitnessed {stopped.witnessed_size}\nofficer {officer_id}\nreason {reason}\n"
            f"signed {now.isoformat()}\n"
        )
        told = Head(f"{signer.name}/gap/{epoch}", size, tree.root()).text() + seen
        record = LogStanding.objects.create(
            standing=Standing.RESUMED,
            epoch=epoch,
            size=size,
            witnessed_size=stopped.witnessed_size,
            officer_id=officer_id,
            reason=reason,
            at=now,
            note=signed(told, signer.line(told)),
        )
        text = Head(origin_of(signer.name, epoch), size, tree.root()).text()
        grown = replace(
            grown, signed_at=now.isoformat(), note=signed(text, signer.line(text)), before=_before(memory),
            kept=[*memory.kept, [epoch, kept]],
        )  # fmt: skip
        _store(grown, [*nodes, *more], signer)
        event_append(
            actor=actor,
            action=Action.LOG_GAP_SIGNED,
            object_type="audit_log",
            details={
                "count": max(stopped.witnessed_size - size, 0),
                "held": size,
                "kept": kept,
                "reason": reason,
            },
        )
    memory_write(key, grown)
    return record


def _kept(memory: Memory, epoch: int, size: int) -> tuple[int, Memory, Nodes]:
    """Return how many events are certainly those that were signed: as many as the last head that still fits says.

    A head from before earlier gaps counts as far as those kept what was signed: a copy may be older than a gap.
    """
    floors = {gap[0]: gap[1] for gap in memory.kept}
    for before in range(memory.epoch, 0, -1):
        last = Checkpoint.objects.filter(epoch=before, size__lte=size).order_by("-size").first()
        if last is None:
            continue
        grown, _ = _grown(Memory(epoch=epoch), last.size)
        if grown.frontier().root().hex() == last.root:
            kept = min([last.size, *(floors.get(one, 0) for one in range(before + 1, epoch))])
            return kept, *_grown(Memory(epoch=epoch), kept)
    return 0, Memory(epoch=epoch), []


def _before(memory: Memory) -> dict[str, Any]:
    return asdict(replace(memory, before=None, note=""))
