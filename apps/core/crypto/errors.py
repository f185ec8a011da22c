"""What can go wrong with keys and sealed values, in sentences that hold neither."""

from apps.core.errors import WorkbenchError


class SealBroken(WorkbenchError):
    """A stored value does not open: it was changed, cut, moved from another place, or sealed with another key."""


class KeyDestroyed(WorkbenchError):
    """The key was destroyed on purpose: nobody can read this any more, and nothing new is written under it."""


class KeyMissing(WorkbenchError):
    """A key that a stored value names has never been here, or the row that held it is gone."""


class KeysUnavailable(WorkbenchError):
    """The key provider does not answer, or does not hold the key that is asked for (HTTP 503)."""

    permanent = False


class KeyringError(WorkbenchError):
    """A keyring file cannot be made, read or changed as asked."""
