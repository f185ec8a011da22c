"""What can go wrong with the log, in sentences for whoever looks after it."""

from apps.core.errors import Unavailable, WorkbenchError


class LogStopped(Unavailable):
    """The log takes no event, so no act may happen (T11)."""


class LogBroken(WorkbenchError):
    """What the database holds does not continue what was signed before: nothing more is signed."""


class LogCut(LogBroken):
    """The database holds less than was witnessed, or something else: it was cut, written anew, or restored."""

    def __init__(self, size: int, witnessed: int) -> None:
        super().__init__(
            f"The log is stopped: this database holds {size:,} events, or others than were signed, and {witnessed:,} "
            "were witnessed, as after a backup was restored. Nothing is recorded, and so nothing can be done, until an "
            "officer signs the gap with log_gap."
        )
        self.size = size
        self.witnessed = witnessed


class LogKeyUnusable(WorkbenchError):
    """The key that signs heads, or its memory, is not there or cannot be trusted."""


class WitnessRefused(WorkbenchError):
    """A witness did not take a head."""

    def __init__(self, sentence: str, *, status: int = 0, size: int | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.size = size  # what the witness holds, where it says so


class NotDestroyed(WorkbenchError):
    """A segment of the log may not be destroyed, or not now."""
