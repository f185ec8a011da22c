"""The key that signs heads, in a file outside the database, and beside it what was signed last.

The file holds one line, as the tools of other logs write it: ``PRIVATE+KEY+<name>+<key hash>+<base64>``.
"""

import base64
import binascii
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from apps.audit.domain.chain import GENESIS
from apps.audit.domain.merkle import Frontier
from apps.audit.domain.note import LOG, Signer
from apps.audit.errors import LogKeyUnusable
from apps.audit.files import write_new, write_over

MARK = "PRIVATE+KEY+"
SEED = 32
OTHERS = 0o077


def key_make(path: Path, name: str, algorithm: int = LOG) -> Signer:
    """Make a key that only its owner may read. Raises LogKeyUnusable where a file is there already."""
    signer = Signer(name, algorithm, Ed25519PrivateKey.generate())
    encoded = base64.b64encode(bytes([algorithm]) + signer.private.private_bytes_raw()).decode()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        write_new(path, f"{MARK}{name}+{signer.verifier.key_hash.hex()}+{encoded}\n")
    except FileExistsError:
        raise LogKeyUnusable(
            f"There is a key in {path} already; what it signed can be verified with it alone."
        ) from None
    return signer


def key_read(path: Path) -> Signer:
    """Return the key in a file. Raises LogKeyUnusable when it is not there, not a key, or open to others."""
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise LogKeyUnusable(f"The key {path} cannot be read ({error.strerror}). Make it with log_key.") from error
    if mode & OTHERS:
        raise LogKeyUnusable(f"Others than its owner may read the key {path}. Close it with: chmod 600 {path}")
    name, _, rest = text.removeprefix(MARK).partition("+")
    try:
        raw = base64.b64decode(rest.partition("+")[2], validate=True)
    except binascii.Error:
        raw = b""
    if not text.startswith(MARK) or len(raw) != SEED + 1:
        raise LogKeyUnusable(f"The file {path} holds no key of a log or a witness.")
    return Signer(name, raw[0], Ed25519PrivateKey.from_private_bytes(raw[1:]))


@dataclass(frozen=True, slots=True)
class Memory:
    """What the signer signed last: it never signs anything that does not continue this."""

    epoch: int = 1
    size: int = 0
    last_hash: str = GENESIS  # of the last event that is in the tree
    roots: list[str] = field(default_factory=list)  # of the frontier
    signed_at: str = ""
    note: str = ""
    kept: list[list[int]] = field(default_factory=list)  # by the epoch a signed gap began: events it kept as signed
    before: dict[str, Any] | None = None  # the memory before this one, for a stop between signing and storing

    def frontier(self) -> Frontier:
        return Frontier(self.size, [bytes.fromhex(root) for root in self.roots])


def memory_path(key: Path) -> Path:
    return key.with_name(f"{key.name}.memory")


def memory_read(key: Path) -> Memory | None:
    """Return what was signed last with a key; None when nothing was yet."""
    path = memory_path(key)
    try:
        return Memory(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise LogKeyUnusable(f"What the signer remembers, {path}, cannot be read. Put your copy of it back.") from error


def memory_write(key: Path, memory: Memory) -> None:
    """Replace the memory in one step, on disk before this returns."""
    write_over(memory_path(key), json.dumps(asdict(memory)))
