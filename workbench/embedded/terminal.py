"""What the person who typed ``make demo`` sees, and how a signal reaches the loop that runs it."""

import os
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console

# Long paths are left whole, so that they can be copied.
console = Console(highlight=False, soft_wrap=True)

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def step(sentence: str) -> Iterator[None]:
    """Say what is being done while it is done, and how long it took afterwards."""
    began = time.monotonic()
    with console.status(sentence):
        yield
    console.print(f"  [green]done[/] {sentence} [dim]{time.monotonic() - began:.1f} s[/]")


class StopRequest:
    """Remembers that a stop was asked for. Handlers only take a note, so nothing is interrupted half-way."""

    def __init__(self) -> None:
        self.received: signal.Signals | None = None
        self._reads, writes = os.pipe()
        for descriptor in (self._reads, writes):
            os.set_blocking(descriptor, False)
        signal.set_wakeup_fd(writes, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            signal.signal(number, self._note)
        # A child that ends wakes the loop as well, so that it is started again at once.
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def __bool__(self) -> bool:
        return self.received is not None

    def _note(self, number: int, _: FrameType | None) -> None:
        self.received = signal.Signals(number)

    def wait(self, seconds: float) -> None:
        """Sleep until the time is over or any signal arrives."""
        select.select([self._reads], [], [], seconds)
        while select.select([self._reads], [], [], 0)[0]:
            os.read(self._reads, 64)
