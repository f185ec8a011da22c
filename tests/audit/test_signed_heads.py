"""Heads are signed over what was appended, survive a stop at any moment, and a log that was cut takes nothing more."""

import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.audit.domain.actions import Action
from apps.audit.domain.merkle import consistency_check, inclusion_check, root_of
from apps.audit.domain.note import WITNESS, BadNote, Head, Verifier, is_signed, opened, verified
from apps.audit.errors import LogBroken, LogCut, LogKeyUnusable, LogStopped
from apps.audit.log_key import key_make, key_read, memory_path, memory_read
from apps.audit.models import AuditEvent, Checkpoint, LogStanding, Receipt, TreeNode
from apps.audit.pipeline import gap_sign, head_sign, heads_hand_out
from apps.audit.selectors import freshness, is_stopped, proof_of, witness_states
from apps.audit.tree import Tree
from apps.audit.witnesses.book import Book
from apps.audit.witnesses.remote import RemoteWitness, Request, WitnessHandler
from apps.core import clock
from tests.audit.conftest import WORKER
from tests.audit.test_mutations import Append, Log, log, tamper

__all__ = ["log"]
FIRST_SIZES = [3, 7]


def many(append: Append, events: int) -> None:
    for number in range(events):
        append(details={"number": number})


def test_each_head_is_signed_and_says_the_root_of_the_events_so_far(log: Log) -> None:
    leaves = [bytes.fromhex(one) for one in AuditEvent.objects.order_by("sequence").values_list("hash", flat=True)]
    for checkpoint in Checkpoint.objects.all():
        said = Head.read(verified(checkpoint.note, log.signer.verifier))
        assert said == Head("test.example/audit", checkpoint.size, root_of(leaves[: checkpoint.size]))
    assert list(Checkpoint.objects.values_list("size", flat=True)) == FIRST_SIZES


def test_nothing_new_is_no_new_head(log: Log) -> None:
    assert head_sign(key=log.key) is None
    assert Checkpoint.objects.count() == len(FIRST_SIZES)


def test_every_witness_gets_every_head_even_one_that_was_away(log: Log, settings: Any, tmp_path: Path) -> None:
    settings.WORKBENCH_WITNESSES = [*settings.WORKBENCH_WITNESSES, f"third={tmp_path / 'third'}"]
    log.grow(2)
    for name in ("first", "second", "third"):
        held = [Head.read(opened(note)[0]).size for note in Book(tmp_path / name, "test.example/audit").notes()]
        assert held == [3, 7, 9]
    assert {state.behind for state in witness_states()} == {0}


def test_a_receipt_that_was_lost_is_asked_for_again_and_refused_by_nobody(log: Log) -> None:
    tamper("DELETE FROM audit_receipt")
    assert heads_hand_out(verifier=log.signer.verifier) == {}
    log.grow(1)
    assert Receipt.objects.filter(checkpoint__size=8).count() == len(log.witnesses)


def test_events_past_256_are_proved_from_the_kept_nodes(log: Log) -> None:
    many(log.append, 300 - 7)
    log.grow(0)
    many(log.append, 250)
    log.grow(0)
    assert list(TreeNode.objects.values_list("level", "index")) == [(8, 0), (8, 1)]
    for sequence in (1, 256, 257, 300, 301, 550):
        proof = proof_of(sequence)
        assert proof is not None
        assert proof.holds
        assert {one.witness for one in proof.witnesses} == {"first", "second"}
    sizes = {one.size: bytes.fromhex(one.root) for one in Checkpoint.objects.all()}
    for old in (3, 7, 300):
        consistency_check(old, sizes[old], 550, sizes[550], Tree(1).consistency(old, 550))
    leaf = bytes.fromhex(AuditEvent.objects.get(sequence=257).hash)
    inclusion_check(leaf, 256, 300, Tree(1).inclusion(256, 300), sizes[300])


def test_the_proof_of_an_event_that_was_edited_does_not_hold(log: Log) -> None:
    tamper(f"UPDATE audit_auditevent SET hash = '{'a' * 64}' WHERE sequence = 2")
    proof = proof_of(2)
    assert proof is not None
    assert not proof.holds
    assert proof_of(99) is None


def test_a_stop_between_the_signature_and_its_row_loses_no_head(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    many(log.append, 300)

    def power_fails(*_: object) -> Checkpoint:
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr("apps.audit.pipeline.signing._store", power_fails)
        with pytest.raises(RuntimeError):
            head_sign(key=log.key)
    remembered = memory_read(log.key)
    assert remembered is not None
    log.append()
    log.grow(0)
    assert list(Checkpoint.objects.values_list("size", flat=True)) == [*FIRST_SIZES, 307, 308]
    assert Checkpoint.objects.get(size=307).note == remembered.note
    assert log.verified()[0] == 0


def test_an_edited_row_gets_no_signature(log: Log) -> None:
    many(log.append, 2)
    tamper("UPDATE audit_auditevent SET actor_id = 'nobody' WHERE sequence = 9")
    with pytest.raises(LogBroken, match="Row 9 is not what was written"):
        head_sign(key=log.key)
    assert not is_stopped()


@pytest.mark.parametrize("added", [0, 1, 9])
def test_a_restored_database_stops_the_log_until_an_officer_signs_the_gap(log: Log, added: int) -> None:
    """However much was appended to the older copy before anybody looked."""
    tamper("DELETE FROM audit_auditevent WHERE sequence > 5")
    tamper("DELETE FROM audit_receipt WHERE checkpoint_id IN (SELECT id FROM audit_checkpoint WHERE size > 5)")
    tamper("DELETE FROM audit_checkpoint WHERE size > 5")
    many(log.append, added)
    with pytest.raises(LogCut, match="an officer signs the gap"):
        head_sign(key=log.key)
    with pytest.raises(LogStopped, match="Nothing can be done here"):
        log.append()
    assert freshness(clock.now()).stopped
    assert head_sign(key=log.key) is None

    gap_sign(key=log.key, officer_id="an-officer", reason="restored_from_backup", actor=WORKER)
    log.grow(2)
    assert AuditEvent.objects.filter(action=Action.LOG_GAP_SIGNED).count() == 1
    code, said = log.verified()
    assert (code, "1 signed gap, 0 tombstones" in said) == (0, True), said


@pytest.mark.parametrize("true_rows", [True, False])
def test_a_stopped_log_goes_on_by_itself_where_every_row_that_was_signed_is_back(log: Log, true_rows: bool) -> None:
    tamper("CREATE TEMP TABLE away ON COMMIT DROP AS SELECT * FROM audit_auditevent WHERE sequence > 5")
    tamper("DELETE FROM audit_auditevent WHERE sequence > 5")
    with pytest.raises(LogCut):
        head_sign(key=log.key)
    assert head_sign(key=log.key) is None
    assert is_stopped()
    if not true_rows:
        tamper("UPDATE away SET actor_id = 'nobody' WHERE sequence = 6")
    tamper("INSERT INTO audit_auditevent SELECT * FROM away")
    head_sign(key=log.key)
    assert is_stopped() is not true_rows
    if true_rows:
        log.grow(2)
        assert AuditEvent.objects.filter(action=Action.LOG_RESUMED).values_list("details", flat=True).get() == {
            "count": 7
        }
        assert log.verified()[0] == 0


def test_a_log_that_is_not_stopped_has_no_gap_to_sign(log: Log) -> None:
    with pytest.raises(LogBroken, match="not stopped"):
        gap_sign(key=log.key, officer_id="an-officer", reason="restored_from_backup", actor=WORKER)
    assert LogStanding.objects.count() == 0


def test_a_cut_after_a_signed_gap_is_found_too(log: Log) -> None:
    test_a_restored_database_stops_the_log_until_an_officer_signs_the_gap(log, 0)
    tamper("DELETE FROM audit_auditevent WHERE sequence > 6")
    tamper("DELETE FROM audit_receipt; DELETE FROM audit_checkpoint")
    code, said = log.verified()
    assert (code, "ends at event 6" in said) == (1, True), said


def test_without_its_memory_a_key_signs_nothing_more(log: Log) -> None:
    memory_path(log.key).unlink()
    log.append()
    with pytest.raises(LogKeyUnusable, match="Put your copy of that file back"):
        head_sign(key=log.key)


def test_a_key_is_made_once_and_read_only_while_nobody_else_may(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "log.key"
    made = key_make(path, "test.example/audit")
    assert path.stat().st_mode & 0o777 == 0o600
    assert key_read(path).verifier == made.verifier
    with pytest.raises(LogKeyUnusable, match="a key in"):
        key_make(path, "test.example/audit")
    path.chmod(0o640)
    with pytest.raises(LogKeyUnusable, match="chmod 600"):
        key_read(path)


def test_what_waits_longer_than_five_minutes_raises_the_alarm(log: Log) -> None:
    now = clock.now()
    assert not freshness(now).late
    log.append()
    waiting = freshness(clock.now())
    assert (waiting.unsigned, waiting.late) == (1, False)
    with clock.standing_at(now.replace(year=now.year + 1)):
        assert freshness(clock.now()).late


@pytest.fixture
def remote(log: Log, settings: Any, tmp_path: Path) -> Iterator[Callable[[Request], int]]:
    """A witness on another host, which the log knows by its key."""
    signer = key_make(tmp_path / "host" / "witness.key", "host.example/witness", WITNESS)
    handler = type(
        "Handler",
        (WitnessHandler,),
        {
            "folder": tmp_path / "host",
            "logs": {"test.example/audit": log.signer.verifier},
            "signer": signer,
            "now": lambda: 1_773_300_000.0,
        },
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.WORKBENCH_WITNESSES = [*settings.WORKBENCH_WITNESSES, f"host={address} {signer.verifier.text()}"]

    def ask(request: Request) -> int:
        return RemoteWitness("host", address, signer.verifier)._post(request.body())[0]

    yield ask
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_witness_on_another_host_signs_each_head_with_its_time(log: Log, remote: object) -> None:
    log.grow(2)
    for receipt in Receipt.objects.filter(witness="host"):
        text, _ = opened(receipt.checkpoint.note)
        signer = key_read(log.folder / "host" / "witness.key")
        assert is_signed(text, receipt.line, signer.verifier)
        assert not is_signed(text.replace("\n9\n", "\n8\n") + "x\n", receipt.line, signer.verifier)
    assert Receipt.objects.filter(witness="host").count() == 3


def test_a_witness_on_another_host_answers_as_the_protocol_says(
    log: Log, remote: Callable[[Request], int], tmp_path: Path
) -> None:
    log.grow(2)
    newest = Checkpoint.objects.latest("size")
    stranger = key_make(tmp_path / "stranger.key", "stranger.example/audit")
    head = Head("stranger.example/audit", 1, b"\x01" * 32).text()
    false = Head("test.example/audit", 12, b"\x0c" * 32).text()
    assert remote(Request(9, (), newest.note)) == 200
    assert remote(Request(3, (), newest.note)) == 409
    assert remote(Request(10, (), newest.note)) == 400
    assert remote(Request(9, (b"\x01" * 32,), f"{false}\n{log.signer.line(false)}")) == 422
    assert remote(Request(9, (), f"{false}\n{stranger.line(false)}")) == 403
    assert remote(Request(0, (), f"{head}\n{stranger.line(head)}")) == 404
    assert remote(Request(0, (), "nonsense")) == 400


def test_a_witness_that_does_not_answer_stops_nothing_and_is_named(log: Log, settings: Any) -> None:
    gone = key_make(log.folder / "gone.key", "gone.example/witness", WITNESS)
    settings.WORKBENCH_WITNESSES = [
        f"gone=http://127.0.0.1:9 {gone.verifier.text()}", *settings.WORKBENCH_WITNESSES,
    ]  # fmt: skip
    log.append()
    head_sign(key=log.key)
    assert set(heads_hand_out(verifier=log.signer.verifier)) == {"gone"}
    assert Receipt.objects.filter(checkpoint__size=8).count() == len(log.witnesses)


@given(st.text(max_size=200), st.binary(max_size=80))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_at_all_breaks_the_readers_of_notes(text: str, data: bytes) -> None:
    for read in (opened, Verifier.read, Head.read, lambda one: Request.read(one.encode())):
        try:
            read(text)
        except BadNote:
            continue
    try:
        Request.read(data)
    except BadNote:
        return
    assert data.startswith(b"old ")
