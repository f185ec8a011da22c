"""The default key provider: a file of named 256-bit keys, readable by its owner only.

{"active": "<key id>", "keys": {"<key id>": "<base64 of 32 bytes>"}}
"""

import base64
import binascii
import json
import os
import secrets
import stat
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag

from apps.core.crypto.envelope import NONCE_BYTES, Key
from apps.core.crypto.errors import KeyringError, KeysUnavailable
from apps.core.crypto.provider import WrappedKey

OWNER_ONLY = 0o600
OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Ring:
    """The content of a keyring file."""

    active: str
    keys: Mapping[str, Key] = field(repr=False)


@dataclass
class FileKeyring:
    """Wraps data keys with the active key of a file, which is read again whenever it changes."""

    path: Path
    _ring: Ring | None = field(default=None, repr=False)
    _seen: tuple[int, int, int] = (0, 0, 0)

    def active_key_id(self) -> str:
        return self._read().active

    def wrap(self, keys: Sequence[tuple[Key, bytes]]) -> list[WrappedKey]:
        ring = self._read()
        return [_wrap(ring.active, ring.keys[ring.active], key, context) for key, context in keys]

    def unwrap(self, wrapped: Sequence[tuple[WrappedKey, bytes]]) -> list[Key]:
        ring = self._read()
        return [_unwrap(ring, one, context) for one, context in wrapped]

    def _read(self) -> Ring:
        try:
            status = self.path.stat()
            seen = (status.st_ino, status.st_mtime_ns, status.st_size)
            if self._ring is None or seen != self._seen:
                self._ring, self._seen = read_ring(self.path), seen
        except (OSError, KeyringError) as error:
            sentence = error.sentence if isinstance(error, KeyringError) else f"It cannot be read ({error.strerror})."
            raise KeysUnavailable(f"The keyring cannot be used. {sentence}") from None
        return self._ring


def _bound_to(key_id: str, context: bytes) -> bytes:
    return b"data key|" + key_id.encode() + b"|" + context


def _wrap(key_id: str, ring_key: Key, key: Key, context: bytes) -> WrappedKey:
    nonce = os.urandom(NONCE_BYTES)
    return WrappedKey(key_id, nonce + ring_key.encrypt(nonce, key.raw, _bound_to(key_id, context)))


def _unwrap(ring: Ring, wrapped: WrappedKey, context: bytes) -> Key:
    ring_key = ring.keys.get(wrapped.key_id)
    if ring_key is None:
        raise KeysUnavailable(
            f"The keyring does not hold the key {wrapped.key_id!r}, which data keys are still wrapped with. "
            "Put it back into the file; keys_status says how many need it."
        )
    nonce, ciphertext = wrapped.blob[:NONCE_BYTES], wrapped.blob[NONCE_BYTES:]
    try:
        return Key(ring_key.decrypt(nonce, ciphertext, _bound_to(wrapped.key_id, context)))
    except (InvalidTag, ValueError):
        raise KeysUnavailable(
            f"A data key does not open with the key {wrapped.key_id!r} of the keyring: the row was changed, or the "
            "file holds another key under this name."
        ) from None


def read_ring(path: Path) -> Ring:
    """Return the keys of a file. Raises KeyringError, with a sentence, OSError when it cannot be opened."""
    if path.stat().st_mode & OTHERS:
        raise KeyringError("Others on this machine may read the file. Take that away from them (chmod 600).")
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        keys = {str(name): Key(base64.b64decode(text, validate=True)) for name, text in content["keys"].items()}
        active = str(content["active"])
    except (ValueError, TypeError, KeyError, AttributeError, binascii.Error):
        raise KeyringError("The file is not a keyring: a JSON object with active and keys, each 32 bytes.") from None
    if active not in keys:
        raise KeyringError("The key that the file calls active is not in it.")
    return Ring(active, keys)


def make_ring(path: Path) -> str:
    """Make a keyring with one key and return its id. Raises KeyringError when there is one: it is never replaced."""
    key_id = new_key_id()
    draft = _draft(path, {"active": key_id, "keys": {key_id: _new_secret()}})
    try:
        # A link, unlike a rename, fails when the name is taken: two that start at once agree on one keyring.
        os.link(draft, path)
    except FileExistsError:
        raise KeyringError(f"There is a keyring at {path} already. It is left as it is; --add adds a key.") from None
    finally:
        draft.unlink()
    return key_id


def ensure_ring(path: Path) -> None:
    """Make a keyring where there is none."""
    if not path.exists():
        with suppress(KeyringError):
            make_ring(path)


def add_key(path: Path) -> str:
    """Add a key to a keyring, make it the active one and return its id; every older key stays."""
    ring = read_ring(path)
    key_id = new_key_id()
    kept = {name: base64.b64encode(key.raw).decode() for name, key in ring.keys.items()}
    _draft(path, {"active": key_id, "keys": {**kept, key_id: _new_secret()}}).replace(path)
    return key_id


def remove_key(path: Path, key_id: str) -> None:
    """Take a key that is not the active one out of a keyring. The caller makes sure that nothing needs it."""
    ring = read_ring(path)
    if key_id == ring.active or key_id not in ring.keys:
        raise KeyringError(f"{key_id!r} is the active key, or not in the keyring. Nothing was removed.")
    kept = {name: base64.b64encode(key.raw).decode() for name, key in ring.keys.items() if name != key_id}
    _draft(path, {"active": ring.active, "keys": kept}).replace(path)


def new_key_id() -> str:
    """Return a name no other key has; it says nothing of the key."""
    return f"key-{secrets.token_hex(4)}"


def _new_secret() -> str:
    return base64.b64encode(Key.new().raw).decode()


def _draft(path: Path, content: Mapping[str, object]) -> Path:
    """Write a file beside the keyring, so that it takes the keyring's name in one step and is never half-written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    return draft
