"""The secret key of this clone: made once, readable by its owner only."""

import os
import secrets

from workbench.embedded.paths import Folder


def read_or_make_secret_key(folder: Folder) -> str:
    """Return the key in the folder; the first caller makes it, and two at once agree on one."""
    try:
        return _read(folder)
    except FileNotFoundError:
        _make(folder)
        return _read(folder)


def _read(folder: Folder) -> str:
    return folder.secret_key.read_text(encoding="ascii").strip()


def _make(folder: Folder) -> None:
    folder.prepare()
    draft = folder.secret_key.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
    try:
        # A link, unlike a rename, fails when the name is taken: the key of another starter is never replaced.
        os.link(draft, folder.secret_key)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
