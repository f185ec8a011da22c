"""Asking for a password at a terminal, for commands that act in somebody's name."""

from getpass import GetPassWarning, getpass
from warnings import catch_warnings, simplefilter

from django.core.management.base import CommandError

NEEDS_A_TERMINAL = (
    "This command asks for a password and needs a terminal to do so: it reads none from a pipe or a file. Nothing was "
    "done. In a container, run it with one (docker exec -it)."
)
GIVEN_UP = "No password was typed. Nothing was done."


def password_ask(name: str) -> str:
    """Return what the person of this name typed, unseen, as their password. Raises CommandError without a terminal."""
    try:
        with catch_warnings():
            simplefilter("error", GetPassWarning)  # what is typed would be seen
            return getpass(f"Password of {name}: ")
    except (GetPassWarning, EOFError, OSError):
        raise CommandError(NEEDS_A_TERMINAL) from None
    except KeyboardInterrupt:
        raise CommandError(GIVEN_UP) from None
