"""Canonical bytes and digests: one meaning, one sequence of bytes, one sha256.

JSON is canonicalized after RFC 8785 (JSON Canonicalization Scheme).
"""

import hashlib
from typing import Any

import rfc8785

Json = Any  # str, int, float, bool, None, or lists and string-keyed mappings of these


def canonical_json(value: Json) -> bytes:
    """Return the RFC 8785 bytes of ``value``. Raises ValueError for what JSON cannot carry."""
    return rfc8785.dumps(value)


def sha256_hex(data: bytes | str) -> str:
    """Return the sha256 of bytes, or of a text's UTF-8, as 64 lower-case hex digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def digest(value: Json) -> str:
    """Return the sha256 of a value's canonical JSON."""
    return sha256_hex(canonical_json(value))
