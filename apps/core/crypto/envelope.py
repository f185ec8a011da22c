"""One sealed value: AES-256-GCM (NIST SP 800-38D), bound to the one place it was written for.

Bytes: format (1), version of the data key (4, big-endian), random nonce (12), ciphertext with its tag (16).
The place and the version are authenticated with it, so a value that is moved to another row or column does not open.
"""

import os
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from apps.core.crypto.errors import SealBroken

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
HEADER = struct.Struct(f">BI{NONCE_BYTES}s")
SHORTEST = HEADER.size + TAG_BYTES


class Key:
    """A 256-bit key. It never shows in a repr, a log line or a traceback."""

    __slots__ = ("_aead", "_raw")

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_BYTES:
            raise ValueError(f"A key has {KEY_BYTES} bytes.")
        self._raw, self._aead = raw, AESGCM(raw)

    @classmethod
    def new(cls) -> "Key":
        """Return a key out of the operating system's randomness."""
        return cls(os.urandom(KEY_BYTES))

    def __repr__(self) -> str:
        return "Key(…)"

    def __reduce__(self) -> str:
        raise TypeError("A key is never written out.")

    @property
    def raw(self) -> bytes:
        """Return the bytes, for whoever wraps them."""
        return self._raw

    def encrypt(self, nonce: bytes, plaintext: bytes, bound_to: bytes) -> bytes:
        """Return ciphertext and tag."""
        return self._aead.encrypt(nonce, plaintext, bound_to)

    def decrypt(self, nonce: bytes, ciphertext: bytes, bound_to: bytes) -> bytes:
        """Return the plaintext. Raises ``cryptography.exceptions.InvalidTag``."""
        return self._aead.decrypt(nonce, ciphertext, bound_to)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands: one column of one row, and what stood open beside it and gives it its meaning."""

    table: str
    column: str
    pk: str
    beside: tuple[str, ...] = ()

    def bound_to(self, version: int) -> bytes:
        """Return what is authenticated with the value: "table|column|pk|key version", "|length:value" for the rest."""
        beside = "".join(f"|{len(value)}:{value}" for value in self.beside)
        return f"{self.table}|{self.column}|{self.pk}|{version}{beside}".encode()


def seal(key: Key, version: int, place: Place, plaintext: bytes) -> bytes:
    """Return a value sealed for one place with one version of a data key."""
    nonce = os.urandom(NONCE_BYTES)
    return HEADER.pack(FORMAT, version, nonce) + key.encrypt(nonce, plaintext, place.bound_to(version))


def version_of(sealed: bytes) -> int:
    """Return which version of its data key a sealed value asks for. Raises SealBroken for what is no sealed value."""
    return _parts(sealed)[0]


def unseal(key: Key, place: Place, sealed: bytes) -> bytes:
    """Return the value. Raises SealBroken when it is not exactly what was sealed for this place with this key."""
    version, nonce, ciphertext = _parts(sealed)
    try:
        return key.decrypt(nonce, ciphertext, place.bound_to(version))
    except InvalidTag:
        raise SealBroken(
            f"A value in {place.table}.{place.column} does not open: it was changed after it was written, moved there "
            "from another row, or its key is not the right one. Nothing of it is shown; tell your administrator."
        ) from None


def _parts(sealed: bytes) -> tuple[int, bytes, bytes]:
    if len(sealed) < SHORTEST:
        raise SealBroken("A stored value is cut off, so it does not open. Tell your administrator.")
    format_, version, nonce = HEADER.unpack_from(sealed)
    if format_ != FORMAT:
        raise SealBroken(f"A stored value is of format {format_}, which this version of the workbench does not read.")
    return version, nonce, sealed[HEADER.size :]
