"""Who keeps the keys that wrap the data keys: a file or Vault. One setting chooses (WORKBENCH_KEY_PROVIDER)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from apps.core.crypto.envelope import Key

FILE, VAULT = "file", "vault"
HINT = "Set WORKBENCH_KEY_PROVIDER to file:<path of a keyring> or vault:<mount>/<key>."


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key as it is stored: useless without the provider's key of this id."""

    key_id: str
    blob: bytes = field(repr=False)


class KeyProvider(Protocol):
    """Wraps and unwraps data keys, many at once. Each is bound to its context, so that two rows cannot be exchanged.

    Both raise KeysUnavailable when the provider does not answer, or does not hold the key.
    """

    def active_key_id(self) -> str:
        """Return the id of the key that new data keys are wrapped with."""
        ...

    def wrap(self, keys: Sequence[tuple[Key, bytes]]) -> list[WrappedKey]:
        """Wrap (data key, context) pairs with the active key, in order."""
        ...

    def unwrap(self, wrapped: Sequence[tuple[WrappedKey, bytes]]) -> list[Key]:
        """Return the data keys of (wrapped key, context) pairs, in order."""
        ...


def key_provider() -> KeyProvider:
    """Return the provider that the settings name. Raises ImproperlyConfigured with a sentence."""
    return _provider(str(getattr(settings, "WORKBENCH_KEY_PROVIDER", "")))


@lru_cache(maxsize=4)
def _provider(name: str) -> KeyProvider:
    from apps.core.crypto.keyring import FileKeyring
    from apps.core.crypto.vault import VaultTransit

    kind, _, place = name.partition(":")
    if kind == FILE and place:
        return FileKeyring(Path(place))
    mount, _, key = place.rpartition("/")
    if kind == VAULT and mount and key:
        return VaultTransit(mount, key)
    raise ImproperlyConfigured(f"WORKBENCH_KEY_PROVIDER names no key provider. {HINT}")


def keyring_path() -> Path | None:
    """Return where the keyring lies, or None when another provider keeps the keys."""
    kind, _, place = str(getattr(settings, "WORKBENCH_KEY_PROVIDER", "")).partition(":")
    return Path(place) if kind == FILE and place else None
