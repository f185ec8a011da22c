"""What names a release."""

from collections.abc import Mapping

from apps.core.canonical import digest


def release_digest(parts: Mapping[str, str]) -> str:
    """Return the sha256 that names a release: of the canonical JSON of its parts (RFC 8785)."""
    return digest(dict(parts))
