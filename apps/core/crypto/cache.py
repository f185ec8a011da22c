"""Unwrapped data keys in the memory of this process: few minutes, bounded, and never a key that was not committed."""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.core.cache import cache as shared
from django.db import connection, transaction
from redis.exceptions import RedisError

from apps.core.crypto.envelope import Key

LIFETIME_SECONDS = 300.0  # how long pages go on when the key provider is away (K06)
MOST_SUBJECTS = 20_000
EPOCH = "crypto:keys-destroyed"  # grows whenever a key is destroyed: other processes then forget theirs
EPOCH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class SubjectKeys:
    """The living data keys of one subject by version. Without any, they were destroyed."""

    keys: Mapping[int, Key] = field(repr=False)
    until: float  # on the monotonic clock

    @property
    def newest(self) -> int:
        return max(self.keys, default=0)


class _OfTransaction(threading.local):
    """Keys read or made in the transaction that is open: nobody else may use them before it is committed."""

    hooks: Any = None
    sets: dict[UUID, SubjectKeys]


class KeyCache:
    """Hands out unwrapped keys until their time is over. Safe for threads."""

    def __init__(self) -> None:
        self.clock = time.monotonic
        self._committed: OrderedDict[UUID, SubjectKeys] = OrderedDict()
        self._lock = threading.Lock()
        self._open = _OfTransaction()
        self._epoch: Any = None
        self._epoch_asked = -EPOCH_SECONDS

    def find(self, subject: UUID) -> SubjectKeys | None:
        """Return the keys of a subject, or None when they have to be read anew."""
        self._follow_epoch()
        found = self._committed.get(subject)
        if found is None and connection.in_atomic_block:
            found = self._of_transaction().get(subject)
        return found if found and found.until > self.clock() else None

    def keep(self, sets: Mapping[UUID, Mapping[int, Key]]) -> dict[UUID, SubjectKeys]:
        """Keep what was read or made; inside a transaction for the others only once that is committed."""
        until = self.clock() + LIFETIME_SECONDS
        kept = {subject: SubjectKeys(dict(keys), until) for subject, keys in sets.items()}
        if connection.in_atomic_block:
            self._of_transaction().update(kept)
            transaction.on_commit(partial(self._keep_for_all, kept))
        else:
            self._keep_for_all(kept)
        return kept

    def forget(self, subjects: Iterable[UUID]) -> None:
        """Drop keys that were destroyed, here now and in other processes within a second of the commit."""
        gone = list(subjects)
        self._drop(gone)
        transaction.on_commit(partial(self._drop, gone))  # somebody may have read them again before the commit
        transaction.on_commit(_next_epoch, robust=True)

    def forget_all(self) -> None:
        """Drop every key."""
        with self._lock:
            self._committed.clear()
        self._open.hooks = None

    def _keep_for_all(self, sets: Mapping[UUID, SubjectKeys]) -> None:
        with self._lock:
            for subject, keys in sets.items():
                self._committed[subject] = keys
                self._committed.move_to_end(subject)
            while len(self._committed) > MOST_SUBJECTS:
                self._committed.popitem(last=False)

    def _drop(self, subjects: Iterable[UUID]) -> None:
        with self._lock:
            for subject in subjects:
                self._committed.pop(subject, None)
        if connection.in_atomic_block:
            for subject in subjects:
                self._of_transaction().pop(subject, None)

    def _of_transaction(self) -> dict[UUID, SubjectKeys]:
        # Django puts a new list in place of what waits for the commit whenever a transaction ends or a savepoint is
        # rolled back. A key made before that may not exist any more, so it is read again.
        if self._open.hooks is not connection.run_on_commit:
            self._open.hooks, self._open.sets = connection.run_on_commit, {}
        return self._open.sets

    def _follow_epoch(self) -> None:
        """Forget everything once another process has destroyed a key. Without Redis, keys end with their lifetime."""
        now = self.clock()
        if now - self._epoch_asked < EPOCH_SECONDS:
            return
        self._epoch_asked = now
        try:
            epoch = shared.get(EPOCH)
        except RedisError:  # the shared cache is away: reading goes on
            return
        if epoch != self._epoch:
            self._epoch = epoch
            self.forget_all()


def _next_epoch() -> None:
    if not shared.add(EPOCH, 1, timeout=None):
        shared.incr(EPOCH)


KEYS = KeyCache()
