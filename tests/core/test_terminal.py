"""A command asks for a password at a terminal alone: without one it says so, and reads nothing others could see."""

import subprocess
import sys

import pytest
from django.core.management.base import CommandError

from apps.core import terminal
from apps.core.terminal import NEEDS_A_TERMINAL, password_ask

ASKS = """
from django.core.management.base import CommandError
from apps.core.terminal import password_ask
try:
    print("read", password_ask("Ada Min"))
except CommandError as refusal:
    print(refusal, refusal.returncode)
"""


@pytest.mark.parametrize("typed", ["", "correct horse battery staple\n"])
def test_without_a_terminal_a_sentence_says_so_and_a_pipe_is_not_read(typed: str) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASKS], input=typed, capture_output=True, text=True, check=False, start_new_session=True
    )
    assert (asked.stdout.strip(), asked.stderr) == (f"{NEEDS_A_TERMINAL} 1", "")


@pytest.mark.parametrize("ends", [EOFError, KeyboardInterrupt, OSError])
def test_whoever_types_nothing_is_told_that_nothing_was_done(monkeypatch, ends: type) -> None:
    def given_up(_: str) -> str:
        raise ends

    monkeypatch.setattr(terminal, "getpass", given_up)
    with pytest.raises(CommandError, match="Nothing was done"):
        password_ask("Ada Min")
