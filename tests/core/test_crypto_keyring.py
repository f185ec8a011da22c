"""The keyring file: private, read again when it changes, never replaced, and honest about what it does not hold."""

import json
from pathlib import Path

import pytest

from apps.core.crypto import keyring
from apps.core.crypto.envelope import Key
from apps.core.crypto.errors import KeyringError, KeysUnavailable
from apps.core.crypto.keyring import FileKeyring

CONTEXT = b"subject|1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    keyring.make_ring(tmp_path / "ring.json")
    return tmp_path / "ring.json"


def test_a_wrapped_key_comes_back_and_does_not_show_in_the_blob(path):
    ring, key = FileKeyring(path), Key.new()
    (wrapped,) = ring.wrap([(key, CONTEXT)])
    assert ring.unwrap([(wrapped, CONTEXT)])[0].raw == key.raw
    assert key.raw not in wrapped.blob
    assert wrapped.key_id == ring.active_key_id()


def test_a_wrapped_key_opens_in_its_own_context_only(path):
    (wrapped,) = FileKeyring(path).wrap([(Key.new(), CONTEXT)])
    with pytest.raises(KeysUnavailable, match="the row was changed"):
        FileKeyring(path).unwrap([(wrapped, b"subject|2")])


def test_a_new_key_is_used_at_once_and_the_old_one_still_opens(path):
    ring, key = FileKeyring(path), Key.new()
    (old,) = ring.wrap([(key, CONTEXT)])
    added = keyring.add_key(path)
    (new,) = ring.wrap([(key, CONTEXT)])
    assert (ring.active_key_id(), new.key_id) == (added, added)
    assert ring.unwrap([(old, CONTEXT), (new, CONTEXT)])[0].raw == key.raw


def test_a_key_that_was_taken_out_is_named(path):
    ring = FileKeyring(path)
    (wrapped,) = ring.wrap([(Key.new(), CONTEXT)])
    keyring.add_key(path)
    keyring.remove_key(path, wrapped.key_id)
    with pytest.raises(KeysUnavailable, match=wrapped.key_id):
        ring.unwrap([(wrapped, CONTEXT)])


def test_the_active_key_cannot_be_taken_out(path):
    with pytest.raises(KeyringError, match="active key"):
        keyring.remove_key(path, FileKeyring(path).active_key_id())


def test_a_keyring_is_never_replaced(path):
    before = path.read_bytes()
    with pytest.raises(KeyringError, match="already"):
        keyring.make_ring(path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_keyring_that_others_may_read_is_refused(path, mode):
    path.chmod(mode)
    with pytest.raises(KeysUnavailable, match="Others on this machine"):
        FileKeyring(path).active_key_id()


def test_it_is_made_for_its_owner_only(path):
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"active": "a", "keys": {}}', '{"active": "a", "keys": {"a": "short"}}',
     json.dumps({"active": "a", "keys": {"a": "AAAA"}})],
)  # fmt: skip
def test_a_file_that_is_no_keyring_is_refused_with_a_sentence(path, content):
    path.write_text(content)
    with pytest.raises(KeysUnavailable, match="keyring cannot be used"):
        FileKeyring(path).active_key_id()


def test_a_keyring_that_is_away_is_said_to_be(path):
    ring = FileKeyring(path)
    ring.active_key_id()
    path.rename(path.with_suffix(".moved"))
    with pytest.raises(KeysUnavailable, match="cannot be read"):
        ring.active_key_id()
