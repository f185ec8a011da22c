"""A folder that keeps every head it was shown, and takes only what continues the last one.

One file for each head, created exclusively and never touched again::

    <folder>/<origin, slashes as dashes>/log.key           whose heads these are
    <folder>/<origin, slashes as dashes>/00001234.head     the signed note
    <folder>/<origin, slashes as dashes>/last              the size of the newest

A folder of another computer, or one on media that cannot be rewritten, is best. It needs neither Django nor a database.
"""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from apps.audit.domain.merkle import EMPTY, Unproved, consistency_check
from apps.audit.domain.note import BadNote, Head, Verifier, verified
from apps.audit.errors import WitnessRefused
from apps.audit.files import write_new, write_over

PER_FOLDER = 10_000


class Book:
    """What one witness holds of one log."""

    def __init__(self, folder: Path, origin: str) -> None:
        self.folder = folder / origin.replace("/", "-")
        self.origin = origin

    def add(self, *, old: int, proof: Sequence[bytes], note: str, verifier: Verifier) -> Head:
        """Keep a head that continues the last one. Raises WitnessRefused with the status that says why not.

        Whoever asks says from which size the proof goes; compared and stored under one lock.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked():
            self._know(verifier)
            head = self._read(note, verifier)
            last = self.last()
            self._compare(old, head, last)
            root = last.root if last else EMPTY
            try:
                consistency_check(last.size if last else 0, root, head.size, head.root, proof)
            except Unproved as error:
                raise WitnessRefused(
                    f"The head of {head.size:,} events does not continue what this witness holds. {error}",
                    status=HTTPStatus.UNPROCESSABLE_ENTITY,
                ) from error
            if last is None or head.size > last.size:
                self._keep(head, note)
            return head

    def last(self) -> Head | None:
        """Return the newest head; None when there is none yet."""
        try:
            size = int((self.folder / "last").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        return Head.read(self.path_of(size).read_text(encoding="utf-8"))

    def notes(self) -> Iterator[str]:
        """Yield every note that is held, the oldest first."""
        for path in sorted(self.folder.glob("*/*.head")):
            yield path.read_text(encoding="utf-8")

    def path_of(self, size: int) -> Path:
        return self.folder / f"{size // PER_FOLDER:08d}" / f"{size:012d}.head"

    def _know(self, verifier: Verifier) -> None:
        """Remember whose heads these are the first time; another key is refused ever after."""
        path = self.folder / "log.key"
        if not path.exists():
            write_new(path, f"{verifier.text()}\n")
        elif path.read_text(encoding="utf-8").strip() != verifier.text():
            raise WitnessRefused(
                "This witness knows the log by another key. A key that was changed on purpose begins with a folder of "
                "its own.",
                status=HTTPStatus.FORBIDDEN,
            )

    def _read(self, note: str, verifier: Verifier) -> Head:
        try:
            head = Head.read(verified(note, verifier))
        except BadNote as error:
            raise WitnessRefused(str(error), status=HTTPStatus.FORBIDDEN) from error
        if head.origin != self.origin:
            raise WitnessRefused("This head is of another log.", status=HTTPStatus.NOT_FOUND)
        return head

    def _compare(self, old: int, head: Head, last: Head | None) -> None:
        size = last.size if last else 0
        if old > head.size:
            raise WitnessRefused("A head cannot be older than what it continues.", status=HTTPStatus.BAD_REQUEST)
        if old != size or (last and head.size == size and head.root != last.root):
            raise WitnessRefused(
                f"This witness holds a head of {size:,} events, not of {old:,}, or one of this size that says "
                "something else.",
                status=HTTPStatus.CONFLICT,
                size=size,
            )

    def _keep(self, head: Head, note: str) -> None:
        path = self.path_of(head.size)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            write_new(path, note)
        elif Head.read(path.read_text(encoding="utf-8")) != head:  # left by a stop between two writes
            raise WitnessRefused("This witness holds another head of this size.", status=HTTPStatus.CONFLICT)
        write_over(self.folder / "last", str(head.size))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "lock").open("a") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield
