"""PostgreSQL refuses to run as root; when we are root, it runs as a system user of its own."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from workbench.embedded.processes import EmbeddedError

USER = "workbench-postgres"


def is_root() -> bool:
    return os.geteuid() == 0


def ensure_user() -> None:
    """Make the system user that owns PostgreSQL's files. It has no password, no shell and no home."""
    try:
        pwd.getpwnam(USER)
    except KeyError:
        _make_user()


def _make_user() -> None:
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER]
    if not shutil.which(command[0]):
        raise EmbeddedError(
            "PostgreSQL refuses to run as root, and there is no useradd here to make a user for it. "
            "Start the workbench as another user, or set DATABASE_URL to a PostgreSQL server."
        )
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode and "already exists" not in made.stderr:
        raise EmbeddedError(f"The system user {USER} for PostgreSQL could not be made: {made.stderr.strip()}")


def give(folder: Path) -> None:
    """Make the folder PostgreSQL's own."""
    entry = pwd.getpwnam(USER)
    os.chown(folder, entry.pw_uid, entry.pw_gid)


def prefix(*reaches: Path) -> list[str]:
    """Return the words that run a command as PostgreSQL's user, able to reach the given paths.

    Where a parent folder is closed to others (root's home, say) the command keeps one right of root, to look
    into folders. Opening the parent's permissions instead would change the machine for good.
    """
    if not is_root():
        return []
    words = ["setpriv", f"--reuid={USER}", f"--regid={pwd.getpwnam(USER).pw_gid}", "--clear-groups"]
    if not shutil.which(words[0]):
        raise EmbeddedError(
            "PostgreSQL refuses to run as root, and setpriv (package util-linux) is not here to change the user. "
            "Start the workbench as another user, or set DATABASE_URL to a PostgreSQL server."
        )
    if any(closed_parents(path) for path in reaches):
        words += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return words


def closed_parents(path: Path) -> list[Path]:
    """Return the parents of a path that other users may not pass through."""
    entry = pwd.getpwnam(USER)
    return [parent for parent in path.resolve().parents if not _passes(parent.stat(), entry)]


def _passes(status: os.stat_result, entry: pwd.struct_passwd) -> bool:
    if status.st_uid == entry.pw_uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == entry.pw_gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)
