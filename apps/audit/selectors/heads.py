"""Signed heads, who holds them, and the proof that an event is in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.merkle import Unproved, inclusion_check
from apps.audit.models import AuditEvent, Checkpoint, LogStanding, Receipt, Standing
from apps.audit.tree import Tree
from apps.audit.witnesses.configuration import witnesses

ALARM_AFTER = timedelta(minutes=5)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof that one event is in a signed head: the way from its hash to the root, and who holds the head."""

    event: AuditEvent
    checkpoint: Checkpoint | None  # none yet: the event waits for its head
    path: Sequence[str] = ()
    holds: bool = False
    witnesses: Sequence[Receipt] = ()


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The number of an event, and when the first head that holds it was signed (None: not yet)."""

    sequence: int
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether what happened is signed in time (T07)."""

    unsigned: int
    waiting_since: datetime | None
    signed_at: datetime | None
    late: bool
    stopped: bool


@dataclass(frozen=True, slots=True)
class HeadRow:
    """One signed head in a list."""

    checkpoint: Checkpoint
    held_by: int


@dataclass(frozen=True, slots=True)
class WitnessState:
    """How far one witness is."""

    name: str
    size: int | None
    received_at: datetime | None
    behind: int


def is_stopped() -> bool:
    """Return whether the log takes no event, because it was found shorter than its witnesses say."""
    last = LogStanding.objects.order_by("-id").values_list("standing", flat=True).first()
    return last == Standing.STOPPED


def why_not_ready() -> str:
    """Return why nothing can be done here, for whoever watches the server; nothing while events are taken."""
    return "the log is stopped" if is_stopped() else ""


def proof_of(sequence: int) -> Proof | None:
    """Return the proof of one event in the newest head; None when there is no such event.

    The path is recomputed from the rows and checked against the signed root as it is asked for.
    """
    event = AuditEvent.objects.filter(sequence=sequence).first()
    if event is None:
        return None
    checkpoint = Checkpoint.objects.filter(size__gte=sequence).order_by("-epoch", "-size").first()
    if checkpoint is None:
        return Proof(event, None)
    try:
        path = Tree(checkpoint.epoch).inclusion(sequence - 1, checkpoint.size)
        inclusion_check(bytes.fromhex(event.hash), sequence - 1, checkpoint.size, path, bytes.fromhex(checkpoint.root))
    except (LookupError, Unproved):
        return Proof(event, checkpoint)
    receipts = list(checkpoint.receipts.all())
    return Proof(event, checkpoint, [part.hex() for part in path], holds=True, witnesses=receipts)


def on_record(sequence: int) -> OnRecord:
    """Return when an event was taken into a signed head: what a page of the record says of itself, in one statement."""
    heads = Checkpoint.objects.filter(size__gte=sequence).order_by("epoch", "size")
    return OnRecord(sequence, heads.values_list("signed_at", flat=True).first())


def consistency_proof(epoch: int, old: int, size: int) -> list[bytes]:
    """Return the proof that the log of ``size`` events begins with that of ``old``."""
    return Tree(epoch).consistency(old, size)


def freshness(now: datetime) -> Freshness:
    """Return how many events wait for a signed head, since when, and whether that is too long."""
    last = Checkpoint.objects.order_by("-epoch", "-size").first()
    signed = last.size if last else 0
    waiting = AuditEvent.objects.filter(sequence__gt=signed).order_by("sequence")
    since = waiting.values_list("recorded_at", flat=True).first()
    newest = AuditEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    return Freshness(
        unsigned=max(newest - signed, 0),
        waiting_since=since,
        signed_at=last.signed_at if last else None,
        late=since is not None and now - since > ALARM_AFTER,
        stopped=is_stopped(),
    )


def heads_newest_first(limit: int = SHOWN) -> list[HeadRow]:
    """Return the newest signed heads, each with how many witnesses hold it."""
    heads = Checkpoint.objects.annotate(held=Count("receipts")).order_by("-epoch", "-size")[:limit]
    return [HeadRow(one, one.held) for one in heads]


def witness_states() -> list[WitnessState]:
    """Return how far each witness of the settings is behind the newest head."""
    newest = Checkpoint.objects.order_by("-epoch", "-size").first()
    states = []
    for witness in witnesses():
        receipt = (
            Receipt.objects.filter(witness=witness.name)
            .select_related("checkpoint")
            .order_by("-checkpoint__epoch", "-checkpoint__size")
            .first()
        )
        held = Checkpoint.objects.all()
        if receipt:
            held = held.filter(epoch=receipt.checkpoint.epoch, size__gt=receipt.checkpoint.size)
        states.append(
            WitnessState(
                name=witness.name,
                size=receipt.checkpoint.size if receipt else None,
                received_at=receipt.received_at if receipt else None,
                behind=held.count() if newest else 0,
            )
        )
    return states


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap that an officer signed: where, over how many events, and how many are missing for it."""

    number: int
    at: datetime
    officer_id: str
    reason: str
    size: int
    witnessed: int
    kept: int

    @property
    def reason_words(self) -> str:
        return self.reason.replace("_", " ")

    @property
    def missing(self) -> int:
        return max(self.witnessed - self.size, 0)

    @property
    def unsure(self) -> int:
        """Return how many that are here came after the last head that fits: nobody can say whether they were seen."""
        return max(self.size - self.kept, 0) if self.kept else 0


def gaps() -> list[Gap]:
    """Return the gaps that officers signed, the newest first."""
    found = LogStanding.objects.filter(standing=Standing.RESUMED).order_by("-id")
    return [
        Gap(one.epoch - 1, one.at, one.officer_id, one.reason, one.size, one.witnessed_size, _kept(one.note))
        for one in found
    ]


def _kept(note: str) -> int:
    told = (line.split(" ") for line in note.splitlines())
    return next((int(words[1]) for words in told if words[0] == "kept"), 0)


def public_key() -> str:
    """Return the public key that the newest head is said to be signed with; nothing before there is one."""
    heads = Checkpoint.objects.exclude(public_key="").order_by("-epoch", "-size")
    return heads.values_list("public_key", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the last reading of the whole log found."""

    at: datetime
    holds: bool
    rows: int
    fault: str
    broken_at: int
    unguarded: Sequence[str]


def last_reading() -> Reading | None:
    """Return what was found when the whole log was last read; None before the first night."""
    event = _last_told(Action.LOG_CHECKED)
    return reading_of(event) if event else None


def reading_of(event: AuditEvent) -> Reading:
    """Return what an event says that a reading found."""
    told = event.details
    return Reading(
        event.recorded_at, event.outcome == Outcome.SUCCESS, told["count"], told["fault"], told["broken_at"],
        told["unguarded"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the last comparison of the log with what is kept of people's acts found (T08)."""

    at: datetime
    holds: bool
    kinds: int
    rows: int
    without_event: int
    without_row: int
    off: Sequence[str]


def last_comparison() -> Comparison | None:
    """Return what was found last; None before the first night."""
    event = _last_told(Action.LOG_RECONCILED)
    return comparison_of(event) if event else None


def comparison_of(event: AuditEvent) -> Comparison:
    """Return what an event says that a comparison found."""
    told = event.details
    return Comparison(
        event.recorded_at, event.outcome == Outcome.SUCCESS, told["kinds"], told["rows"], told["without_event"],
        told["without_row"], told["off"],
    )  # fmt: skip


def _last_told(action: Action) -> AuditEvent | None:
    """Return the newest event of a kind that belongs to the installation."""
    return AuditEvent.objects.filter(action=action, organization_id="").order_by("-sequence").first()
