"""Pages of the signed heads and of the proof of one event: who reads what, and what they say of a log that changed."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.audit.domain.actions import Action
from apps.audit.log_key import key_make, key_read
from apps.audit.models import AuditEvent, LogStanding
from apps.audit.pipeline import VERIFIER, gap_sign, head_sign, heads_hand_out, log_stop
from apps.audit.services import event_append
from apps.governance.tasks import reconcile_log
from tests.factories import World


@pytest.fixture
def event(world: World, settings: Any, tmp_path: Path) -> AuditEvent:
    """An event of Cedar's in a signed head that two witnesses hold."""
    settings.WORKBENCH_LOG_KEY = tmp_path / "log.key"
    settings.WORKBENCH_WITNESSES = [f"{name}={tmp_path / name}" for name in ("first", "second")]
    key_make(settings.WORKBENCH_LOG_KEY, "test.example/audit")
    made = event_append(actor=actor_for(world.okafor), action=Action.CHART_VIEWED, patient_id=world.anna.pk)
    event_append(actor=actor_for(world.quill), action=Action.CHART_VIEWED, patient_id=world.carla.pk)
    head_sign(key=settings.WORKBENCH_LOG_KEY)
    heads_hand_out(verifier=key_read(settings.WORKBENCH_LOG_KEY).verifier)
    return made


def forge(sequence: int) -> None:
    """Change what a row says, as whoever owns the database can, and leave the triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditevent SET actor_id = 'nobody' WHERE sequence = %s", [sequence])


def page(client: Client, address: str, *args: object) -> str:
    response = client.get(reverse(address, args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_the_proof_of_an_event_is_checked_and_shown_with_the_head_the_witnesses_hold(
    event: AuditEvent, world: World, client: Client
) -> None:
    client.force_login(world.okafor)
    shown = page(client, "audit:proof", event.sequence)
    assert "It is what was written" in shown
    assert "events of a signed head" in shown
    assert "2 witnesses outside the database" in shown
    assert "test.example/audit" in shown
    assert "opened the chart" not in shown  # what it says is for who reads the log
    told = AuditEvent.objects.latest("sequence")
    assert (told.action, told.details) == ("audit_viewed", {"proof": event.sequence})


def test_who_reads_the_log_reads_there_what_happened(event: AuditEvent, world: World, client: Client) -> None:
    client.force_login(world.privacy)
    assert "Dr. Imani Okafor" in page(client, "audit:proof", event.sequence)


@pytest.mark.parametrize("beyond", [1, 10**6, 10**30])
def test_an_event_of_another_organization_and_one_that_is_not_there_are_alike(
    event: AuditEvent, world: World, client: Client, beyond: int
) -> None:
    client.force_login(world.privacy)
    assert client.get(reverse("audit:proof", args=[event.sequence + beyond])).status_code == 404


def test_a_log_that_was_changed_after_its_head_says_so(event: AuditEvent, world: World, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditevent SET hash = %s WHERE sequence = %s", ["a" * 64, event.sequence])
        cursor.execute("ALTER TABLE audit_auditevent ENABLE ALWAYS TRIGGER audit_rows_never_change")
    client.force_login(world.okafor)
    shown = page(client, "audit:proof", event.sequence)
    assert "It is not what was written" in shown
    assert "does not hold it" in shown
    assert "nothing was changed" not in shown


def test_an_event_whose_words_alone_were_changed_is_called_sound_nowhere(
    event: AuditEvent, world: World, client: Client
) -> None:
    forge(event.sequence)
    client.force_login(world.privacy)
    shown = page(client, "audit:proof", event.sequence)
    assert "It is not what was written" in shown
    assert "holds its hash, and not what the row says now" in shown
    assert "It is one of" not in shown
    assert "nothing was changed" not in shown


def test_the_nightly_reading_finds_a_forged_row_and_says_so_where_the_log_is_read(
    event: AuditEvent, world: World, client: Client
) -> None:
    client.force_login(world.privacy)
    reconcile_log()
    assert "is what was signed" in page(client, "audit:heads")
    assert "The log was changed" not in page(client, "audit:log")
    forge(event.sequence)
    reconcile_log()
    for address in ("audit:heads", "audit:log"):
        shown = page(client, address)
        assert "The log was changed" in shown
        assert reverse("audit:proof", args=[event.sequence]) in shown
        assert "audit_auditevent" in shown  # whose triggers were left switched off
        assert "is what was signed" not in shown
    with pytest.raises(CommandError, match=f"Row {event.sequence} is not what was written.*switched off: audit_audit"):
        call_command("log_reconcile")


def test_a_signed_gap_says_who_signed_it_and_how_much_is_missing(
    event: AuditEvent, world: World, client: Client, settings: Any
) -> None:
    log_stop(epoch=1, size=event.sequence + 1, witnessed=event.sequence + 12)
    gap_sign(
        key=settings.WORKBENCH_LOG_KEY, officer_id=str(world.privacy.pk), reason="restored_from_backup",
        actor=actor_for(world.privacy),
    )  # fmt: skip
    client.force_login(world.privacy)
    shown = page(client, "audit:heads")
    assert "Signed gaps" in shown
    assert world.privacy.formal_name in shown.partition("Signed gaps")[2]
    assert "restored from backup" in shown
    assert '<span class="chip warn">11</span>' in shown
    log_stop(epoch=2, size=event.sequence, witnessed=event.sequence + 1)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.content) == (503, b"the log is stopped")


def test_who_reads_the_log_takes_out_what_verifies_it(
    event: AuditEvent, world: World, client: Client, tmp_path: Path
) -> None:
    client.force_login(world.privacy)
    refused = client.post(reverse("audit:log_whole"))
    assert refused.status_code == 400
    assert "one for all organizations" in refused.content.decode()
    assert "one for all organizations" in page(client, "audit:heads")
    assert not AuditEvent.objects.filter(action=Action.AUDIT_EXPORTED).exists()
    verifier, key = (client.get(reverse(f"audit:{name}")) for name in ("log_verifier", "log_key"))
    assert b"".join(verifier.streaming_content) == VERIFIER.read_bytes()
    assert key.content.decode().strip() in page(client, "audit:heads")


def test_where_one_organization_has_the_log_what_is_taken_out_on_the_page_verifies(
    event: AuditEvent, world: World, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.access.selectors.log.SEVERAL", 1000)
    client.force_login(world.privacy)
    taken = client.post(reverse("audit:log_whole"))
    assert "attachment" in taken["Content-Disposition"]
    (tmp_path / "log.jsonl").write_bytes(b"".join(taken.streaming_content))
    (tmp_path / "key").write_bytes(client.get(reverse("audit:log_key")).content)
    verifier = client.get(reverse("audit:log_verifier"))
    (tmp_path / "alone.py").write_bytes(b"".join(verifier.streaming_content))
    command = [
        sys.executable,
        "-I",
        "alone.py",
        "log.jsonl",
        "--key",
        "key",
        "--witness",
        "first",
        "--witness",
        "second",
    ]
    done = subprocess.run([*command, "--witness", "first"], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, "The log holds" in done.stdout) == (0, True), done.stdout + done.stderr
    told = AuditEvent.objects.filter(action=Action.AUDIT_EXPORTED).get()
    assert (told.details, told.actor_id) == ({"kind": "verifiable"}, str(world.privacy.pk))


def test_the_list_of_heads_says_how_far_each_witness_is_and_what_no_log_can_show(
    event: AuditEvent, world: World, client: Client
) -> None:
    client.force_login(world.privacy)
    shown = page(client, "audit:heads")
    assert "holds every head" in shown
    assert "an act that was never recorded" in shown


def test_a_stopped_log_refuses_every_act_with_a_sentence_until_an_officer_signs(
    event: AuditEvent, world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(world.privacy)
    log_stop(epoch=1, size=event.sequence, witnessed=event.sequence + 9)
    refused = client.get(reverse("audit:log"))
    assert refused.status_code == 503
    assert "an officer has signed the gap" in refused.content.decode()

    gap = {"officer": world.okafor.email, "reason": "restored_from_backup"}
    for nobody in (world.okafor, world.admin):
        gap["officer"] = nobody.email
        with pytest.raises(CommandError, match=f"Only a privacy officer signs a gap, and {nobody.formal_name} is none"):
            call_command("log_gap", **gap)
    gap["officer"] = world.privacy.email
    monkeypatch.setattr("apps.access.management.commands.log_gap.password_ask", lambda _: "wrong")
    with pytest.raises(CommandError, match="not correct"):
        call_command("log_gap", **gap)
    monkeypatch.setattr(type(world.privacy), "check_password", lambda *_: True)
    call_command("log_gap", **gap)
    assert LogStanding.objects.latest("id").officer_id == str(world.privacy.pk)
    assert client.get(reverse("audit:log")).status_code == 200
