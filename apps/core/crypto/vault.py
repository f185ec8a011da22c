"""Vault's transit engine as key provider: the wrapping key never leaves Vault.

The key is derived (``derived=true``): each data key is wrapped with a key of its own, made of Vault's and its context.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hvac
import requests
from django.conf import settings
from hvac.exceptions import VaultError

from apps.core.crypto.envelope import Key
from apps.core.crypto.errors import KeysUnavailable
from apps.core.crypto.provider import WrappedKey

PATIENCE_SECONDS = 5
BATCH = 250


@dataclass(frozen=True)
class VaultTransit:
    """Wraps data keys with one key of a transit engine; Vault keeps its versions and rotates it."""

    mount: str
    key: str

    def active_key_id(self) -> str:
        data = self._ask(lambda transit: transit.read_key(name=self.key, mount_point=self.mount))["data"]
        if not data.get("derived"):
            raise KeysUnavailable(f"The key {self.key!r} in Vault is not derived. Make one with derived=true.")
        return self._id(f"v{data['latest_version']}")

    def wrap(self, keys: Sequence[tuple[Key, bytes]]) -> list[WrappedKey]:
        items = [{"plaintext": _base64(key.raw), "context": _base64(context)} for key, context in keys]
        texts = [result["ciphertext"] for result in self._batches("encrypt_data", items, plaintext="")]
        return [WrappedKey(self._id(text.split(":")[1]), text.encode()) for text in texts]

    def unwrap(self, wrapped: Sequence[tuple[WrappedKey, bytes]]) -> list[Key]:
        items = [{"ciphertext": one.blob.decode(), "context": _base64(context)} for one, context in wrapped]
        results = self._batches("decrypt_data", items, ciphertext="")
        return [Key(base64.b64decode(result["plaintext"])) for result in results]

    def _id(self, version: str) -> str:
        return f"vault:{self.mount}/{self.key}:{version}"

    def _batches(self, method: str, items: Sequence[dict[str, str]], **nothing: str) -> list[dict[str, str]]:
        results: list[dict[str, str]] = []
        for start in range(0, len(items), BATCH):
            batch = list(items[start : start + BATCH])
            answer = self._ask(
                lambda transit, batch=batch: getattr(transit, method)(
                    name=self.key, mount_point=self.mount, batch_input=batch, **nothing
                )
            )
            results += answer["data"]["batch_results"]
        if any(result.get("error") for result in results):
            raise KeysUnavailable("Vault does not open a data key: the row was changed, or the key's version is gone.")
        return results

    def _ask(self, question: Any) -> Any:
        """Ask Vault once. What Vault says is not passed on: it may quote what it was asked."""
        try:
            client = hvac.Client(url=settings.VAULT_ADDR, token=_token(), timeout=PATIENCE_SECONDS)
            return question(client.secrets.transit)
        except (VaultError, requests.RequestException, OSError, KeyError, ValueError) as error:
            raise KeysUnavailable(
                f"Vault does not hand out keys ({type(error).__name__}). What is open stays open for a few minutes; "
                "tell your administrator."
            ) from None


def _token() -> str:
    """Return the token; one that lies in a file is read each time, since an agent renews it there."""
    if settings.VAULT_TOKEN_FILE:
        return Path(settings.VAULT_TOKEN_FILE).read_text(encoding="utf-8").strip()
    return str(settings.VAULT_TOKEN)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
