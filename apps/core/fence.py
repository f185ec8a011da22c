"""The second fence: what PostgreSQL itself shows of a fenced table, whatever a query forgot to ask (decision 0018).

A table behind it shows rows only inside one of these blocks, and nothing outside. The settings are local to the
transaction: they end with it, and no pooled connection carries them to the next request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

# The last one is what PostgreSQL remembers within a block: it begins empty.
_SETTINGS = ("workbench.requester", "workbench.subject", "workbench.keeping", "workbench.hidden")
_SET = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
_READ = "SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _SETTINGS)
# What was set, and what is from now on: a materialized query is read before anything is made of its row.
_SWAP = " ".join(("WITH before AS MATERIALIZED", f"({_READ})", f"{_SET}, before.*", "FROM before"))


@contextmanager
def reading(person_id: UUID | str, subject_id: UUID | str) -> Iterator[None]:
    """Show the rows of one subject (a patient) for as long as the block lasts, if the person may read them now.

    The policy of the table asks for the person's right by itself; a person without it sees nothing.
    """
    with _settings(str(person_id), str(subject_id), ""):
        yield


@contextmanager
def keeping() -> Iterator[None]:
    """Show and let change every row: for the belts that fill, renew and empty a fenced table for nobody's eyes."""
    with _settings("", "", "on"):
        yield


@contextmanager
def _settings(*values: str) -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SWAP if nested else _SET, (*values, ""))
        before = cursor.fetchone()[len(_SETTINGS) :]
        yield
        if nested:  # otherwise they end with the transaction
            cursor.execute(_SET, before)
