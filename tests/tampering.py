"""What somebody with the owner's rights on the database could do: set a table's own triggers aside, and tamper.

They could not write a sealed column so that it opens: that takes a key.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def seal_broken(table: str) -> Iterator[None]:
    """Let the sealed rows of a table be changed inside the block."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of a test's transaction is done first
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_stays")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_stays")
