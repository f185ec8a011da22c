"""What an identity provider says of a fresh sign-in, held against what it was asked (OpenID Connect Core, RFC 9207).

The cryptography is joserfc's. A token counts by RS256 or ES256 under a key that the provider publishes, and by nothing
else: never unsigned, never under a shared secret.
"""

import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry
from joserfc.util import urlsafe_b64decode

from apps.core.canonical import digest

KEY_TYPES = {"RS256": "RSA", "ES256": "EC"}
KEY_PARTS = ("kty", "kid", "alg", "n", "e", "crv", "x", "y")  # of a public key; what else is published is not kept
FEWEST_RSA_BITS = 2048
FRESH = timedelta(seconds=60)  # since the person signed in, by our clock (A11)
SKEW = timedelta(seconds=5)  # that the provider's clock may be off
LONGEST_TOKEN = 20_000
LONGEST_SUBJECT = 255
RESISTS_PHISHING = frozenset({"phr", "phrh"})  # acr values of OpenID EAP ACR, as providers give them
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Refused(Exception):
    """An answer that counts for nothing; ``code`` is one of ``domain.refusals``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Provider:
    """The identity provider of this installation, as it is configured.

    ``amr`` are sets of methods: a sign-in counts by any of them, with all that stands in it; none asks for none.
    """

    issuer: str
    client_id: str
    name: str
    acr: tuple[str, ...]
    amr: tuple[frozenset[str], ...] = ()
    roles: tuple[tuple[str, str], ...] = ()  # a group and the role it brings, the first that fits
    groups: str = "groups"  # the claim that lists somebody's groups
    scope: str = "openid email"
    is_plain: bool = False  # http on this machine, for tests and demonstrations
    secret: str = field(default="", repr=False)

    @property
    def resists_phishing(self) -> bool:
        """Return whether every sign-in that counts was by what no imitated page can pass on."""
        return set(self.acr) <= RESISTS_PHISHING


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the provider publishes of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    by_post: bool  # the secret goes into the body, where the provider knows no other way
    names_itself: bool  # each answer says which issuer it is of (RFC 9207)


@dataclass(frozen=True, slots=True)
class Question:
    """What a provider is asked for once. ``nonce`` is the challenge: bound to record, meaning, person and end."""

    nonce: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who signed in where, when and how, as the provider's own token says it."""

    issuer: str
    subject: str
    auth_time: int
    acr: str
    amr: tuple[str, ...]
    email: str
    groups: tuple[str, ...]
    token: str = field(repr=False)
    key: Mapping[str, str] = field(repr=False)

    @property
    def account_sha256(self) -> str:
        return account_sha256(self.issuer, self.subject)

    def is_fresh(self, moment: datetime) -> bool:
        return is_fresh(self.auth_time, moment)


def account_sha256(issuer: str, subject: str) -> str:
    """Return what names an account of an issuer, and neither of them."""
    return digest({"issuer": issuer, "subject": subject})


def is_fresh(auth_time: int, moment: datetime) -> bool:
    """Return whether somebody signed in within the last minute, by our clock."""
    return -SKEW <= moment - datetime.fromtimestamp(auth_time, UTC) <= FRESH + SKEW


def is_safe_address(address: str, *, plain: bool) -> bool:
    """Return whether an address may be asked: https, or, where that was said, http on this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (plain and parts.scheme == "http" and host in LOOPBACK)


def metadata_read(document: Any, provider: Provider) -> Metadata:
    """Return what a discovery document says. Raises Refused unless it is this issuer's and can do what is asked."""
    if not isinstance(document, Mapping) or document.get("issuer") != provider.issuer:
        raise Refused("unreadable")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    found = {name: str(document.get(name, "")) for name in names}
    if not all(is_safe_address(address, plain=provider.is_plain) for address in found.values()):
        raise Refused("unreadable")
    if "S256" not in _texts(document.get("code_challenge_methods_supported", ["S256"])):
        raise Refused("unreadable")
    ways = _texts(document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]))
    return Metadata(
        **found,
        by_post="client_secret_basic" not in ways and "client_secret_post" in ways,
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
    )


def keys_read(document: Any) -> tuple[Mapping[str, Any], ...]:
    """Return the published keys that may sign. Raises Refused where it is no set of keys."""
    keys = document.get("keys") if isinstance(document, Mapping) else None
    if not isinstance(keys, list):
        raise Refused("unreadable")
    types = set(KEY_TYPES.values())
    return tuple(key for key in keys if isinstance(key, Mapping) and key.get("kty") in types and _may_sign(key))


def _may_sign(key: Mapping[str, Any]) -> bool:
    return key.get("use", "sig") == "sig" and "verify" in _texts(key.get("key_ops", ["verify"]))


def authorization_address(
    provider: Provider, metadata: Metadata, *, nonce: str, state: str, code_challenge: str, redirect_uri: str
) -> str:
    """Return where the person signs in anew, whatever session they have there."""
    query = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": redirect_uri, "scope": provider.scope,
        "state": state, "nonce": nonce, "prompt": "login", "max_age": "0", "acr_values": " ".join(provider.acr),
        "code_challenge": code_challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    joint = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
    return f"{metadata.authorization_endpoint}{joint}{urlencode(query)}"


def code_in(answer: Mapping[str, str], provider: Provider, metadata: Metadata) -> str:
    """Return the code that a provider's answer carries. Raises Refused for an error, or another provider's answer."""
    issuer = answer.get("iss", "")
    if issuer != provider.issuer and (issuer or metadata.names_itself):
        raise Refused("other_provider")
    if error := answer.get("error", ""):
        raise Refused("denied" if error in {"access_denied", "login_required", "interaction_required"} else "error")
    if not (code := answer.get("code", "")):
        raise Refused("unreadable")
    return code


def key_names(token: str, keys: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether one of these keys is the one that a token says it was signed by."""
    try:
        return bool(_candidates(token, keys))
    except Refused:
        return True  # no other set of keys makes it better


def signed_in(
    token: str, keys: Iterable[Mapping[str, Any]], provider: Provider, question: Question, moment: datetime
) -> SignIn:
    """Return the sign-in that a token tells of. Raises Refused unless it is fresh, strong, and answers this."""
    claims, key = _opened(token, _candidates(token, keys))
    if claims.get("iss") != provider.issuer:
        raise Refused("other_provider")
    if not _is_for(claims, provider.client_id):
        raise Refused("audience")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), question.nonce.encode()):
        raise Refused("nonce")
    _check_times(claims, question, moment)
    acr, amr = claims.get("acr"), _texts(claims.get("amr", []))
    if acr not in provider.acr or (provider.amr and not any(wanted <= set(amr) for wanted in provider.amr)):
        raise Refused("single")
    email = claims.get("email")
    return SignIn(
        provider.issuer, _subject(claims), claims["auth_time"], str(acr), amr,
        email[:LONGEST_SUBJECT] if isinstance(email, str) else "", _texts(claims.get(provider.groups)), token, key,
    )  # fmt: skip


def _candidates(token: str, keys: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the keys that fit the head of a token: its algorithm, and its key's name where it says one."""
    head = _head(token)
    kind, name = KEY_TYPES.get(str(head.get("alg"))), head.get("kid")
    if kind is None:
        raise Refused("signature")
    fitting = [key for key in keys if key.get("kty") == kind and key.get("alg", head["alg"]) == head["alg"]]
    return [key for key in fitting if name is None or key.get("kid") == name]


def _head(token: str) -> Mapping[str, Any]:
    if len(token) > LONGEST_TOKEN:
        raise Refused("unreadable")
    try:
        head = json.loads(urlsafe_b64decode(token.partition(".")[0].encode()))
    except (ValueError, RecursionError):
        raise Refused("unreadable") from None
    if not isinstance(head, dict):
        raise Refused("unreadable")
    return head


def _opened(token: str, keys: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """Return what a token says and the public key that signed it. Raises Refused."""
    for key in keys:
        try:
            known: Any = JWKRegistry.import_key(dict(key))
            if getattr(known.public_key, "key_size", 0) < FEWEST_RSA_BITS and known.key_type == "RSA":
                continue
            said = jwt.decode(token, known, algorithms=list(KEY_TYPES))
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            continue
        return said.claims, {name: str(key[name]) for name in KEY_PARTS if name in key}
    raise Refused("signature")


def _is_for(claims: Mapping[str, Any], client_id: str) -> bool:
    audience = claims.get("aud")
    named = [audience] if isinstance(audience, str) else audience
    if not isinstance(named, list) or client_id not in named:
        return False
    party = claims.get("azp")
    return party == client_id or (party is None and named == [client_id])


def _check_times(claims: Mapping[str, Any], question: Question, moment: datetime) -> None:
    ends, made, since = (_moment(claims.get(name)) for name in ("exp", "iat", "auth_time"))
    if ends is None or made is None:
        raise Refused("unreadable")
    begins = _moment(claims.get("nbf", claims["iat"]))
    if ends <= moment - SKEW or begins is None or max(begins, made) > moment + SKEW or made < question.asked_at - SKEW:
        raise Refused("expired")
    if since is None or not is_fresh(claims["auth_time"], moment) or since < question.asked_at - SKEW:
        raise Refused("stale")


def _moment(value: Any) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _subject(claims: Mapping[str, Any]) -> str:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise Refused("unreadable")
    return subject


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def role_for(provider: Provider, groups: Iterable[str]) -> str | None:
    """Return the role that groups bring: empty where roles are given here, None where no group brings any."""
    held = set(groups)
    return next((role for group, role in provider.roles if group in held), None) if provider.roles else ""


def kept_sign_in(said: SignIn, client_id: str) -> dict[str, Any]:
    """Return what anybody needs to hold the provider's own signature against its question once more, years later."""
    return {
        "issuer": said.issuer, "subject": said.subject, "client_id": client_id, "auth_time": said.auth_time,
        "acr": said.acr, "amr": list(said.amr), "id_token": said.token, "key": dict(said.key),
    }  # fmt: skip


def sign_in_fits(kept: Mapping[str, Any], challenge: bytes) -> bool:
    """Return whether a kept token is signed by its key, answers this very challenge, and says what is kept of it."""
    try:
        claims, _ = _opened(kept["id_token"], _candidates(kept["id_token"], [kept["key"]]))
        said = {
            "issuer": claims["iss"], "subject": claims["sub"], "auth_time": claims["auth_time"], "acr": claims["acr"],
            "amr": list(_texts(claims.get("amr", []))),
        }  # fmt: skip
        return (
            all(kept[name] == value for name, value in said.items())
            and _is_for(claims, kept["client_id"])
            and claims["nonce"] == challenge.hex()
        )
    except (Refused, KeyError, TypeError, AttributeError):
        return False
