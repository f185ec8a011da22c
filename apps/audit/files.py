"""Small files that must be whole or not there, and on disk before anything is said of them."""

import os
from pathlib import Path


def write_new(path: Path, text: str) -> None:
    """Make a file that was not there, for its owner alone. Raises FileExistsError."""
    draft = _draft(path, text)
    try:
        os.link(draft, path)
    finally:
        draft.unlink()
    _sync(path.parent)


def write_over(path: Path, text: str) -> None:
    """Put a file in the place of another in one step."""
    _draft(path, text).replace(path)
    _sync(path.parent)


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)
    return draft


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
