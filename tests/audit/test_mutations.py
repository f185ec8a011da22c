"""Every way to tamper with the log (T06): each is found from an export, the public key and the witnesses."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.audit import verify_log
from apps.audit.domain.chain import COLUMNS, GENESIS, seal
from apps.audit.domain.note import Head, Signer, signed
from apps.audit.errors import WitnessRefused
from apps.audit.log_key import key_make, key_read
from apps.audit.models import AuditEvent, Checkpoint
from apps.audit.pipeline import export_lines, head_sign, heads_hand_out, log_read
from apps.audit.witnesses.book import Book

Append = Callable[..., AuditEvent]
VERIFIER = Path(verify_log.__file__)


@dataclass
class Log:
    """A log with its key, two witnesses and what they hold."""

    folder: Path
    append: Append

    @property
    def key(self) -> Path:
        return self.folder / "log.key"

    @property
    def signer(self) -> Signer:
        return key_read(self.key)

    @property
    def witnesses(self) -> list[Path]:
        return [self.folder / "first", self.folder / "second"]

    def grow(self, events: int) -> None:
        """Append, sign, and hand out."""
        for number in range(events):
            self.append(details={"number": number})
        head_sign(key=self.key)
        assert heads_hand_out(verifier=self.signer.verifier) == {}

    def verified(self, public: str = "") -> tuple[int, str]:
        """Return how the offline verifier ends, and what it says: in a process that has nothing but that file."""
        export = self.folder / "export.jsonl"
        export.write_bytes(b"".join(export_lines()))
        alone = self.folder / "verify_log.py"
        shutil.copy(VERIFIER, alone)
        command = [sys.executable, "-I", "-S", str(alone), str(export), "--key", public or self.signer.verifier.text()]
        held = [word for folder in self.witnesses for word in ("--witness", str(folder))]
        done = subprocess.run([*command, *held], capture_output=True, text=True, check=False, cwd=self.folder)
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def log(append: Append, settings: Any, tmp_path: Path) -> Log:
    made = Log(tmp_path, append)
    settings.WORKBENCH_LOG_KEY = made.key
    settings.WORKBENCH_WITNESSES = [f"{folder.name}={folder}" for folder in made.witnesses]
    key_make(made.key, "test.example/audit")
    made.grow(3)
    made.grow(4)
    return made


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("audit_auditevent", "audit_checkpoint", "audit_receipt"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)


def rewrite(first: int, **changes: Any) -> None:
    """Write the chain anew from one event on, as whoever owns the database can: every hash fits."""
    rows = list(AuditEvent.objects.order_by("sequence").values(*COLUMNS))
    tamper(f"DELETE FROM audit_auditevent WHERE sequence >= {first}")
    last = rows[first - 2]["hash"] if first > 1 else GENESIS
    for row in rows[first - 1 :]:
        fresh = row | changes | {"previous_hash": last}
        fresh["hash"] = last = seal(fresh)
        AuditEvent(**fresh).save(force_insert=True)


def forget_heads() -> None:
    """Remove the heads of the database, as whoever wants no head there to contradict them."""
    tamper("DELETE FROM audit_receipt; DELETE FROM audit_checkpoint")


def test_a_log_that_nobody_touched_holds(log: Log) -> None:
    code, said = log.verified()
    assert (code, "The log holds: 7 events" in said) == (0, True), said
    assert "up to 7 events; 0 stand on the chain alone" in said


def test_what_was_appended_since_the_last_head_is_said_to_stand_on_the_chain_alone(log: Log) -> None:
    log.append()
    assert "1 stand on the chain alone" in log.verified()[1]


SINGLE = {
    "edit": ("UPDATE audit_auditevent SET actor_id = 'nobody' WHERE sequence = 3", "Event 3 is not what was written"),
    "re-date": (
        "UPDATE audit_auditevent SET recorded_at = recorded_at - interval '1 day' WHERE sequence = 3",
        "Event 3 is not what was written",
    ),
    "delete in the middle": ("DELETE FROM audit_auditevent WHERE sequence = 3", "Event 4 follows event 2"),
    "reorder": (
        """UPDATE audit_auditevent SET sequence = sequence - 9 WHERE sequence IN (2, 3);
        UPDATE audit_auditevent SET sequence = CASE sequence WHEN -7 THEN 3 ELSE 2 END WHERE sequence < 0""",
        "Event 2 is not what was written",
    ),
    "tail cut": ("DELETE FROM audit_auditevent WHERE sequence > 5", "ends at event 5"),
    "table replaced by an empty one": ("DELETE FROM audit_auditevent", "replaced by an empty one"),
}


@pytest.mark.parametrize("kind", SINGLE)
def test_whoever_changes_the_rows_is_found(log: Log, kind: str) -> None:
    statement, expected = SINGLE[kind]
    tamper(statement)
    forget_heads()
    code, said = log.verified()
    assert (code, expected in said) == (1, True), said


@pytest.mark.parametrize("first", [1, 4])
def test_a_log_written_anew_so_that_every_hash_fits_is_found_by_what_the_witnesses_hold(log: Log, first: int) -> None:
    rewrite(first, actor_id="somebody else")
    forget_heads()
    code, said = log.verified()
    assert (code, "written anew" in said) == (1, True), said


def test_a_fork_that_the_log_itself_signed_is_found_when_two_witnesses_are_compared(log: Log) -> None:
    head = Head(log.signer.name, 7, b"\x07" * 32).text()
    path = next((log.witnesses[1]).rglob("*7.head"))
    path.write_text(signed(head, log.signer.line(head)))
    code, said = log.verified()
    assert (code, "forked" in said) == (1, True), said


def test_an_older_backup_is_found_though_everything_in_it_holds(log: Log) -> None:
    tamper("DELETE FROM audit_auditevent WHERE sequence > 3")
    tamper("DELETE FROM audit_receipt WHERE checkpoint_id IN (SELECT id FROM audit_checkpoint WHERE size > 3)")
    tamper("DELETE FROM audit_checkpoint WHERE size > 3")
    code, said = log.verified()
    assert (code, "older backup" in said) == (1, True), said


def test_in_place_too_a_cut_end_and_a_log_written_anew_contradict_the_heads_that_are_there(log: Log) -> None:
    assert log_read().holds
    rewrite(4, actor_id="somebody else")
    with pytest.raises(CommandError, match=r"Up to row 7 .* are not those that were signed"):
        call_command("verify_chain", stderr=StringIO())
    tamper("DELETE FROM audit_auditevent WHERE sequence > 5")
    with pytest.raises(CommandError, match="ends at row 5, and a head was signed over 7"):
        call_command("verify_chain", stderr=StringIO())


def test_a_swapped_key_is_found_by_whoever_kept_the_public_one(log: Log) -> None:
    public = log.signer.verifier.text()
    forget_heads()
    for path in (log.key, log.key.with_name("log.key.memory")):
        path.unlink()
    key_make(log.key, "test.example/audit")
    head_sign(key=log.key)
    refused = heads_hand_out(verifier=log.signer.verifier)
    assert set(refused) == {"first", "second"}
    code, said = log.verified(public)
    assert (code, "the key was swapped" in said) == (1, True), said


def test_a_witness_keeps_no_head_that_does_not_continue_the_last(log: Log) -> None:
    rewrite(4, actor_id="somebody else")
    tamper("DELETE FROM audit_receipt WHERE checkpoint_id IN (SELECT id FROM audit_checkpoint WHERE size > 3)")
    tamper("DELETE FROM audit_checkpoint WHERE size > 3")
    log.append()
    head = Head(log.signer.name, 8, b"\x08" * 32).text()
    Checkpoint.objects.create(
        epoch=1, size=8, root="08" * 32, signed_at="2026-03-12T00:00Z", note=signed(head, log.signer.line(head))
    )
    refused = heads_hand_out(verifier=log.signer.verifier)
    assert {name for name, sentence in refused.items() if "does not continue" in sentence} == {"first", "second"}


@pytest.mark.parametrize("message", [b"", b"r", "Grüße, a longer message".encode()])
def test_the_verifiers_own_ed25519_agrees_with_the_library(log: Log, message: bytes) -> None:
    signature = log.signer.private.sign(message)
    public = log.signer.verifier.public
    assert verify_log.signature_holds(public, message, signature)
    assert not verify_log.signature_holds(public, message + b"x", signature)
    assert not verify_log.signature_holds(public, message, signature[:40] + bytes([signature[40] ^ 1]) + signature[41:])
    assert not verify_log.signature_holds(public, message, signature[:63])


def test_the_verifiers_ed25519_knows_the_vectors_of_the_standard() -> None:
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verify_log.signature_holds(public, bytes.fromhex("72"), signature)


@given(st.integers(1, 7), st.sampled_from(["actor_id", "action", "object_id", "details", "recorded_at", "outcome"]))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_changed_byte_of_an_export_passes(log: Log, number: int, column: str) -> None:
    lines = b"".join(export_lines()).splitlines(keepends=True)
    place = next(index for index, line in enumerate(lines) if b'"sequence":%d}' % number in line)
    at = lines[place].index(f'"{column}":'.encode()) + len(column) + 4
    lines[place] = lines[place][:at] + bytes([lines[place][at] ^ 1]) + lines[place][at + 1 :]
    check = verify_log.Verification(verify_log.Key(log.signer.verifier.text()), log.witnesses)
    with pytest.raises((verify_log.Fault, ValueError)):
        check.run(lines)


def test_a_witness_refuses_a_key_it_does_not_know(log: Log, tmp_path: Path) -> None:
    other = key_make(tmp_path / "other.key", "test.example/audit")
    head = Head(other.name, 9, b"\x09" * 32).text()
    with pytest.raises(WitnessRefused, match="another key"):
        Book(log.witnesses[0], other.name).add(
            old=7, proof=[], note=signed(head, other.line(head)), verifier=other.verifier
        )
