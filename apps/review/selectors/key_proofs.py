"""What security keys and the identity provider signed, held against the records as they are now: of each signature."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from apps.access.domain.factors import Factor, SigningAct, challenge_of
from apps.access.domain.oidc import sign_in_fits
from apps.access.domain.webauthn import proof_fits
from apps.review.domain.final import record_sha256
from apps.review.models import Amendment
from apps.review.selectors.later import act_of_later, later_chain

if TYPE_CHECKING:
    from apps.drafting.models import Draft
    from apps.review.models import SecondSignature, Signature

KEY = "Signature of the key"
PROVIDER = "Signature of the identity provider"


@dataclass(frozen=True, slots=True)
class KeyProof:
    """One signature of a key or of the provider: under which signature, and whether it is over what is stored now.

    ``key_sha256`` names the key, or the account at the provider. ``challenge`` is in hex.
    """

    name: str
    by: str
    key_sha256: str
    challenge: str
    holds: bool


def key_proofs(draft: "Draft", signature: "Signature") -> Iterator[KeyProof]:
    """Yield what was signed to show who signs, in the order of signing; nothing for who showed something else."""
    decision = signature.decision
    record = record_sha256(decision.final, outcome=decision.outcome, reason_code=decision.reason_code)
    yield from _proof("", signature, SigningAct("draft", str(draft.pk), record, signature.meaning))
    for row, before in later_chain(signature):
        name = f", addendum {row.ordinal}" if isinstance(row, Amendment) else ", second signature"
        yield from _proof(name, row, act_of_later(row, before))


def _proof(name: str, row: "Signature | SecondSignature | Amendment", act: SigningAct) -> Iterator[KeyProof]:
    kept: Mapping[str, Any] = row.step_up.get("proof") or {}
    if not kept:
        return
    challenge = challenge_of(
        act=act, person_id=str(row.person_id), nonce=str(kept.get("nonce")),
        expires_at=datetime.fromisoformat(str(kept.get("expires_at"))),
    )  # fmt: skip
    named, key = challenge.hex(), row.step_up["key_sha256"]
    if Factor.OIDC in row.step_up["factors"]:
        by = f"for account {key} at {kept.get('issuer')}"
        yield KeyProof(f"{PROVIDER}{name}", by, key, named, sign_in_fits(kept, challenge))
    else:
        yield KeyProof(f"{KEY}{name}", f"by key {key}", key, named, proof_fits(kept, challenge))
