"""Where a request, a task or a command stands: in one organization, everywhere, or nowhere (decision 0059).

PostgreSQL shows a row that has a patient only to who stands in its organization (``core.fencing.organization_fence``).
Whoever says nothing stands nowhere and sees nothing. ``core.postgresql`` tells the database, in each transaction. Where
a reader is named too, PostgreSQL shows the words of those charts alone that are open to them (``reader_fence``).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple
from uuid import UUID

from django.apps import apps


class Place(NamedTuple):
    """What PostgreSQL is told: the id of an organization, "every" or nothing; and for which person it asks the rest."""

    organization: str
    reader: str = ""


NOWHERE = Place("")
EVERYWHERE = Place("every")

_standing: ContextVar[Place | None] = ContextVar("standing", default=None)
_of_process = [NOWHERE]  # of threads where no block says anything


def standing() -> Place:
    """Return where this thread stands now."""
    here = _standing.get()
    return _of_process[0] if here is None else here


@contextmanager
def standing_in(organization_id: UUID | str | None, *, reader: UUID | str | None = None) -> Iterator[None]:
    """See the rows of one organization for as long as the block lasts; of none where ``None`` is given.

    With a ``reader``, a person's id, the words of charts are shown as far as they are open to that person. Without one
    the block does the house's own work.
    """
    with _standing_at(NOWHERE if organization_id is None else Place(str(organization_id), str(reader or ""))):
        yield


@contextmanager
def standing_everywhere() -> Iterator[None]:
    """See every organization's rows: for belts that look after all of them, and to find out whose a record is."""
    with _standing_at(EVERYWHERE):
        yield


@contextmanager
def _standing_at(where: Place) -> Iterator[None]:
    before = _standing.set(where)
    try:
        yield
    finally:
        _standing.reset(before)


def process_stands_everywhere() -> None:
    """Let a whole process stand everywhere unless a block says otherwise: an operator's command at the terminal.

    A request and a task always stand where their own block says, in whatever process they are served.
    """
    _of_process[0] = EVERYWHERE


def organization_of(label: str, path: str = "organization_id") -> Callable[[str], str | None]:
    """Return what says in whose organization a record is, by its id; None where there is none such.

    ``label`` names the model ("drafting.Draft"), ``path`` the way from it to the organization's id.
    """

    def look(identifier: str) -> str | None:
        with standing_everywhere():
            found = apps.get_model(label)._base_manager.filter(pk=identifier).values_list(path, flat=True).first()
        return None if found is None else str(found)

    return look


def streamed_from(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Pass on what a streamed answer is made of, standing where its request stood: it is made after the request."""
    return _streamed(standing(), iter(parts))


def _streamed(where: Place, parts: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with _standing_at(where):
            part = next(parts, None)
        if part is None:
            return
        yield part
