"""HTTP with a payer's system: sent once, read carefully, and never silent about what became of it.

No word of a payer's error leaves this module: it may repeat what was sent.
"""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from apps.core.canonical import canonical_json
from apps.core.errors import WorkbenchError
from apps.core.perimeter import leads_outside
from apps.review.exchange.configuration import Endpoint

CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 10 * 2**20  # bytes
FHIR_JSON = "application/fhir+json"
# With these the server says that it did nothing with what it was sent.
NOT_TAKEN = frozenset({
    httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED,
    httpx.codes.REQUEST_ENTITY_TOO_LARGE, httpx.codes.UNSUPPORTED_MEDIA_TYPE, httpx.codes.TOO_MANY_REQUESTS,
    httpx.codes.SERVICE_UNAVAILABLE,
})  # fmt: skip
# With these it says why: the words are those of an OperationOutcome.
JUDGED = frozenset({httpx.codes.BAD_REQUEST, httpx.codes.PRECONDITION_FAILED, httpx.codes.UNPROCESSABLE_ENTITY})


class NotTaken(WorkbenchError):
    """The payer's system took nothing: the same may be sent again."""


class Unanswered(WorkbenchError):
    """It was sent, and no answer could be read: whether the payer has it is not known, so nobody sends it again."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer in JSON, and the bytes it came in."""

    body: Any
    content: bytes


def submit(endpoint: Endpoint, bundle: Mapping[str, Any], key: str) -> Heard:
    """Send a request. ``key`` is the same each time the same request is sent. Raises NotTaken or Unanswered."""
    return _post(endpoint, "Claim/$submit", bundle, key)


def inquire(endpoint: Endpoint, bundle: Mapping[str, Any]) -> Heard:
    """Ask how a request stands. Raises NotTaken or Unanswered."""
    return _post(endpoint, "Claim/$inquire", bundle)


def subscribe(endpoint: Endpoint, subscription: Mapping[str, Any]) -> None:
    """Ask to be told. Raises NotTaken or Unanswered."""
    _post(endpoint, "Subscription", subscription)


def _post(endpoint: Endpoint, path: str, body: Mapping[str, Any], key: str = "") -> Heard:
    if endpoint.inside and leads_outside(endpoint.host):
        raise NotTaken(f"{endpoint.host} is said to stand inside and has a public address. Nothing was sent.")
    headers = {"Content-Type": FHIR_JSON, "Accept": FHIR_JSON, "User-Agent": "clinician-review-workbench"}
    headers |= {"Idempotency-Key": key} if key else {}
    headers |= {"Authorization": f"Bearer {token}"} if (token := _key(endpoint)) else {}
    url, content = f"{endpoint.address}/{path}", json.dumps(body).encode()
    try:
        with _client(endpoint) as client, client.stream("POST", url, content=content, headers=headers) as response:
            return _heard(endpoint, response)
    except (httpx.ConnectError, httpx.ConnectTimeout):
        raise NotTaken(f"{endpoint.host} could not be reached, so nothing was sent. Try again.") from None
    except httpx.TimeoutException:
        raise Unanswered(f"{endpoint.host} took longer than it may to answer. {_UNKNOWN}") from None
    except (httpx.HTTPError, OSError):
        raise Unanswered(f"{endpoint.host} broke off in the middle of its answer. {_UNKNOWN}") from None


_UNKNOWN = "Whether it has the request is not known: ask it before anything is sent again."


def _key(endpoint: Endpoint) -> str:
    try:
        return endpoint.key()
    except (OSError, UnicodeDecodeError):
        raise NotTaken(
            f"The key for {endpoint.host} cannot be read: nothing was sent. Tell your administrator."
        ) from None


def _client(endpoint: Endpoint) -> httpx.Client:
    """Return a client that trusts nothing of the environment and follows nothing; only connecting is tried twice."""
    transport = httpx.HTTPTransport(verify=_trust(endpoint), retries=1, trust_env=False)
    timeout = httpx.Timeout(endpoint.seconds, connect=CONNECT_SECONDS)
    return httpx.Client(transport=transport, timeout=timeout, trust_env=False, follow_redirects=False)


def _trust(endpoint: Endpoint) -> ssl.SSLContext:
    if endpoint.ca_file:
        context = ssl.create_default_context(cafile=endpoint.ca_file)
    else:
        context = httpx.create_ssl_context(trust_env=False)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _heard(endpoint: Endpoint, response: httpx.Response) -> Heard:
    status = response.status_code
    if status in NOT_TAKEN or response.is_redirect:
        raise NotTaken(f"{endpoint.host} did not take the request ({status}). It may be sent again.")
    if not response.is_success and status not in JUDGED:
        raise Unanswered(f"{endpoint.host} answered with an error ({status}). {_UNKNOWN}")
    content = b""
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > LARGEST_ANSWER:
            raise Unanswered(f"{endpoint.host} answered with more than an answer may hold. {_UNKNOWN}")
    try:
        body = json.loads(content) if content else {}
        canonical_json(body)  # what JSON cannot carry, such as NaN, is not kept either
        return Heard(body, content)
    except (ValueError, RecursionError):
        raise Unanswered(f"{endpoint.host} answered with something that cannot be read. {_UNKNOWN}") from None
