"""Data keys: made, read, renewed, wrapped anew and destroyed. Mechanics only; who may, and the record of it, is for
the rooms above (``governance.services``)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Count, QuerySet

from apps.core import clock
from apps.core.crypto.cache import KEYS, SubjectKeys
from apps.core.crypto.envelope import Key
from apps.core.crypto.errors import KeyDestroyed, KeyMissing, KeysUnavailable
from apps.core.crypto.provider import WrappedKey, key_provider
from apps.core.models import DataKey

DESTROYED = "This record's key was destroyed, so nobody can read it any more. That was recorded with its reason."
MISSING = "The key of this record is missing, so it cannot be read. Tell your administrator."


def sealing_key(subject: UUID) -> tuple[int, Key]:
    """Return the newest data key of a subject with its version; the first caller makes it. Raises KeyDestroyed."""
    keys = data_keys([subject], make=True)[subject]
    if not keys.newest:
        raise KeyDestroyed(DESTROYED)
    return keys.newest, keys.keys[keys.newest]


def opening_key(subject: UUID, version: int) -> Key:
    """Return the data key that a stored value asks for. Raises KeyDestroyed, KeyMissing, KeysUnavailable."""
    keys = data_keys([subject]).get(subject)
    if keys is None or (keys.keys and version not in keys.keys):
        raise KeyMissing(MISSING)
    if not keys.keys:
        raise KeyDestroyed(DESTROYED)
    return keys.keys[version]


def data_keys(subjects: Iterable[UUID], *, make: bool = False) -> dict[UUID, SubjectKeys]:
    """Return the keys of many subjects with at most one statement, none when all are in memory.

    Lists call this before they read sealed columns of many subjects. ``make`` makes what is missing, in two more
    statements.
    """
    wanted = set(subjects)
    found = {subject: keys for subject in wanted if (keys := KEYS.find(subject))}
    if missing := wanted - found.keys():
        found |= _load(missing)
    if make and (missing := wanted - found.keys()):
        _make(missing)
        found |= _load(missing)
    return found


def destroyed_subjects() -> QuerySet[DataKey, UUID]:
    """Return the subjects whose key was destroyed, for a query that leaves them out."""
    return DataKey.objects.exclude(destroyed_at=None).values_list("subject", flat=True)


def data_keys_destroy(subjects: Iterable[UUID]) -> int:
    """Destroy every version of the keys of these subjects and return how many there were. There is no way back."""
    gone = list(subjects)
    living = DataKey.objects.filter(subject__in=gone, destroyed_at=None)
    count = living.update(wrapped=b"", destroyed_at=clock.now())
    KEYS.forget(gone)
    return count


@transaction.atomic
def data_key_rotate(subject: UUID) -> int:
    """Make a new version of a subject's key for what is sealed from now on and return its number. Raises KeyDestroyed.

    Rows that are sealed already keep their version and stay as they were written.
    """
    sealing_key(subject)
    newest = DataKey.objects.select_for_update().filter(subject=subject).order_by("-version").first()
    version = newest.version + 1 if newest else 1
    DataKey.objects.bulk_create([_row(subject, version)])
    KEYS.forget([subject])
    return version


@dataclass(frozen=True, slots=True)
class KeyCount:
    """How many living data keys are wrapped with one key of the provider."""

    key_id: str
    count: int
    is_active: bool


def key_counts() -> list[KeyCount]:
    """Return the provider's keys that living data keys are wrapped with, the active one first even when unused."""
    active = key_provider().active_key_id()
    rows = DataKey.objects.filter(destroyed_at=None).values_list("key_id").annotate(count=Count("pk"))
    counts = {active: 0, **dict(rows.order_by("key_id"))}
    return [KeyCount(key_id, count, key_id == active) for key_id, count in counts.items()]


def data_keys_open() -> bool:
    """Say whether the provider opens what it wrapped: one living data key for each of its keys, never from memory."""
    living = DataKey.objects.filter(destroyed_at=None).order_by("key_id", "pk").distinct("key_id")
    try:
        provider = key_provider()
        provider.active_key_id()
        provider.unwrap([(WrappedKey(row.key_id, bytes(row.wrapped)), _context(row)) for row in living])
    except (KeysUnavailable, ImproperlyConfigured):
        return False
    return True


def data_keys_exist() -> bool:
    """Say whether anything is sealed with a key that lives."""
    return DataKey.objects.filter(destroyed_at=None).exists()


@transaction.atomic
def data_keys_rewrap(most: int) -> int:
    """Wrap up to so many data keys with the provider's active key and return how many that were; 0 when none is left.

    Rows that somebody else holds are left for the next call, so it may run while everybody works, twice at once too.
    """
    provider = key_provider()
    old = DataKey.objects.select_for_update(skip_locked=True).filter(destroyed_at=None)
    rows = list(old.exclude(key_id=provider.active_key_id()).order_by("pk")[:most])
    keys = provider.unwrap([(WrappedKey(row.key_id, bytes(row.wrapped)), _context(row)) for row in rows])
    wrapped = provider.wrap([(key, _context(row)) for key, row in zip(keys, rows, strict=True)])
    for row, anew in zip(rows, wrapped, strict=True):
        row.key_id, row.wrapped = anew.key_id, anew.blob
    return DataKey.objects.bulk_update(rows, ["key_id", "wrapped"])


def _context(row: DataKey) -> bytes:
    return f"{row.subject}|{row.version}".encode()


def _row(subject: UUID, version: int) -> DataKey:
    row = DataKey(subject=subject, version=version)
    (wrapped,) = key_provider().wrap([(Key.new(), _context(row))])
    row.key_id, row.wrapped = wrapped.key_id, wrapped.blob
    return row


def _make(subjects: Iterable[UUID]) -> None:
    """Write a first key for each subject; who else is making one at this moment is waited for, and theirs is used."""
    rows = [DataKey(subject=subject, version=1) for subject in sorted(subjects)]
    wrapped = key_provider().wrap([(Key.new(), _context(row)) for row in rows])
    for row, one in zip(rows, wrapped, strict=True):
        row.key_id, row.wrapped = one.key_id, one.blob
    DataKey.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def _load(subjects: Iterable[UUID]) -> Mapping[UUID, SubjectKeys]:
    rows = list(DataKey.objects.filter(subject__in=subjects))
    living = [row for row in rows if row.destroyed_at is None]
    keys = key_provider().unwrap([(WrappedKey(row.key_id, bytes(row.wrapped)), _context(row)) for row in living])
    sets: defaultdict[UUID, dict[int, Key]] = defaultdict(dict)
    for row, key in zip(living, keys, strict=True):
        sets[row.subject][row.version] = key
    destroyed: Any = {row.subject: {} for row in rows if row.subject not in sets}
    return KEYS.keep({**sets, **destroyed})
