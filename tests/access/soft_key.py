"""A security key in software: it answers as a real one does, and can be made to answer wrongly."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode

from apps.access.domain.factors import Site
from apps.access.models import Person, SigningFactor
from apps.access.selectors import actor_for
from apps.access.services import key_add, key_begin

SITE = Site("localhost", "http://localhost:8000")
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One key pair for one site."""

    site: Site = SITE
    count: int = 0
    verifies: bool = True
    key_id: bytes = field(default_factory=lambda: os.urandom(16))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": origin or self.site.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, flags: int) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0)
        return sha256(self.site.host.encode()) + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, response: dict[str, Any]) -> str:
        key_id = websafe_encode(self.key_id)
        return json.dumps({"id": key_id, "rawId": key_id, "type": "public-key", "response": response})

    def registers(self, options: dict[str, Any]) -> str:
        """Return what the browser sends back for a new key."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.private.public_key())))
        attested = bytes(16) + len(self.key_id).to_bytes(2, "big") + self.key_id + public
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + attested})
        client = self._client("webauthn.create", options["challenge"], "")
        return self._answer({"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(made)})

    def signs(self, options: dict[str, Any], *, origin: str = "") -> str:
        """Return what the browser sends back for a signature under the challenge."""
        self.count += 1
        client, data = self._client("webauthn.get", options["challenge"], origin), self._data(0)
        signature = self.private.sign(data + sha256(client), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {"clientDataJSON": websafe_encode(client), "authenticatorData": websafe_encode(data),
             "signature": websafe_encode(signature)}
        )  # fmt: skip


def set_up_key(
    person: Person, key: SoftKey | None = None, name: str = "key on my ring"
) -> tuple[SoftKey, SigningFactor]:
    """Register a key as a person does."""
    key = key or SoftKey()
    actor = actor_for(person)
    options = key_begin(person=person, site=key.site, actor=actor)
    return key, key_add(person=person, name=name, answer=key.registers(options), site=key.site, actor=actor)


def changed(answer: str, part: str, at: int = -1) -> str:
    """Return an answer with one byte of a part flipped."""
    said = json.loads(answer)
    raw = bytearray(websafe_decode(said["response"][part]))
    raw[at] ^= 1
    said["response"][part] = websafe_encode(bytes(raw))
    return json.dumps(said)
