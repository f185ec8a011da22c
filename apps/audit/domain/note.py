"""Signed notes and checkpoints after C2SP (signed-note, tlog-checkpoint, tlog-cosignature), with Ed25519.

A note is a text that ends with a line feed, an empty line, and one line for each signature::

    workbench.example/audit
    1234
    <base64 of the root>

    — workbench.example/audit <base64 of key hash and signature>

The key hash is the first four bytes of sha256(name, line feed, algorithm, public key): it says which key to try, and
proves nothing. A witness signs, with algorithm 0x04, the time beside the text.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = 0x01, 0x04  # how a log signs, how a witness does
DASH = "\u2014"
KEY_HASH, KEY = 4, 32
TIME = 8
FIELDS_OF_LINE, LINES_OF_HEAD, LONGEST_NOTE = 3, 3, 64_000


class BadNote(ValueError):
    """A text is not the signed note it should be."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A name, and the public key that speaks for it."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_hash(self) -> bytes:
        return key_hash(self.name, self.algorithm, self.public)

    def text(self) -> str:
        """Return the key as C2SP writes it: name, key hash, and algorithm with key, joined by plus signs."""
        encoded = base64.b64encode(bytes([self.algorithm]) + self.public).decode()
        return f"{self.name}+{self.key_hash.hex()}+{encoded}"

    @classmethod
    def read(cls, text: str) -> "Verifier":
        """Return the key that a text names. Raises BadNote."""
        name, _, rest = text.strip().partition("+")
        stated, _, encoded = rest.partition("+")
        key = _decoded(encoded)
        found = cls(name, key[0] if key else 0, key[1:])
        if len(found.public) != KEY or found.key_hash.hex() != stated:
            raise BadNote("This is no public key of a log or a witness.")
        return found


@dataclass(frozen=True, slots=True)
class Signer:
    """A name, and the private key that speaks for it."""

    name: str
    algorithm: int
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.algorithm, self.private.public_key().public_bytes_raw())

    def line(self, text: str, moment: int = 0) -> str:
        """Return the line that signs a text; a witness also says at which moment (seconds since 1970)."""
        if self.algorithm == WITNESS:
            signed = moment.to_bytes(TIME) + self.private.sign(_timed(text, moment))
        else:
            signed = self.private.sign(text.encode())
        return f"{DASH} {self.name} {base64.b64encode(self.verifier.key_hash + signed).decode()}\n"


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says: this log had this root at this size."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> "Head":
        """Return what the text of a checkpoint says. Raises BadNote."""
        lines = text.split("\n")
        if len(lines) <= LINES_OF_HEAD or not lines[0]:
            raise BadNote("This is no checkpoint: it does not say origin, size and root.")
        size, root = lines[1], _decoded(lines[2])
        if (
            not size.isascii()
            or not size.isdigit()
            or str(int(size)) != size
            or len(root) != hashlib.sha256().digest_size
        ):
            raise BadNote("This is no checkpoint: its size or its root cannot be read.")
        return cls(lines[0], int(size), root)


def key_hash(name: str, algorithm: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:KEY_HASH]


def signed(text: str, *lines: str) -> str:
    """Return the note that a text and its signature lines make."""
    return f"{text}\n{''.join(lines)}"


def opened(note: str) -> tuple[str, list[str]]:
    """Return the text of a note, which nobody has verified yet, and its signature lines. Raises BadNote."""
    text, found, lines = note.rpartition("\n\n")
    if not found or not lines.endswith("\n") or len(note) > LONGEST_NOTE:
        raise BadNote("This is no signed note.")
    return f"{text}\n", [f"{line}\n" for line in lines.splitlines()]


def verified(note: str, verifier: Verifier) -> str:
    """Return the text of a note that this key signed. Raises BadNote."""
    text, lines = opened(note)
    if any(is_signed(text, line, verifier) for line in lines):
        return text
    raise BadNote(f"The note is not signed by the key of {verifier.name}.")


def is_signed(text: str, line: str, verifier: Verifier) -> bool:
    """Return whether a signature line is this key's, and holds. A line of another key is none of ours."""
    words = line.rstrip("\n").split(" ")
    if len(words) != FIELDS_OF_LINE or words[:2] != [DASH, verifier.name]:
        return False
    raw = _decoded(words[2])
    if raw[:KEY_HASH] != verifier.key_hash:
        return False
    signature, message = raw[KEY_HASH:], text.encode()
    if verifier.algorithm == WITNESS:
        message, signature = _timed(text, int.from_bytes(signature[:TIME])), signature[TIME:]
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _timed(text: str, moment: int) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""
