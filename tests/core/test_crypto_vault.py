"""Vault as key provider, against a small server that speaks its transit API: batches, versions, and being away."""

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest

from apps.core.crypto import keys
from apps.core.crypto.cache import KEYS, LIFETIME_SECONDS
from apps.core.crypto.envelope import Key
from apps.core.crypto.errors import KeysUnavailable
from apps.core.crypto.provider import key_provider

TOKEN = "s.test-token"


class Transit(BaseHTTPRequestHandler):
    """Wraps by writing context and key into the ciphertext: enough to see that both go there and back."""

    latest, derived, away, seen = 1, True, False, []

    def do_GET(self) -> None:
        self._answer({"latest_version": self.latest, "derived": self.derived})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append((self.path, len(asked["batch_input"])))
        act = self._encrypt if "/encrypt/" in self.path else self._decrypt
        self._answer({"batch_results": [act(item) for item in asked["batch_input"]]})

    do_PUT = do_POST  # noqa: N815

    def _encrypt(self, item: dict[str, str]) -> dict[str, str]:
        inside = json.dumps([item["context"], item["plaintext"]]).encode()
        return {"ciphertext": f"vault:v{self.latest}:{base64.b64encode(inside).decode()}"}

    def _decrypt(self, item: dict[str, str]) -> dict[str, str]:
        context, plaintext = json.loads(base64.b64decode(item["ciphertext"].split(":")[2]))
        return (
            {"plaintext": plaintext}
            if context == item["context"]
            else {"error": "cipher: message authentication failed"}
        )

    def _answer(self, data: dict[str, Any]) -> None:
        refused = self.away or self.headers["X-Vault-Token"] != TOKEN
        body = json.dumps({"errors": ["denied"]} if refused else {"data": data}).encode()
        self.send_response(503 if self.away else 403 if refused else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Keep the test's output quiet."""


@pytest.fixture
def vault(settings: Any) -> Iterator[type[Transit]]:
    handler = type("Scripted", (Transit,), {"seen": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WORKBENCH_KEY_PROVIDER = "vault:transit/workbench"
    settings.VAULT_ADDR, settings.VAULT_TOKEN = f"http://127.0.0.1:{server.server_port}", TOKEN
    yield handler
    server.shutdown()
    server.server_close()


def test_keys_go_to_vault_and_back_in_one_batch(vault):
    new = [(Key.new(), f"{number}|1".encode()) for number in range(3)]
    wrapped = key_provider().wrap(new)
    back = key_provider().unwrap([(one, context) for one, (_, context) in zip(wrapped, new, strict=True)])
    assert [key.raw for key in back] == [key.raw for key, _ in new]
    assert vault.seen == [("/v1/transit/encrypt/workbench", 3), ("/v1/transit/decrypt/workbench", 3)]


def test_a_wrapped_key_opens_in_its_own_context_only(vault):
    (wrapped,) = key_provider().wrap([(Key.new(), b"one|1")])
    with pytest.raises(KeysUnavailable, match="the row was changed"):
        key_provider().unwrap([(wrapped, b"two|1")])


def test_a_key_that_is_not_derived_is_refused(vault):
    vault.derived = False
    with pytest.raises(KeysUnavailable, match="derived=true"):
        key_provider().active_key_id()


def test_a_wrong_token_is_a_sentence_without_the_token(vault, settings):
    settings.VAULT_TOKEN = "s.another"
    with pytest.raises(KeysUnavailable, match="does not hand out keys") as refused:
        key_provider().active_key_id()
    assert "s.another" not in str(refused.value)


def test_a_token_is_read_again_from_its_file(vault, settings, tmp_path):
    file = tmp_path / "token"
    settings.VAULT_TOKEN_FILE = str(file)
    for token, allowed in (("old", False), (f"{TOKEN}\n", True)):
        file.write_text(token)
        if allowed:
            assert key_provider().active_key_id() == "vault:transit/workbench:v1"
        else:
            with pytest.raises(KeysUnavailable):
                key_provider().active_key_id()


def test_data_keys_follow_a_rotation_in_vault(db, vault):
    subject = uuid4()
    _, key = keys.sealing_key(subject)
    vault.latest = 2
    assert [(one.key_id, one.count) for one in keys.key_counts()] == [
        ("vault:transit/workbench:v2", 0), ("vault:transit/workbench:v1", 1),
    ]  # fmt: skip
    assert (keys.data_keys_rewrap(10), keys.data_keys_rewrap(10)) == (1, 0)
    KEYS.forget_all()
    assert keys.opening_key(subject, 1).raw == key.raw


def test_while_vault_is_away_what_is_open_stays_open_for_five_minutes(db, vault, monkeypatch):
    known, other, now = uuid4(), uuid4(), [1000.0]
    monkeypatch.setattr(KEYS, "clock", lambda: now[0])
    keys.sealing_key(known)
    vault.away = True
    now[0] += LIFETIME_SECONDS - 1
    assert keys.opening_key(known, 1)
    with pytest.raises(KeysUnavailable):
        keys.sealing_key(other)
    now[0] += 2
    with pytest.raises(KeysUnavailable, match="does not hand out keys"):
        keys.opening_key(known, 1)
