"""How a person shows, at a signature, that it is they who sign: what is signed, what was shown, what was proven."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum, auto
from typing import Any

from apps.core.canonical import digest

CHALLENGE_LASTS = timedelta(minutes=2)
LONGEST_NAME = 60
MOST_FACTORS = 10  # of one person


class Factor(StrEnum):
    """The ways to show who signs, the strongest first."""

    WEBAUTHN = "webauthn"
    TOTP = "totp"
    OIDC = "oidc"
    PASSWORD = auto()


FACTOR_WORDS: Mapping[str, str] = {
    Factor.WEBAUTHN.value: "Security key or passkey",
    Factor.TOTP.value: "Code of an authenticator app",
    Factor.OIDC.value: "Signing in anew at the hospital's identity provider",
    Factor.PASSWORD.value: "Password",
}
SHOWN_WORDS: Mapping[str, str] = {
    Factor.WEBAUTHN.value: "a security key",
    Factor.TOTP.value: "a code of an authenticator app",
    Factor.OIDC.value: "a fresh sign-in at the identity provider",
    Factor.PASSWORD.value: "a password",
}


def shown_words(factors: "tuple[str, ...] | list[str]") -> str:
    """Return what was shown in words: "a code of an authenticator app and a password"."""
    return " and ".join(SHOWN_WORDS.get(factor, "a way nobody has words for") for factor in factors)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a security key is used: keys answer one host only, and the browser tells which origin asked."""

    host: str
    origin: str

    @property
    def can_hold_keys(self) -> bool:
        """Return whether browsers let keys be used here: under a name, never under a bare address."""
        return not self.host.strip("[]").replace(".", "").replace(":", "").isdigit() and ":" not in self.host


@dataclass(frozen=True, slots=True)
class SigningAct:
    """What a proof is asked for: this record in this meaning, and nothing else."""

    object_type: str
    object_id: str
    record_sha256: str
    meaning: str


LINKING = "new_account"


def linking_act(person_id: str) -> SigningAct:
    """Return what a sign-in at the identity provider is asked for that links an account: no record."""
    return SigningAct(LINKING, person_id, "", "")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person put into the form. Which factor it is follows from what is there, the strongest first.

    ``away`` chooses the identity provider; ``signed_in`` is the question whose answer they came back with.
    """

    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    assertion: str = field(default="", repr=False)
    away: bool = False
    signed_in: str = ""

    @property
    def factor(self) -> Factor:
        if self.away or self.signed_in:
            return Factor.OIDC
        if self.assertion:
            return Factor.WEBAUTHN
        return Factor.TOTP if self.code.strip() else Factor.PASSWORD


@dataclass(frozen=True, slots=True)
class StepUp:
    """A proof that was accepted: who showed what, when, for which act.

    ``proof`` is what the key, or the identity provider, signed.
    """

    person_id: str
    factors: tuple[str, ...]
    key_sha256: str
    at: datetime
    act: SigningAct
    proof: Mapping[str, Any] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """Return it as plain data, to be kept with the signature."""
        told = {"factors": list(self.factors), "key_sha256": self.key_sha256, "at": self.at.astimezone(UTC).isoformat()}
        return {**told, "record_sha256": self.act.record_sha256, "proof": dict(self.proof)}


def proof_told(step_up: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an event tells of a proof that is kept: what was shown, and by which key or account."""
    return {"factors": step_up["factors"], "key_sha256": step_up["key_sha256"], **provider_told(step_up)}


def provider_told(step_up: Mapping[str, Any]) -> dict[str, Any]:
    """Return at which identity provider a kept proof was given, when and how; empty where it was shown otherwise."""
    proof = step_up.get("proof") or {}
    return {name: proof[name] for name in ("issuer", "auth_time", "acr", "amr") if name in proof}


def challenge_of(*, act: SigningAct, person_id: str, nonce: str, expires_at: datetime) -> bytes:
    """Return the 32 bytes a key signs: they fit this record, meaning, person and moment, and nothing else."""
    said = {
        "object_type": act.object_type, "object_id": act.object_id, "record_sha256": act.record_sha256,
        "meaning": act.meaning, "person_id": person_id, "nonce": nonce,
        "expires_at": expires_at.astimezone(UTC).isoformat(),
    }  # fmt: skip
    return bytes.fromhex(digest(said))
