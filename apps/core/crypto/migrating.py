"""Migration operations that seal columns which stood in plain text: add, seal what is there, remove.

The old values stay in dead rows of the table until PostgreSQL has vacuumed it (VACUUM FULL removes them at once), and
in every backup that was taken before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.migrations import AddField, AlterField, RemoveField, RunPython
from django.db.migrations.operations.base import Operation
from django.db.models import BinaryField

from apps.core.crypto.envelope import seal, unseal, version_of
from apps.core.crypto.errors import KeyDestroyed
from apps.core.crypto.keys import data_keys, opening_key, sealing_key
from apps.core.crypto.sealed import encode_date, encode_json, packed, place_of

CHUNK = 500
ENCODERS: Mapping[str, Callable[[Any], bytes]] = {
    "text": str.encode, "json": encode_json, "date": encode_date, "bytes": bytes,
}  # fmt: skip


def seal_columns(app: str, model: str, *, subject: str, columns: Mapping[str, str]) -> list[Operation]:
    """Return the operations that put ``<name>_sealed`` in place of each column; ``columns`` says what each holds.

    ``subject`` names the attribute, or several where the first may be empty: "patient_id|organization_id".
    """

    def seal_rows(apps: Any, _: Any) -> None:
        seal_existing(apps.get_model(app, model), subject, columns)

    names = [f"{name}_sealed" for name in columns]
    return [
        *(AddField(model, name, BinaryField(null=True)) for name in names),
        RunPython(seal_rows),
        *(AlterField(model, name, BinaryField()) for name in names),
        *(RemoveField(model, name) for name in columns),
    ]


def seal_existing(model: Any, subject: str, columns: Mapping[str, str]) -> None:
    """Seal the rows that are there, a chunk at a time."""
    ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return
    owner, dot, _ = subject.partition(".")
    with_owner = model.objects.select_related(owner) if dot else model.objects
    with triggers_aside(model._meta.db_table):
        for start in range(0, len(ids), CHUNK):
            rows = list(with_owner.filter(pk__in=ids[start : start + CHUNK]))
            _seal(rows, [subject_of(row, subject) for row in rows], columns)
            model.objects.bulk_update(rows, [f"{name}_sealed" for name in columns])
    checks_done()


def bind_columns(app: str, model: str, *, subject: str, columns: Sequence[str], beside: tuple[str, ...]) -> RunPython:
    """Return the operation that binds sealed columns to what stands open beside them (``Sealed.beside``)."""

    def bind_rows(apps: Any, _: Any) -> None:
        rows_of = apps.get_model(app, model).objects
        rows = list(rows_of.order_by("pk"))
        data_keys({subject_of(row, subject) for row in rows})
        for row in rows:
            with suppress(KeyDestroyed):  # nobody opens it any more, bound or not
                for column in columns:
                    setattr(row, column, _bound(row, subject_of(row, subject), column, beside))
        rows_of.bulk_update(rows, columns, batch_size=CHUNK)
        checks_done()

    return RunPython(bind_rows)


def _bound(row: Any, owner: UUID, column: str, beside: tuple[str, ...]) -> bytes:
    sealed = bytes(getattr(row, column))
    version = version_of(sealed)
    key = opening_key(owner, version)
    return seal(key, version, place_of(row, column, beside), unseal(key, place_of(row, column), sealed))


def checks_done() -> None:
    """Do now what constraints put off: a row changed twice in a transaction keeps its table from being altered."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def triggers_aside(table: str) -> Iterator[None]:
    """Set a table's own triggers aside, such as the one that keeps its rows as they were written (``rows_stay``)."""
    checks_done()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
        )
        triggers = cursor.fetchall()
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        yield
        checks_done()
        for name, enabled in triggers:
            always = "ALWAYS" if enabled in {"A", b"A"} else ""
            cursor.execute(f'ALTER TABLE "{table}" ENABLE {always} TRIGGER "{name}"')


def subject_of(row: Any, subject: str) -> UUID:
    """Return the first of the named attributes that is not empty."""
    found: UUID = next(value for name in subject.split("|") if (value := attrgetter(name)(row)))
    return found


def _seal(rows: Sequence[Any], subjects: Sequence[UUID], columns: Mapping[str, str]) -> None:
    data_keys(subjects, make=True)
    for row, owner in zip(rows, subjects, strict=True):
        version, key = sealing_key(owner)
        for name, kind in columns.items():
            plaintext = packed(ENCODERS[kind](getattr(row, name)))
            setattr(row, f"{name}_sealed", seal(key, version, place_of(row, f"{name}_sealed"), plaintext))
