"""Where a request, a task or a command stands: in one organization, everywhere, or nowhere (decision 0059).

PostgreSQL shows a row that has a patient only to who stands in its organization (``core.fencing.organization_fence``).
Whoever says nothing stands nowhere and sees nothing. ``core.postgresql`` tells the database, in each transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.apps import apps

NOWHERE = ""
EVERYWHERE = "every"

_standing: ContextVar[str | None] = ContextVar("standing", default=None)
_of_process = [NOWHERE]  # of threads where no block says anything


def standing() -> str:
    """Return where this thread stands now: the id of an organization, ``EVERYWHERE`` or ``NOWHERE``."""
    here = _standing.get()
    return _of_process[0] if here is None else here


@contextmanager
def standing_in(organization_id: UUID | str | None) -> Iterator[None]:
    """See the rows of one organization for as long as the block lasts; of none where ``None`` is given."""
    with _standing_at(NOWHERE if organization_id is None else str(organization_id)):
        yield


@contextmanager
def standing_everywhere() -> Iterator[None]:
    """See every organization's rows: for belts that look after all of them, and to find out whose a record is."""
    with _standing_at(EVERYWHERE):
        yield


@contextmanager
def _standing_at(where: str) -> Iterator[None]:
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


def organization_of(label: str, path: str = "organization_id") -> Callable[[str], str]:
    """Return what says in whose organization a record is, by its id; ``NOWHERE`` where there is none such.

    ``label`` names the model ("drafting.Draft"), ``path`` the way from it to the organization's id.
    """

    def look(identifier: str) -> str:
        with standing_everywhere():
            found = apps.get_model(label)._base_manager.filter(pk=identifier).values_list(path, flat=True).first()
        return NOWHERE if found is None else str(found)

    return look


def streamed_from(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Pass on what a streamed answer is made of, standing where its request stood: it is made after the request."""
    return _streamed(standing(), iter(parts))


def _streamed(where: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with _standing_at(where):
            part = next(parts, None)
        if part is None:
            return
        yield part
