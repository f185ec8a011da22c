"""The keyring of this clone: made once, readable by its owner only. Who loses it loses every chart."""

import psycopg
from django.core.exceptions import ImproperlyConfigured

from apps.core.crypto.keyring import ensure_ring
from workbench.embedded.paths import Folder, shown

PATIENCE_SECONDS = 5


def make_keyring_if_missing(folder: Folder, provider: str, database: str) -> None:
    """Make the keyring in the folder, unless the settings name another provider or another file.

    ``database`` is the address of the database it is for. While that does not answer no keyring is made. Raises
    ImproperlyConfigured when it holds data keys: their keyring is gone, and a new one would open none of them.
    """
    if provider != f"file:{folder.keyring}" or folder.keyring.exists():
        return
    is_new = database == folder.database_url() and not folder.postgres_data.exists()
    needs_old_one = False if is_new else _holds_data_keys(database)
    if needs_old_one:
        raise ImproperlyConfigured(
            f"The keyring {shown(folder.keyring)} is missing, and the records in the database open with it alone. Put "
            "your copy of the file back and start again; a new keyring would open none of them."
        )
    if needs_old_one is False:
        folder.prepare()
        ensure_ring(folder.keyring)


def _holds_data_keys(database: str) -> bool | None:
    """Return whether the database holds a living data key; None when it does not answer."""
    try:
        with psycopg.connect(database, connect_timeout=PATIENCE_SECONDS) as connection:
            row = connection.execute("SELECT EXISTS (SELECT FROM core_datakey WHERE destroyed_at IS NULL)").fetchone()
    except psycopg.errors.UndefinedTable:
        return False
    except psycopg.Error:
        return None
    return bool(row and row[0])
