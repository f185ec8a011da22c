"""Sealed columns of a model: ``text = sealed_text("text_sealed", subject="patient_id")``.

The column is a BinaryField that holds an envelope; the property beside it opens it when it is first read and seals what
is assigned, at once. Assigning needs the row's id and its subject: Django sets fields before properties, so both are
there when they are given to the constructor with it (spelled ``**sealing(text=...)``, because the type checker knows
only columns). ``beside`` names columns in plain text that say what the value stands for: where they are exchanged, it
does not open, and they too are given before it. Queries cannot look into a sealed column: give them a blind index, and
``defer`` or ``only`` the column.
"""

import json
import zlib
from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload
from uuid import UUID

import structlog

from apps.core.crypto.envelope import Place, seal, unseal, version_of
from apps.core.crypto.errors import DAMAGED
from apps.core.crypto.keys import opening_key, sealing_key

if TYPE_CHECKING:
    from django.db.models import Model

log = structlog.get_logger(__name__)
T = TypeVar("T")
PLAIN, DEFLATED = b"\x00", b"\x01"
WORTH_DEFLATING = 256  # bytes; a sealed value does not shrink any more, neither here nor in the database
OPENED = "_opened"  # in the instance: column -> (its envelope, what is in it)


class Sealed(property, Generic[T]):
    """A property over one sealed column; ``T`` is what stands in it."""

    def __init__(
        self,
        column: str,
        subject: str,
        encode: Callable[[T], bytes],
        decode: Callable[[bytes], T],
        beside: tuple[str, ...] = (),
    ) -> None:
        super().__init__(self._open, self._seal)
        self.column, self.subject, self.encode, self.decode = column, attrgetter(subject), encode, decode
        self.beside = beside

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: type, /) -> Self: ...
        @overload
        def __get__(self, instance: Any, owner: type | None = None, /) -> T: ...
        def __get__(self, instance: Any, owner: type | None = None, /) -> Any: ...
        def __set__(self, instance: Any, value: T, /) -> None: ...

    def _open(self, row: "Model") -> T:
        envelope = getattr(row, self.column)
        opened = row.__dict__.setdefault(OPENED, {}).get(self.column)
        if opened is None or opened[0] is not envelope:
            opened = (envelope, self._unsealed(row, bytes(envelope)))
            row.__dict__[OPENED][self.column] = opened
        value: T = opened[1]
        return value

    def _unsealed(self, row: "Model", sealed: bytes) -> T:
        place = place_of(row, self.column, self.beside)
        try:
            key = opening_key(self._subject_of(row), version_of(sealed))
            return self.decode(unpacked(unseal(key, place, sealed)))
        except DAMAGED as damage:  # whoever catches it: this is where an administrator learns which row it is
            log.error(
                "stored value does not open",
                table=place.table, column=place.column, row_id=place.pk, error=type(damage).__name__,
            )  # fmt: skip
            raise

    def _seal(self, row: "Model", value: T) -> None:
        version, key = sealing_key(self._subject_of(row))
        envelope = seal(key, version, place_of(row, self.column, self.beside), packed(self.encode(value)))
        setattr(row, self.column, envelope)
        row.__dict__.setdefault(OPENED, {})[self.column] = (envelope, value)

    def _subject_of(self, row: "Model") -> UUID:
        subject = self.subject(row)
        if subject is None or row.pk is None:
            raise ValueError(
                f"{type(row).__name__}.{self.column} is sealed for one row of one subject. "
                "Give the row its id and its owner first, or together with the value."
            )
        return subject if isinstance(subject, UUID) else UUID(str(subject))


def place_of(row: "Model", column: str, beside: tuple[str, ...] = ()) -> Place:
    """Return the place that a row's column is sealed for, with what the columns ``beside`` hold."""
    return Place(row._meta.db_table, column, str(row.pk), tuple(str(getattr(row, name)) for name in beside))


def packed(plaintext: bytes) -> bytes:
    """Return a value as it is sealed: deflated where that pays."""
    if len(plaintext) < WORTH_DEFLATING:
        return PLAIN + plaintext
    return DEFLATED + zlib.compress(plaintext, 1)


def unpacked(content: bytes) -> bytes:
    """Return what ``packed`` was given."""
    return zlib.decompress(content[1:]) if content[:1] == DEFLATED else content[1:]


def sealing(**values: Any) -> dict[str, Any]:
    """Return sealed properties for a model's constructor: ``Note(patient=p, **sealing(text=words))``."""
    return values


def sealed_text(column: str, *, subject: str, beside: tuple[str, ...] = ()) -> Sealed[str]:
    """Return the property of a sealed text; ``subject`` names the attribute that says whose key seals it."""
    return Sealed(column, subject, str.encode, bytes.decode, beside)


def sealed_bytes(column: str, *, subject: str, beside: tuple[str, ...] = ()) -> Sealed[bytes]:
    """Return the property of sealed bytes."""
    return Sealed(column, subject, bytes, bytes, beside)


def sealed_json(column: str, *, subject: str, beside: tuple[str, ...] = ()) -> Sealed[Any]:
    """Return the property of a sealed JSON value."""
    return Sealed(column, subject, encode_json, json.loads, beside)


def sealed_date(column: str, *, subject: str) -> Sealed[date | None]:
    """Return the property of a sealed date, or of none: which of the two it is does not show either."""
    return Sealed(column, subject, encode_date, decode_date)


def encode_json(value: Any) -> bytes:
    """Return a JSON value as bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def encode_date(value: date | None) -> bytes:
    """Return a date as ISO 8601 bytes, nothing for none."""
    return value.isoformat().encode() if value else b""


def decode_date(content: bytes) -> date | None:
    """Return what ``encode_date`` was given."""
    return date.fromisoformat(content.decode()) if content else None
