"""Reading the whole log: each row is what was written, and the rows are those of the signed heads (T06)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.domain.chain import Grave, verify
from apps.audit.domain.merkle import Frontier
from apps.audit.models import Checkpoint
from apps.audit.selectors import chain_rows, is_stopped, unguarded_tables
from apps.audit.services import event_append
from apps.audit.tree import WIDTH
from apps.core.actors import Actor

log = structlog.get_logger(__name__)
Rows = Iterable[dict[str, Any] | Grave]


@dataclass(frozen=True, slots=True)
class Found:
    """How many rows hold, the last good hash, and what of them does not: a row, a head, or an end that is missing."""

    rows: int
    last_hash: str
    fault: str = ""
    broken_at: int = 0
    sentence: str = ""

    @property
    def holds(self) -> bool:
        return not self.fault


class _OtherHead(Exception):
    """The rows up to here are not those of a signed head."""

    def __init__(self, size: int) -> None:
        self.size = size


def log_read(rows: Rows | None = None) -> Found:
    """Read the log from its first row to its last, and compare it with every head since the last gap."""
    newest = Checkpoint.objects.order_by("-epoch", "-size").first()
    tree = Frontier()
    heads = Checkpoint.objects.filter(epoch=newest.epoch if newest else 1).order_by("size").values_list("size", "root")
    try:
        report = verify(_compared(chain_rows() if rows is None else rows, tree, heads.iterator()))
    except _OtherHead as other:
        sentence = (
            f"Up to row {other.size:,} each row continues the one before, and yet they are not those that were signed: "
            "the log was written anew before that row."
        )
        return Found(other.size - 1, "", "head", other.size, sentence)
    if not report.intact:
        return Found(report.verified, report.head, "row", report.broken_at or 0, report.sentence)
    if newest and report.verified < newest.size:
        sentence = (
            f"It ends at row {report.verified:,}, and a head was signed over {newest.size:,}: its end was cut, or an "
            "older backup was restored."
        )
        return Found(report.verified, report.head, "end", report.verified + 1, sentence)
    return Found(report.verified, report.head)


def log_check(*, actor: Actor) -> tuple[Found, list[str]]:
    """Read the log and look at its triggers; record what was found, and return it with the tables that lack one."""
    found, unguarded = log_read(), unguarded_tables()
    is_well = found.holds and not unguarded
    if not is_well:
        log.error("log_does_not_hold", bucket=found.fault or "guard", count=found.broken_at)
    if not is_stopped():
        with transaction.atomic():
            event_append(
                actor=actor, action=Action.LOG_CHECKED, object_type="audit_log",
                outcome=Outcome.SUCCESS if is_well else Outcome.FAILURE,
                details={
                    "count": found.rows, "fault": found.fault, "broken_at": found.broken_at, "unguarded": unguarded,
                },
            )  # fmt: skip
    return found, unguarded


def _compared(rows: Rows, tree: Frontier, heads: Iterator[tuple[int, str]]) -> Iterator[dict[str, Any] | Grave]:
    """Yield the rows; whoever asks for the next one has found this one good."""
    size, root = next(heads, (0, ""))
    for row in rows:
        yield row
        if isinstance(row, Grave):
            for block in row.blocks:
                tree.append(bytes.fromhex(block), WIDTH)
        else:
            tree.append(bytes.fromhex(str(row["hash"])))
        while size and size <= tree.size:
            if size == tree.size and tree.root().hex() != root:
                raise _OtherHead(size)
            size, root = next(heads, (0, ""))
