"""Events say from which address the act came: as trusted proxies wrote it down, and never as a browser claims."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.domain.chain import COLUMNS, seal, verify
from apps.audit.models import AuditEvent
from apps.audit.selectors import chain_rows
from apps.core.context import address
from tests.audit.test_mutations import tamper
from tests.factories import World

CLAIMED = "198.51.100.66"


def newest(client: Client, world: World, **headers: str) -> AuditEvent:
    client.force_login(world.privacy)
    assert client.get(reverse("audit:log"), **headers).status_code == 200
    return AuditEvent.objects.latest("sequence")


def test_without_a_proxy_it_is_who_connected_whatever_is_claimed(world: World, client: Client) -> None:
    event = newest(client, world, REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=CLAIMED)
    assert event.address == "203.0.113.9"
    assert address() == ""  # what comes after the request is from nowhere


@pytest.mark.parametrize(("written", "counted"), [("198.51.100.66, 203.0.113.9", "203.0.113.9"), ("::1", "::1")])
def test_behind_a_trusted_proxy_it_is_what_that_wrote_last(
    world: World, client: Client, settings: Any, written: str, counted: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert newest(client, world, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=written).address == counted


@pytest.mark.parametrize("claimed", ["<script>", "1.2.3.4.5", "x" * 5000])
def test_what_is_no_address_is_left_out_and_refuses_nobody(
    world: World, client: Client, settings: Any, claimed: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert newest(client, world, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=claimed).address == ""


def test_events_with_and_without_an_address_are_one_chain_and_a_changed_address_breaks_it(
    world: World, client: Client
) -> None:
    event = newest(client, world, REMOTE_ADDR="203.0.113.9")
    assert set(AuditEvent.objects.values_list("address", flat=True)) == {"", "203.0.113.9"}
    assert verify(chain_rows()).intact
    for changed in ("", CLAIMED):
        row = AuditEvent.objects.filter(pk=event.pk).values(*COLUMNS).get() | {"address": changed}
        assert seal(row) != event.hash
    first = AuditEvent.objects.order_by("sequence")[0]
    tamper(f"UPDATE audit_auditevent SET address = '{CLAIMED}' WHERE sequence = {first.sequence}")
    assert verify(chain_rows()).broken_at == first.sequence


def test_who_reads_the_log_reads_from_where(world: World, client: Client) -> None:
    newest(client, world, REMOTE_ADDR="203.0.113.9")
    assert "from 203.0.113.9" in client.get(reverse("audit:log")).content.decode()
