"""The hash chain: what each row is sealed with, and where a chain breaks.

A row's hash is sha256(0x00 || canonical JSON of everything in the row but the hash); the canonical JSON is RFC 8785 and
the leading zero byte keeps a leaf of the log apart from any other hash (RFC 6962, section 2.1). The row holds its own
sequence number and the hash of the row before it, so an edit, a removal in the middle, a swap and a new date all show.
What a chain alone cannot show is a cut at its end, or a log that was written anew from the first row on.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from apps.core.canonical import canonical_json

LEAF = b"\x00"
GENESIS = "0" * 64
SEALED = (
    "sequence", "id", "recorded_at", "organization_id", "actor_kind", "actor_id", "actor_role", "action", "outcome",
    "patient_id", "object_type", "object_id", "request_id", "details", "previous_hash",
)  # fmt: skip
# Sealed where it is known: an event without an address has the bytes that events had before there were any.
WHERE_KNOWN = "address"
COLUMNS = (*SEALED, WHERE_KNOWN, "hash")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Grave:
    """A segment that was destroyed whole: its events, the hash it followed, the hash it ended with, its blocks."""

    first: int
    last: int
    follows: str
    ends: str
    blocks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found: how many rows hold, the last good hash, and the sentence of the first break."""

    verified: int
    head: str
    broken_at: int | None = None
    sentence: str = ""

    @property
    def intact(self) -> bool:
        return self.broken_at is None


def canonical(row: Row) -> bytes:
    """Return the bytes that a row is sealed by. Raises KeyError when a column is missing."""
    return canonical_json({name: _plain(row[name]) for name in _sealed(row)})


def seal(row: Row) -> str:
    """Return the hash of a row: 64 hex digits over every sealed column. Raises KeyError when one is missing."""
    return hashlib.sha256(LEAF + canonical(row)).hexdigest()


def as_line(row: Row) -> bytes:
    """Return a row with its hash as one line of JSON: whoever has it can compute the hash again."""
    return canonical_json({name: _plain(row[name]) for name in (*_sealed(row), "hash")})


def fragments(row: Row) -> tuple[str, str]:
    """Return the canonical JSON of a row around what only the head of the log knows.

    The first piece ends where the hash of the row before it belongs, the second where its own number does.
    """
    names = sorted(set(_sealed(row)) - {"previous_hash", "sequence"})
    before = canonical_json({name: _plain(row[name]) for name in names if name < "previous_hash"}).decode()
    between = canonical_json({name: _plain(row[name]) for name in names if name > "previous_hash"}).decode()
    return f'{before[:-1]},"previous_hash":"', f'",{between[1:-1]},"sequence":'


def verify(rows: Iterable[Row | Grave]) -> Report:
    """Walk the rows in the order of their sequence, past what was destroyed, and stop at the first that does not hold.

    That a segment was destroyed as it may be is not for the chain to say: its tombstone is signed (verify_log.py).
    """
    sequence, head = 0, GENESIS
    for row in rows:
        if isinstance(row, Grave):
            if (row.first, row.follows) != (sequence + 1, head):
                sentence = f"The tombstone of events {row.first} to {row.last} does not continue row {sequence}."
                return Report(verified=sequence, head=head, broken_at=row.first, sentence=sentence)
            sequence, head = row.last, row.ends
            continue
        if sentence := fault(row, sequence, head):
            return Report(verified=sequence, head=head, broken_at=row["sequence"], sentence=sentence)
        sequence, head = row["sequence"], row["hash"]
    return Report(verified=sequence, head=head)


def continues(row: Row, before: Row | None) -> bool:
    """Return whether one row is what was written, and follows the row before it."""
    if before is None:
        return not fault(row, 0, GENESIS)
    return not fault(row, before["sequence"], before["hash"])


def changed_among(rows: Iterable[Row]) -> frozenset[int]:
    """Return the numbers of the rows that are not what was written, or do not continue the row before them.

    The latter only where that row is among these, too: of a page of a list, the whole chain is for others to read.
    """
    by_number = {row["sequence"]: row for row in rows}
    return frozenset(
        number
        for number, row in by_number.items()
        if not _is_sealed(row)
        or ((before := by_number.get(number - 1)) is not None and row["previous_hash"] != before["hash"])
    )


def fault(row: Row, last_sequence: int, last_hash: str) -> str:
    """Return the sentence of what is wrong with a row that should follow another; nothing when it holds."""
    number = row["sequence"]
    if number != last_sequence + 1:
        return f"Row {number} follows row {last_sequence}: what stood between them was removed or re-ordered."
    if not _is_sealed(row):
        return f"Row {number} is not what was written: its content does not give its hash."
    if row["previous_hash"] != last_hash:
        return f"Row {number} does not continue row {last_sequence}: it was written to follow something else."
    return ""


def _sealed(row: Row) -> tuple[str, ...]:
    return (*SEALED, WHERE_KNOWN) if row.get(WHERE_KNOWN) else SEALED


def _is_sealed(row: Row) -> bool:
    try:
        return seal(row) == str(row["hash"])
    except ValueError:  # a value that no canonical JSON can carry was never written by us
        return False


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if isinstance(value, int | dict) else str(value)
