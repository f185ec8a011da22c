"""What security keys answer, held against what they were asked. The parsing and the cryptography are fido2's."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from apps.access.domain.factors import Site

NAME = "Clinician Review Workbench"
LONGEST_ANSWER = 20_000
REQUIRED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a key is made for, as the key keeps it: nothing of any patient."""

    handle: bytes
    address: str
    name: str


class NoAnswer(Exception):
    """What came back was not made by the key for what it was asked."""


def _server(site: Site) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=site.host, name=NAME)
    return Fido2Server(entity, verify_origin=lambda origin: origin == site.origin)


def registration_options(person: Holder, keys: Iterable[bytes], challenge: bytes, site: Site) -> dict[str, Any]:
    """Return what the browser is asked to make a new key for this person with."""
    user = PublicKeyCredentialUserEntity(id=person.handle, name=person.address, display_name=person.name)
    options, _ = _server(site).register_begin(
        user, [AttestedCredentialData(key) for key in keys], challenge=challenge, user_verification=REQUIRED,
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
    )  # fmt: skip
    return dict(options.public_key)


def registered_key(answer: str, challenge: bytes, site: Site) -> tuple[bytes, bytes, int]:
    """Return the id of a new key, its public half and its counter. Raises NoAnswer."""
    try:
        made = _server(site).register_complete(_state(challenge), _parsed(answer))
        if made.credential_data is None:
            raise NoAnswer
        return made.credential_data.credential_id, bytes(made.credential_data), made.counter
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoAnswer from error


def challenge_in_registration(answer: str) -> str:
    """Return, in hex, the challenge that a new key says it was made for. Raises NoAnswer."""
    try:
        return RegistrationResponse.from_dict(_parsed(answer)).response.client_data.challenge.hex()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoAnswer from error


def assertion_options(keys: Iterable[bytes], challenge: bytes, site: Site) -> dict[str, Any]:
    """Return what the browser asks one of these keys to sign."""
    known = [AttestedCredentialData(key) for key in keys]
    options, _ = _server(site).authenticate_begin(known, challenge=challenge, user_verification=REQUIRED)
    return dict(options.public_key)


def challenge_in(answer: str) -> str:
    """Return, in hex, the challenge that an answer says it was made for. Raises NoAnswer."""
    try:
        return AuthenticationResponse.from_dict(_parsed(answer)).response.client_data.challenge.hex()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoAnswer from error


def key_in(answer: str) -> bytes:
    """Return the id of the key that an answer says it comes from. Raises NoAnswer."""
    try:
        return AuthenticationResponse.from_dict(_parsed(answer)).raw_id
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoAnswer from error


def asserting_key(answer: str, challenge: bytes, keys: Iterable[bytes], site: Site) -> tuple[bytes, int]:
    """Return the id of the key that signed the challenge and its counter. Raises NoAnswer."""
    known = [AttestedCredentialData(key) for key in keys]
    try:
        key = _server(site).authenticate_complete(_state(challenge), known, _parsed(answer))
        response = AuthenticationResponse.from_dict(_parsed(answer)).response
        return key.credential_id, response.authenticator_data.counter
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoAnswer from error


def kept_proof(answer: str, key: bytes) -> dict[str, str]:
    """Return what anybody needs to hold the key's signature against its challenge once more, years later."""
    response = AuthenticationResponse.from_dict(_parsed(answer)).response
    return {
        "client_data": websafe_encode(response.client_data),
        "authenticator_data": websafe_encode(response.authenticator_data),
        "signature": websafe_encode(response.signature),
        "key": websafe_encode(key),
    }


def proof_fits(proof: Mapping[str, Any], challenge: bytes) -> bool:
    """Return whether a kept proof is the key's own signature, by a verified person, under this very challenge."""
    try:
        key = AttestedCredentialData(websafe_decode(proof["key"]))
        client = json.loads(websafe_decode(proof["client_data"]))
        answer = {
            "id": websafe_encode(key.credential_id), "rawId": websafe_encode(key.credential_id), "type": "public-key",
            "response": {"clientDataJSON": proof["client_data"], "authenticatorData": proof["authenticator_data"],
                         "signature": proof["signature"]},
        }  # fmt: skip
        site = Site(str(proof["host"]), str(client["origin"]))
        _server(site).authenticate_complete(_state(challenge), [key], answer)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return True


def _state(challenge: bytes) -> dict[str, Any]:
    return {"challenge": websafe_encode(challenge), "user_verification": REQUIRED}


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("An answer of a key is shorter than this.")
    parsed = json.loads(answer)
    if not isinstance(parsed, dict):
        raise TypeError("An answer of a key is an object.")
    return parsed
