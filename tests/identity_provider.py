"""A small OpenID provider on this machine, with real keys: it signs in whom a test wants, and misbehaves as told."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

import httpx
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from apps.core import clock

CLIENT_ID, SECRET = "workbench", "only for tests: a&b"
STRONG = "https://login.example/acr/two-factors"
RSA, EC, OTHER = (
    RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}), ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"}),
    RSAKey.generate_key(2048, {"kid": "rsa"}),
)  # fmt: skip
PAGE = """<!doctype html><html lang="en"><head><title>Cedar Sign-In</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Cedar Sign-In</h1>
<form method="post"><button>Sign in with two factors</button></form></main></body></html>"""


@dataclass
class IdentityProvider:
    """Who signs in next, what the tokens say, and what goes wrong."""

    subject: str = "okafor-17"
    email: str = "imani.okafor@cedar-hollow.example"
    alg: str = "RS256"
    acr: str | None = STRONG
    amr: list[str] | None = field(default_factory=lambda: ["pwd", "otp"])
    claims: dict[str, Any] = field(default_factory=dict)  # in the place of what a token would say; None takes it out
    head: dict[str, Any] = field(default_factory=dict)
    key: Any = None  # to sign with, in the place of the published one
    answer: dict[str, str] = field(default_factory=dict)  # in the place of what goes back by the browser
    document: dict[str, Any] = field(default_factory=dict)  # in the place of what it publishes of itself
    down: set[str] = field(default_factory=set)  # paths that fail
    silent: set[str] = field(default_factory=set)  # paths that never answer
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    served: list[str] = field(default_factory=list)
    keys: list[Any] = field(default_factory=lambda: [RSA, EC])
    closing: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": self}))
        self.server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/hospital"
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    def set_up(self, settings: Any) -> None:
        """Let the workbench know this provider, as its settings would."""
        settings.WORKBENCH_OIDC_ISSUER, settings.WORKBENCH_OIDC_NAME = self.issuer, "Cedar Sign-In"
        settings.WORKBENCH_OIDC_CLIENT_ID, settings.WORKBENCH_OIDC_CLIENT_SECRET = CLIENT_ID, SECRET
        settings.WORKBENCH_OIDC_ACR, settings.WORKBENCH_OIDC_PLAIN = [STRONG], True

    def back_from(self, address: str) -> str:
        """Sign in at the address a browser was led to; return the address it is sent back to, on our own host."""
        answer = httpx.post(address, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        parts = urlsplit(answer.headers["Location"])
        return f"{parts.path}?{parts.query}"

    def discovery(self) -> dict[str, Any]:
        known = {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
            "code_challenge_methods_supported": ["S256"], "authorization_response_iss_parameter_supported": True,
        }  # fmt: skip
        return {**known, **self.document}

    def token(self, asked: dict[str, str]) -> str:
        now = int(clock.now().timestamp())
        said = {
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "auth_time": now,
            "nonce": asked["nonce"], "acr": self.acr, "amr": self.amr, "email": self.email, **self.claims,
        }  # fmt: skip
        said = {name: value for name, value in said.items() if value is not None}
        head = {"alg": self.alg, "kid": "ec" if self.alg == "ES256" else "rsa", **self.head}
        signed = f"{_part(json.dumps(head).encode())}.{_part(json.dumps(said).encode())}"
        if self.alg == "none":
            return f"{signed}."
        if self.alg == "HS256":  # as who knows the public key alone can make it
            return f"{signed}.{_part(hmac.digest(RSA.as_pem(private=False), signed.encode(), 'sha256'))}"
        return jwt.encode(head, said, self.key or {"RS256": RSA, "ES256": EC}[self.alg], algorithms=[self.alg])


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    provider: IdentityProvider

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        path = address.path.removeprefix("/hospital/")
        if self._fails(path):
            return
        if path == ".well-known/openid-configuration":
            self._json(200, self.provider.discovery())
        elif path == "keys":
            self._json(200, {"keys": [key.as_dict(private=False) for key in self.provider.keys]})
        else:
            self._send(200, "text/html", PAGE.encode())

    def do_POST(self) -> None:
        address = urlsplit(self.path)
        path = address.path.removeprefix("/hospital/")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self._fails(path):
            return
        if path == "authorize":
            self._authorize(dict(parse_qsl(address.query)))
        else:
            self._redeem({name: values[0] for name, values in parse_qs(body).items()})

    def _fails(self, path: str) -> bool:
        self.provider.served.append(path)
        if path in self.provider.silent:
            self.provider.closing.wait(10)
            return True
        if path in self.provider.down:
            self._json(500, {"error": "server_error"})
            return True
        return False

    def _authorize(self, asked: dict[str, str]) -> None:
        """Sign in whom the test wants, as if they had pressed the button."""
        self.provider.asked.append(asked)
        code = secrets.token_hex(8)
        self.provider.codes[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": self.provider.issuer, **self.provider.answer}
        if "error" in answer:
            del answer["code"]
        query = urlencode({name: value for name, value in answer.items() if value})
        self.send_response(303)
        self.send_header("Location", f"{asked['redirect_uri']}?{query}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _redeem(self, sent: dict[str, str]) -> None:
        asked = self.provider.codes.pop(sent.get("code", ""), None)
        if not self._is_client(sent):
            self._json(401, {"error": "invalid_client"})
        elif asked is None or not _fits(asked, sent):
            self._json(400, {"error": "invalid_grant"})
        else:
            self._json(200, {"access_token": "x", "token_type": "Bearer", "id_token": self.provider.token(asked)})

    def _is_client(self, sent: dict[str, str]) -> bool:
        given = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        name, _, secret = given.partition(":")
        if not given:
            return (sent.get("client_id"), sent.get("client_secret")) == (CLIENT_ID, SECRET)
        return (unquote(name), unquote(secret)) == (CLIENT_ID, SECRET)

    def _json(self, status: int, value: Any) -> None:
        self._send(status, "application/json", json.dumps(value).encode())

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def _fits(asked: dict[str, str], sent: dict[str, str]) -> bool:
    hashed = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
    is_proven = asked["code_challenge"] == hashed.rstrip(b"=").decode() and asked["code_challenge_method"] == "S256"
    return is_proven and asked["redirect_uri"] == sent.get("redirect_uri")


def led_to(client: Client, answer: Any) -> str:
    """Return where the page that a form led to leads on to."""
    return str(client.get(answer["Location"]).context["away"].address)


def follow(client: Client, provider: IdentityProvider, answer: Any) -> Any:
    """Go from the form's answer to the provider, sign in, and come back; return the page that goes on."""
    came = client.get(provider.back_from(led_to(client, answer)))
    return client.get(came["Location"])
