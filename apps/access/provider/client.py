"""HTTP with the identity provider: short, without redirects, and nothing of the environment trusted.

What it publishes of itself is asked for at need and kept in this process for an hour; keys are asked for once more when
a token names one that is not known, a minute apart at the soonest. No word of a provider's error leaves this module.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import quote

import httpx
import structlog

from apps.access.domain.oidc import Metadata, Provider, Refused, key_names, keys_read, metadata_read
from apps.core import clock

CONNECT_SECONDS, SECONDS = 3.0, 5.0
LARGEST_ANSWER = 2**20  # bytes
KEPT = timedelta(hours=1)
AGAIN = timedelta(minutes=1)
DISCOVERY = "/.well-known/openid-configuration"
log = structlog.get_logger(__name__)


class Published:
    """What providers publish, by address and while it counts."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[datetime, Any]] = {}
        self._lock = Lock()

    def get(self, address: str, read: Callable[[Any], Any], *, younger_than: timedelta = KEPT) -> Any:
        """Return what is read at an address; what cannot be read is not kept. Raises Refused."""
        now = clock.now()
        with self._lock:
            at, kept = self._found.get(address, (None, None))
        if at is not None and timedelta(0) <= now - at < younger_than:
            return kept
        fresh = read(_asked("GET", address))
        with self._lock:
            self._found[address] = (now, fresh)
        return fresh

    def forget_all(self) -> None:
        with self._lock:
            self._found.clear()


PUBLISHED = Published()


def metadata_of(provider: Provider) -> Metadata:
    """Return what the provider publishes of itself. Raises Refused."""
    address = f"{provider.issuer.rstrip('/')}{DISCOVERY}"
    found: Metadata = PUBLISHED.get(address, partial(metadata_read, provider=provider))
    return found


def keys_for(metadata: Metadata, token: str) -> tuple[Any, ...]:
    """Return the keys the provider publishes, asked for anew where none of them is the one a token names."""
    keys: tuple[Any, ...] = PUBLISHED.get(metadata.jwks_uri, keys_read)
    if not key_names(token, keys):
        keys = PUBLISHED.get(metadata.jwks_uri, keys_read, younger_than=AGAIN)
    return keys


def token_for(provider: Provider, metadata: Metadata, *, code: str, verifier: str, redirect_uri: str) -> str:
    """Return the ID token that a code stands for; the provider gives it once. Raises Refused."""
    body = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier,
    }  # fmt: skip
    basic = None
    if not provider.secret or metadata.by_post:
        body |= {"client_id": provider.client_id} | ({"client_secret": provider.secret} if provider.secret else {})
    else:
        basic = httpx.BasicAuth(quote(provider.client_id, safe=""), quote(provider.secret, safe=""))
    answer = _asked("POST", metadata.token_endpoint, data=body, auth=basic)
    token = answer.get("id_token") if isinstance(answer, dict) else None
    if not isinstance(token, str):
        raise Refused("unreadable")
    return token


def _asked(method: str, address: str, **sent: Any) -> Any:
    ends = monotonic() + SECONDS
    try:
        with (
            _client() as client,
            client.stream(method, address, headers={"Accept": "application/json"}, **sent) as answer,
        ):
            return _heard(answer, ends)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        log.warning("identity provider does not answer", error=type(error).__name__)
        raise Refused("unreachable") from None


def _client() -> httpx.Client:
    timeout = httpx.Timeout(SECONDS, connect=CONNECT_SECONDS)
    return httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False)


def _heard(answer: httpx.Response, ends: float) -> Any:
    body = _body(answer, ends)
    if answer.is_success:
        return body
    log.warning("identity provider refuses", status=answer.status_code)
    is_used = isinstance(body, dict) and body.get("error") == "invalid_grant"
    raise Refused("not_confirmed" if is_used else "error" if answer.is_client_error else "unreachable")


def _body(answer: httpx.Response, ends: float) -> Any:
    content = b""
    for chunk in answer.iter_bytes():
        content += chunk
        if len(content) > LARGEST_ANSWER:
            raise Refused("unreadable")
        if monotonic() > ends:
            raise Refused("unreachable")
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        if answer.is_success:
            raise Refused("unreadable") from None
        return None
