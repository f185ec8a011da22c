"""Keys are wrapped anew while everybody works; who destroyed or renewed one is on record; a lost provider is said."""

import threading
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.chart.models import SourceDocument
from apps.core.actors import Actor
from apps.core.crypto import keyring, keys
from apps.core.crypto.cache import KEYS
from apps.core.models import DataKey
from apps.governance import services
from tests.factories import World, make_document, make_world

ACTOR = Actor.service("test")


@pytest.fixture
def ring(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "ring.json"
    keyring.make_ring(path)
    settings.WORKBENCH_KEY_PROVIDER = f"file:{path}"
    return path


def command(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_rewrapping_moves_every_key_and_again_changes_nothing(db, ring):
    subjects = [uuid4() for _ in range(7)]
    keys.data_keys(subjects, make=True)
    old, new = keyring.read_ring(ring).active, keyring.add_key(ring)
    assert f"{old}: 7 data keys" in command("keys_status")
    assert "Done" in command("keys_rewrap")
    before = list(DataKey.objects.order_by("pk").values_list("wrapped", flat=True))
    assert "Done" in command("keys_rewrap")
    assert list(DataKey.objects.order_by("pk").values_list("wrapped", flat=True)) == before
    assert f"{new}: 7 data keys (active)" in command("keys_status")
    KEYS.forget_all()
    command("keys_init", "--remove", old)
    assert len(keys.data_keys(subjects)) == 7


def test_no_keyring_is_made_in_place_of_one_that_records_need(db, ring):
    copy = ring.read_bytes()
    keys.data_keys([uuid4()], make=True)
    ring.unlink()
    with pytest.raises(CommandError, match="a new keyring would open none of them"):
        command("keys_init", "--if-missing")
    assert not ring.exists()
    ring.write_bytes(copy)
    ring.chmod(0o600)
    assert command("keys_init", "--if-missing") == ""


def test_a_keyring_is_made_where_nothing_is_sealed_yet(db, ring):
    ring.unlink()
    assert "first key" in command("keys_init", "--if-missing")


def test_who_watches_is_told_when_records_cannot_be_opened(db, ring, client):
    keys.data_keys([uuid4()], make=True)
    assert client.get("/readyz").status_code == 200
    ring.unlink()
    keyring.make_ring(ring)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.content) == (503, b"not ready")


def test_a_rewrapping_that_was_interrupted_goes_on_where_it_stopped(db, ring):
    keys.data_keys([uuid4() for _ in range(5)], make=True)
    old = keyring.read_ring(ring).active
    keyring.add_key(ring)
    assert services.data_keys_rewrap(most=2, actor=ACTOR) == 2
    assert DataKey.objects.filter(key_id=old).count() == 3
    with pytest.raises(CommandError, match="3 data keys are still wrapped"):
        command("keys_init", "--remove", old)
    assert "Done" in command("keys_rewrap", "--per-second", "100000")
    counted = [event.details["keys"] for event in AuditEvent.objects.filter(action="keys_rewrapped").order_by("pk")]
    assert counted == [2, 3]


def test_adding_and_removing_a_key_is_on_record_by_its_id_alone(db, ring):
    old = keyring.read_ring(ring).active
    command("keys_init", "--add")
    new = keyring.read_ring(ring).active
    command("keys_init", "--remove", old)
    told = AuditEvent.objects.filter(action__in=["key_added", "key_removed"]).order_by("sequence")
    assert [(event.action, event.details) for event in told] == [
        ("key_added", {"key_id": new}), ("key_removed", {"key_id": old}),
    ]  # fmt: skip


def test_a_key_that_was_not_removed_is_not_on_record_as_removed(db, ring):
    with pytest.raises(CommandError):
        command("keys_init", "--remove", keyring.read_ring(ring).active)
    assert not AuditEvent.objects.filter(action="key_removed").exists()


def test_rewrapping_is_not_called_done_while_an_old_key_is_missing(db, ring):
    keys.sealing_key(uuid4())
    old = keyring.read_ring(ring).active
    keyring.add_key(ring)
    keyring.remove_key(ring, old)
    with pytest.raises(CommandError, match=f"does not hold the key '{old}'.*run this again"):
        command("keys_rewrap")


def test_destroying_and_renewing_a_key_are_on_record(db):
    subject = uuid4()
    keys.sealing_key(subject)
    services.data_key_rotate(subject=subject, actor=ACTOR)
    services.data_keys_destroy(subjects=[subject], patient_id=subject, reason_code="retention", actor=ACTOR)
    rotated, destroyed = AuditEvent.objects.order_by("sequence")
    assert (rotated.action, rotated.details) == ("key_rotated", {"version": 2})
    assert (destroyed.action, destroyed.patient_id) == ("key_destroyed", str(subject))
    assert destroyed.details == {"keys": 2, "subjects": 1, "reason_code": "retention"}


def test_a_page_without_keys_says_so_and_does_not_break(db, client, ring):
    world = make_world()  # under keys of this ring
    client.force_login(world.okafor)
    address = reverse("viewer:chart_detail", args=[world.anna.pk])
    assert client.get(address).status_code == 200
    ring.rename(ring.with_suffix(".away"))
    assert client.get(address).status_code == 200
    KEYS.forget_all()
    refused = client.get(address)
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert "Records are closed for the moment" in refused.content.decode()


# Rotation under load


def until(stop: threading.Event, act: Callable[[], object], failures: list[BaseException], counted: list[int]) -> None:
    """Do something again and again on a connection of its own, and keep whatever goes wrong."""
    try:
        while not stop.is_set():
            act()
            counted.append(1)
    except BaseException as error:
        failures.append(error)
    finally:
        connections.close_all()


def reader(world: World) -> Callable[[], None]:
    client = Client()
    client.force_login(world.okafor)
    address = reverse("viewer:chart_detail", args=[world.anna.pk])

    def read() -> None:
        KEYS.forget_all()  # so that each page needs the provider again
        assert client.get(address).status_code == 200

    return read


def writer(world: World) -> Callable[[], None]:
    numbers = iter(range(10**6))
    return lambda: make_document(world.anna, "Stable.", f"DocumentReference/load-{next(numbers)}")


@pytest.fixture
def load(transactional_db: None, ring: Path) -> Iterator[tuple[list[BaseException], list[list[int]]]]:
    world, stop = make_world(), threading.Event()
    failures: list[BaseException] = []
    counts: list[list[int]] = [[], [], []]
    acts = [reader(world), reader(world), writer(world)]
    threads = [
        threading.Thread(target=until, args=(stop, act, failures, counted))
        for act, counted in zip(acts, counts, strict=True)
    ]
    for thread in threads:
        thread.start()
    yield failures, counts
    stop.set()
    for thread in threads:
        thread.join()


def moved_from(old: str) -> bool:
    """Wrap anew and take the old key out; False when somebody made a key with the old one at the last moment."""
    try:
        command("keys_rewrap")
        command("keys_init", "--remove", old)
    except CommandError:
        return False
    return True


def test_keys_are_rotated_under_load_without_one_failed_request(load, ring):
    failures, counts = load
    for _ in range(3):
        before = [len(counted) for counted in counts]
        old, _ = keyring.read_ring(ring).active, keyring.add_key(ring)
        while not moved_from(old):
            assert failures == []
        while not failures and any(len(now) <= then for now, then in zip(counts, before, strict=True)):
            threading.Event().wait(0.01)
    assert failures == []
    assert DataKey.objects.exclude(key_id=keyring.read_ring(ring).active).count() == 0
    assert {document.text for document in SourceDocument.objects.filter(structured=False)} == {"Stable."}
