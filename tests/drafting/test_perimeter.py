"""A host is inside the perimeter when its name says so, or is listed, and its address is private at the very moment."""

import socket
from ipaddress import IPv4Address, IPv6Address

import pytest
from django.core.checks import run_checks
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from apps.audit.models import AuditEvent
from apps.core.domain.perimeter import address_of, is_inside_address, is_inside_name
from apps.drafting.backends.configuration import ConfigurationError, OpenAICompatible, configuration_of
from apps.drafting.backends.perimeter import leads_outside
from apps.drafting.backends.streaming import AnswerStream, Call
from apps.drafting.domain.errors import BackendError
from apps.redaction.models import BoundaryCrossing
from tests.drafting.answers import good
from tests.drafting.conftest import request_summary, run
from tests.drafting.scripted_server import serving
from tests.factories import World

# inet_aton(3) reads one number as a whole address: a name of one label that leads outside, without any network.
LEADS_OUTSIDE = str(int(IPv4Address("8.8.8.8")))
LISTED = ("models.clinic.example", ".wards.example")


@pytest.mark.parametrize("host", [
    "localhost", "127.0.0.1", "::1", "10.1.2.3", "192.168.4.4", "fd00::7", "model-proxy", "gpu.clinic.internal",
    "gpu.local", "gpu.lan", "gpu.home.arpa", "models.clinic.example", "gpu.wards.example",
])  # fmt: skip
def test_what_names_or_lists_itself_inside_is_believed_to_be_configured_so(host: str) -> None:
    assert is_inside_name(host, LISTED)
    literal = f"[{host}]" if ":" in host else host
    read = configuration_of(f"openai+https://{literal}/v1?model=m&perimeter=inside", LISTED)
    assert isinstance(read, OpenAICompatible)
    assert read.inside


@pytest.mark.parametrize("host", [
    "api.some-vendor.example", "internal.example", "wards.example", "xwards.example", "models.clinic.example.org",
    "evilinternal.example", "gpu.models.clinic.example", "local.example",
])  # fmt: skip
def test_any_other_name_says_how_it_is_listed_or_that_it_stands_outside(host: str) -> None:
    setting = f"openai+https://{host}/v1?model=m&perimeter=inside"
    with pytest.raises(ConfigurationError, match="List it in WORKBENCH_PERIMETER"):
        configuration_of(setting, LISTED)
    assert isinstance(configuration_of(setting.replace("=inside", "=outside"), LISTED), OpenAICompatible)


@pytest.mark.parametrize("host", ["8.8.8.8", "[2001:4860:4860::8888]", "[::ffff:8.8.8.8]", "[2002:808:808::1]"])
def test_an_address_outside_cannot_be_listed(host: str) -> None:
    with pytest.raises(ConfigurationError, match="public address"):
        configuration_of(f"openai+https://{host}/v1?model=m&perimeter=inside", [host.strip("[]")])


@pytest.mark.parametrize("host", ["134744072", "0x08080808", "0x8.8.8.8", "010.010.010.010", "8.526344", "8.8.8.8."])
def test_an_address_in_another_form_is_the_address(host: str) -> None:
    assert address_of(host) == IPv4Address("8.8.8.8")
    with pytest.raises(ConfigurationError, match="public address"):
        configuration_of(f"openai+https://{host}/v1?model=m&perimeter=inside", LISTED)


def test_an_inside_address_in_another_form_stands_inside_and_numbers_that_are_none_stand_nowhere() -> None:
    for host in ("2130706433", "0x7f000001", "0177.0.0.1", "127.1", "10.257"):
        assert is_inside_name(host, ())
    for host in ("99999999999", "0x", "1.2.3.4.5", "256.1.1.1"):
        assert not is_inside_name(host, ())


@given(st.ip_addresses(v=4))
def test_every_address_is_read_from_its_number(address: IPv4Address) -> None:
    assert address_of(str(int(address))) == address_of(hex(int(address))) == address


@given(st.ip_addresses(v=4))
def test_an_address_mapped_into_the_newer_protocol_counts_as_its_own(address: IPv4Address) -> None:
    assert is_inside_address(IPv6Address(f"::ffff:{address}")) == is_inside_address(address) == address.is_private


def test_a_start_refuses_a_vendor_inside_until_it_is_listed() -> None:
    def faults() -> list[str]:
        return [fault.msg for fault in run_checks() if str(fault.id).startswith("drafting.")]

    with override_settings(WORKBENCH_INFERENCE="openai+https://gpu.wards.example/v1?model=m&perimeter=inside"):
        assert "WORKBENCH_PERIMETER" in faults()[0]
        with override_settings(WORKBENCH_PERIMETER=list(LISTED)):
            assert faults() == []


def test_where_a_name_leads_is_asked_when_it_is_called() -> None:
    assert not leads_outside("localhost")
    assert not leads_outside("127.0.0.1")
    assert not leads_outside("::1")
    assert not leads_outside("no-such-host.internal")
    assert leads_outside(LEADS_OUTSIDE)
    assert leads_outside("8.8.8.8")


def test_an_inside_name_that_leads_outside_is_sent_nothing_and_the_refusal_is_recorded(
    charted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, found = "gpu.clinic.internal", socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda it, *a, **k: found("8.8.8.8" if it == name else it, *a, **k))
    with override_settings(WORKBENCH_INFERENCE=f"openai+http://{name}/v1?model=m&perimeter=inside"):
        draft = run(request_summary(charted))
    assert (draft.status, draft.bucket) == ("FAILED", "guardrail")
    assert "public address now. Nothing was sent" in draft.reason
    event = AuditEvent.objects.get(action="crossing_refused", object_id=str(draft.pk))
    assert (event.details["host"], event.details["reason"]) == (name, "public_address")
    assert not BoundaryCrossing.objects.filter(draft_id=draft.pk).exists()


def test_an_inside_name_that_leads_to_this_machine_is_asked(charted: World) -> None:
    with serving(good) as server:
        setting = server.setting(perimeter="inside").replace("127.0.0.1", "localhost")
        with override_settings(WORKBENCH_INFERENCE=setting):
            draft = run(request_summary(charted))
    assert (draft.status, len(server.asked)) == ("READY", 1)


def test_the_transport_asks_again_right_before_it_connects() -> None:
    call = Call(f"http://{LEADS_OUTSIDE}:1/v1", LEADS_OUTSIDE, {}, "", timeout=5, inside=True)
    with pytest.raises(BackendError, match="public address") as refused, AnswerStream(call) as stream:
        list(stream.pieces(0.2))
    assert (refused.value.bucket, refused.value.permanent) == ("guardrail", True)
