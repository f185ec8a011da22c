"""Where a fitted model is written: asked before the minutes that fitting takes, not after them."""

import os
from pathlib import Path

from django.core.management.base import CommandError


def check_can_be_written(out: Path) -> None:
    """Raise CommandError, with what to do, unless a file can be written there."""
    if out.is_dir() or not out.parent.is_dir():
        raise CommandError(f"{out} cannot be written: --out names a file in a folder that is there.")
    if not os.access(out if out.exists() else out.parent, os.W_OK):
        raise CommandError(f"{out} may not be written by this user.")
