"""What governance asks of the rooms above it, which it cannot see: the settings name who answers, by dotted path."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from apps.core.actors import Actor


@dataclass(frozen=True, slots=True)
class Held:
    """What legal holds cover now, by opaque ids. A held draft does not hold its patient's other drafts."""

    organizations: frozenset[UUID] = field(default_factory=frozenset)
    patients: frozenset[UUID] = field(default_factory=frozenset)
    drafts: frozenset[UUID] = field(default_factory=frozenset)
    patients_of_drafts: frozenset[UUID] = field(default_factory=frozenset)
    touched: frozenset[UUID] = field(default_factory=frozenset)  # organizations that hold anything at all

    @property
    def any_patients(self) -> frozenset[UUID]:
        """Return the patients of whom anything at all is held: for records that cannot be told apart by draft."""
        return self.patients | self.patients_of_drafts


NOTHING_HELD = Held()


class Due(Protocol):
    """Ids, oldest first, without having been read yet: a query set of one column. Read inside ``fence.keeping``."""

    def count(self) -> int:
        """Return how many there are."""

    def __getitem__(self, index: slice) -> Iterable[Any]: ...


class Purger(Protocol):
    """One class of record: which are due, and how to purge them."""

    def due(self, *, before: datetime, held: Held) -> Due:
        """Return the ids whose time ended before then and that no hold covers."""

    def purge(self, *, ids: Sequence[Any], event_id: UUID, actor: Actor) -> None:
        """Purge these, in the transaction and under the audit event of the batch. Doing it twice changes nothing."""


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """What goes when a record is destroyed: the patient as a masked label, never the name, and how many of what."""

    label: str
    counts: Mapping[str, int]  # in words, as a page shows them


@dataclass(frozen=True, slots=True)
class TouchedDraft:
    """A draft that a release wrote: opaque ids and moments, nothing of the patient."""

    id: str
    kind: str
    status: str
    asked_at: datetime
    ready_at: datetime | None
    release: str  # digest


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model that a room would load: its file, or its folder with a way to ``read`` the sha256 of the whole.

    ``expected`` is the sha256 that the code itself records; empty: a person must have registered the file.
    """

    name: str
    path: Path
    expected: str = ""
    read: Callable[[], str] | None = None


class Eraser(Protocol):
    """One room's part in destroying a patient's record."""

    tables: frozenset[str]  # every table of the room that may hold something of a patient

    def erase(self, *, patient_id: UUID, event_id: UUID, actor: Actor) -> Mapping[str, int]:
        """Destroy everything readable about the patient; return how many rows of which table were touched."""
