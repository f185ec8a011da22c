"""What can go wrong with keys and sealed values, in sentences that hold neither."""

from apps.core.errors import WorkbenchError

CANNOT_BE_OPENED = "This record cannot be opened"


class SealBroken(WorkbenchError):
    """A stored value does not open: it was changed, cut, moved from another place, or sealed with another key.

    It is nobody's mistake at the desk: a page shows it as our own breakdown (HTTP 500), a list in place of the one row.
    """


class KeyDestroyed(WorkbenchError):
    """The key was destroyed on purpose: nobody can read this any more, and nothing new is written under it."""


class KeyMissing(WorkbenchError):
    """A key that a stored value names has never been here, or the row that held it is gone (HTTP 500)."""


DAMAGED = (SealBroken, KeyMissing)  # what closes one record; the others stay open


class KeysUnavailable(WorkbenchError):
    """The key provider does not answer, or does not hold the key that is asked for (HTTP 503)."""

    permanent = False


class KeyringError(WorkbenchError):
    """A keyring file cannot be made, read or changed as asked."""
