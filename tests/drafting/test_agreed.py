"""Nothing leaves to a host outside the perimeter without an agreement in force, and only what it covers."""

import json
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.test import override_settings

from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.audit.selectors import events_for
from apps.core import clock, fence
from apps.drafting.models import Citation, Draft
from apps.drafting.services import crossing
from apps.governance.models import Agreement
from apps.governance.services import agreement_withdraw
from apps.redaction.models import BoundaryCrossing
from apps.retrieval.models import Passage
from tests.drafting.answers import good
from tests.drafting.conftest import request_summary, run
from tests.drafting.scripted_server import ScriptedServer, serving
from tests.factories import World, make_agreement_with_this_machine

HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = clock.now()
    made = x509.CertificateBuilder(
        issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1,
        not_valid_before=now - timedelta(days=1), not_valid_after=now + timedelta(days=1),
    ).add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)  # fmt: skip
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + secret)
    return path


Drafted = Callable[..., tuple[Draft, ScriptedServer]]


@pytest.fixture
def outside(charted: World, certificate: Path) -> Drafted:
    """Draft with a server that is said to stand outside, over TLS."""

    def drafted(**change: Any) -> tuple[Draft, ScriptedServer]:
        asks = bool(change.pop("asks", False))
        given = {"perimeter": "outside", "ca_file": certificate, **change}
        with serving(good, tls=certificate, asks=asks) as server:
            setting = server.setting("openai+https", **{name: it for name, it in given.items() if it})
            with override_settings(WORKBENCH_INFERENCE=setting):
                return run(request_summary(charted)), server

    return drafted


def refusals(draft: Draft) -> list[tuple[str, str]]:
    events = AuditEvent.objects.filter(action="crossing_refused", object_id=str(draft.pk))
    return [(event.details["host"], event.details["reason"]) for event in events]


def test_without_an_agreement_nothing_is_sent_and_the_refusal_is_recorded(outside: Drafted) -> None:
    draft, server = outside()
    assert (draft.status, draft.bucket, server.asked) == ("FAILED", "guardrail", [])
    assert "No agreement (BAA) with 127.0.0.1 is on record. Nothing was sent." in draft.reason
    assert refusals(draft) == [(HOST, "no_agreement")]
    assert events_for(organization_id=draft.organization_id, action="crossing_refused", draft_id=draft.pk).exists()
    assert not BoundaryCrossing.objects.filter(draft_id=draft.pk).exists()


def test_under_an_agreement_the_draft_is_made_and_the_record_names_it(outside: Drafted, charted: World) -> None:
    agreement = make_agreement_with_this_machine(charted, HOST)
    draft, server = outside()
    assert draft.status == "READY", draft.reason
    assert "28 Mar 2024" not in server.asked[0].prompt  # its dates are moved
    assert Citation.objects.filter(claim__draft=draft).count() == 2
    event = AuditEvent.objects.get(action="boundary_crossed")
    assert event.details["agreement_id"] == str(agreement.pk)
    assert "cache_salt" not in server.asked[0].body


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"expires_on": -1}, "agreement_ended"),
        ({"signed_on": 1, "expires_on": 9}, "agreement_not_yet"),
    ],
)
def test_the_day_of_the_house_decides_whether_an_agreement_counts(
    outside: Drafted, charted: World, change: dict[str, int], reason: str
) -> None:
    agreement = make_agreement_with_this_machine(charted, HOST)
    days = {name: clock.today() + timedelta(days=number) for name, number in change.items()}
    Agreement.objects.filter(pk=agreement.pk).update(**days)
    draft, server = outside()
    assert (draft.status, refusals(draft), server.asked) == ("FAILED", [(HOST, reason)], [])


def test_on_its_last_day_an_agreement_still_counts(outside: Drafted, charted: World) -> None:
    make_agreement_with_this_machine(charted, HOST, expires_on=clock.today())
    assert outside()[0].status == "READY"


def test_another_organization_s_agreement_lets_nothing_of_ours_leave(outside: Drafted, charted: World) -> None:
    agreement = make_agreement_with_this_machine(charted, HOST)
    Agreement.objects.filter(pk=agreement.pk).update(organization=charted.brightwater)
    assert refusals(outside()[0]) == [(HOST, "no_agreement")]


def label(text: str, *labels: str) -> None:
    with fence.keeping():
        assert Passage.objects.filter(text__contains=text).update(labels=list(labels))


def test_a_document_the_agreement_does_not_cover_stays_here_and_the_draft_says_so(
    outside: Drafted, charted: World
) -> None:
    make_agreement_with_this_machine(charted, HOST, "mental_health")
    label("Leflunomide", "mental_health", "hiv")
    draft, server = outside()
    assert draft.status == "READY"
    assert "Leflunomide" not in json.dumps(server.asked[0].body)
    assert "1 document was not shown to the model, for the agreement with 127.0.0.1 does not cover: HIV." in (
        draft.missing
    )
    assert BoundaryCrossing.objects.get(draft_id=draft.pk).passages == len(draft.runs.get().passage_ids)


def test_a_document_whose_every_label_is_covered_leaves(outside: Drafted, charted: World) -> None:
    make_agreement_with_this_machine(charted, HOST, "mental_health", "hiv")
    label("Leflunomide", "mental_health", "hiv")
    _, server = outside()
    assert "Leflunomide" in server.asked[0].prompt


def test_inside_the_perimeter_no_agreement_is_asked_for(outside: Drafted) -> None:
    draft, server = outside(perimeter="inside")
    assert draft.status == "READY"
    assert "28 Mar 2024" in server.asked[0].prompt


def test_a_chart_of_which_nothing_is_covered_is_not_sent(outside: Drafted, charted: World) -> None:
    make_agreement_with_this_machine(charted, HOST)
    label("", "violence")
    draft, server = outside()
    assert (refusals(draft), server.asked) == ([(HOST, "not_covered")], [])


def test_an_agreement_withdrawn_while_the_text_is_made_ready_lets_nothing_leave(
    outside: Drafted, charted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement = make_agreement_with_this_machine(charted, HOST)
    ready = crossing.texts_prepare

    def withdrawn(**given: Any) -> Any:
        person = charted.admin
        agreement_withdraw(agreement_id=agreement.pk, reason="It lapsed.", person=person, actor=actor_for(person))
        return ready(**given)

    monkeypatch.setattr(crossing, "texts_prepare", withdrawn)
    draft, server = outside()
    assert (draft.status, refusals(draft), server.asked) == ("FAILED", [(HOST, "agreement_withdrawn")], [])
    assert not BoundaryCrossing.objects.filter(draft_id=draft.pk).exists()


def test_a_server_nobody_vouches_for_gets_nothing(outside: Drafted, charted: World) -> None:
    make_agreement_with_this_machine(charted, HOST)
    draft, server = outside(ca_file="")
    assert (draft.status, draft.bucket, server.asked) == ("FAILED", "upstream", [])
    assert "could not prove who it is" in draft.reason


def test_a_server_that_asks_who_calls_is_shown_our_certificate(outside: Drafted, certificate: Path) -> None:
    draft, _ = outside(perimeter="inside", asks=True, client_file=certificate)
    assert draft.status == "READY"
    draft, server = outside(perimeter="inside", asks=True)
    assert (draft.status, draft.bucket, server.asked) == ("FAILED", "upstream", [])
