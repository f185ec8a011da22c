"""Which witnesses the settings name: ``name=/folder`` or ``name=https://host/path <public key>``, by commas."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from apps.audit.domain.note import BadNote, Verifier
from apps.audit.witnesses.book import Book
from apps.audit.witnesses.remote import RemoteWitness

ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Witness(Protocol):
    """Keeps heads, and takes none that does not continue the last."""

    @property
    def name(self) -> str: ...

    def add(self, *, old: int, proof: Sequence[bytes], note: str, verifier: Verifier) -> str:
        """Return the witness's own signature, or nothing where it only keeps. Raises WitnessRefused."""

    def last_size(self, origin: str) -> int | None:
        """Return how many events it has seen; None where it does not say."""


@dataclass(frozen=True, slots=True)
class FolderWitness:
    """Keeps the heads of the log in a folder."""

    name: str
    folder: Path

    def add(self, *, old: int, proof: Sequence[bytes], note: str, verifier: Verifier) -> str:
        """Keep a head. Raises WitnessRefused."""
        origin = note.partition("\n")[0]
        Book(self.folder, origin).add(old=old, proof=proof, note=note, verifier=verifier)
        return ""

    def last_size(self, origin: str) -> int | None:
        last = Book(self.folder, origin).last()
        return last.size if last else 0


def witnesses() -> list[Witness]:
    """Return the witnesses in the order of the settings. Raises ImproperlyConfigured."""
    found = [_witness(entry) for entry in settings.WORKBENCH_WITNESSES]
    names = [witness.name for witness in found]
    if len(set(names)) != len(names):
        raise ImproperlyConfigured("WORKBENCH_WITNESSES gives two witnesses one name. Give each its own.")
    return found


def _witness(entry: str) -> Witness:
    name, _, target = (part.strip() for part in entry.partition("="))
    if not name or not target:
        raise ImproperlyConfigured("WORKBENCH_WITNESSES holds entries like name=/folder or name=https://host/ key.")
    if "://" not in target:
        if not target.startswith("/"):
            raise ImproperlyConfigured(f"The witness {name} is to keep its heads in a folder that begins with /.")
        return FolderWitness(name, Path(target))
    address, _, key = target.partition(" ")
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ON_THIS_MACHINE:
        raise ImproperlyConfigured(f"The witness {name} would be asked over plain http. Give it an https address.")
    try:
        return RemoteWitness(name, address, Verifier.read(key))
    except BadNote as error:
        raise ImproperlyConfigured(
            f"The witness {name} needs its public key after its address, as log_witness prints it."
        ) from error
