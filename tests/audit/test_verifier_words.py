"""What the verifier says when it was asked wrongly, and of a log that was repaired more than once."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.audit import verify_log
from apps.audit.errors import LogCut
from apps.audit.log_key import memory_read
from apps.audit.pipeline import export_lines, gap_sign, head_sign
from tests.audit.conftest import WORKER
from tests.audit.test_mutations import VERIFIER, Log, forget_heads, log, rewrite, tamper

__all__ = ["log"]


def asked(log: Log, *witnesses: Path, key: str = "", lines: bytes | None = None) -> tuple[int, str]:
    """Return how the verifier ends, and what it says, of these witnesses."""
    export = log.folder / "asked.jsonl"
    export.write_bytes(b"".join(export_lines()) if lines is None else lines)
    held = [word for folder in witnesses for word in ("--witness", str(folder))]
    command = [sys.executable, str(VERIFIER), str(export), "--key", key or log.signer.verifier.text(), *held]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=log.folder)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_witness_that_holds_nothing_is_named_and_nothing_is_called_verified(log: Log) -> None:
    empty, typo, other = log.folder / "empty", log.folder / "fisrt", log.folder / "other"
    empty.mkdir()
    (other / "log").mkdir(parents=True)
    (other / "log" / "1.head").write_text(f"other.example/audit\n1\n{'A' * 43}=\n\n")
    for folder, sentence in {
        empty: "holds no head", typo: "is not there", log.key: "is no folder", other: "holds heads of other.example",
    }.items():  # fmt: skip
        code, said = asked(log, log.witnesses[0], folder)
        assert (code, f"{folder} {sentence}" in said, "The log holds" in said) == (2, True, False), said
        assert "One witness holds heads of up to 7 events" in said
    assert asked(log, empty)[0] == 2
    tamper("DELETE FROM audit_auditevent WHERE sequence > 5")
    forget_heads()
    assert asked(log, log.witnesses[0], empty)[0] == 1  # whoever empties one does not hide what the other knows


def test_one_folder_given_twice_is_one_witness(log: Log) -> None:
    once, again = log.witnesses[0], log.folder / "second" / ".." / "first"
    code, said = asked(log, once, once, again)
    assert (code, "One witness holds heads" in said) == (0, True), said
    assert "4 signed heads" in said


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("abc", "There is no file abc, and it is no public key"),
        ("a+b+c", "no public key of a log"),
        ("test.example/audit+00000000+AAAA", "no public key of a log"),
        ("log.key", "the private half of a key"),
    ],
)
def test_a_key_that_is_none_is_told_in_a_sentence(log: Log, key: str, sentence: str) -> None:
    code, said = asked(log, *log.witnesses, key=key)
    assert (code, sentence in said) == (2, True), said


def test_a_broken_line_is_named_by_its_number_and_a_file_of_something_else_is_no_log(log: Log) -> None:
    lines = b"".join(export_lines()).splitlines(keepends=True)
    for place, broken in ((2, b"{]\n"), (4, lines[4][:40] + b"\n"), (0, b'{"sequence":1}\n')):
        code, said = asked(log, *log.witnesses, lines=b"".join([*lines[:place], broken, *lines[place + 1 :]]))
        assert (code, f"Line {place + 1} of the export" in said) == (2, True), said
    assert asked(log, lines=b"")[0] == 2


def cut(log: Log, size: int, *, with_heads: bool) -> None:
    """Put an older copy of the database back, whole or in the events alone, and let an officer sign the gap."""
    tamper(f"DELETE FROM audit_auditevent WHERE sequence > {size}")
    if with_heads:
        tamper(f"DELETE FROM audit_receipt r USING audit_checkpoint c WHERE c.id = r.checkpoint_id AND c.size > {size}")
        tamper(f"DELETE FROM audit_checkpoint WHERE size > {size}")
        tamper(f"ALTER TABLE audit_logstanding DISABLE TRIGGER USER; DELETE FROM audit_logstanding WHERE size > {size}")
    with pytest.raises(LogCut):
        head_sign(key=log.key)
    gap_sign(key=log.key, officer_id="an-officer", reason="restored_from_backup", actor=WORKER)
    log.grow(2)


@pytest.mark.parametrize("with_heads", [False, True])
def test_a_log_that_was_honestly_repaired_twice_verifies_and_both_gaps_are_named(log: Log, with_heads: bool) -> None:
    log.grow(5)
    cut(log, 9, with_heads=with_heads)
    cut(log, 8, with_heads=with_heads)
    code, said = log.verified()
    assert (code, "2 signed gaps" in said) == (0, True), said
    assert "Gap 1 at event 9, signed" in said
    assert "whose id in the log is an-officer" in said
    assert "12 events had been witnessed, 3 of which are not here; up to event 7 they are the same" in said
    assert "of the 2 after it nobody can say" in said
    assert "Gap 2 at event 8" in said
    assert "12 events had been witnessed, 4 of which are not here; up to event 7" in said.partition("Gap 2")[2]
    remembered = memory_read(log.key)
    assert remembered is not None
    assert remembered.kept == [[2, 7], [3, 7]]

    rewrite(5, actor_id="somebody else")
    forget_heads()
    code, said = log.verified()
    assert (code, "does not hold" in said) == (1, True), said


def test_a_log_that_was_cut_back_behind_its_gap_is_not_repaired_by_it(log: Log) -> None:
    cut(log, 5, with_heads=True)
    log.grow(4)
    tamper("DELETE FROM audit_auditevent WHERE sequence > 5")
    forget_heads()
    code, said = log.verified()
    assert (code, "ends at event 5" in said) == (1, True), said


def test_what_was_signed_before_the_first_gap_stays_proved_after_the_second(log: Log) -> None:
    cut(log, 6, with_heads=False)
    cut(log, 5, with_heads=False)
    shutil.rmtree(log.witnesses[0] / "test.example-audit-2")
    rewrite(2, actor_id="somebody else")
    code, said = log.verified()
    assert (code, "does not hold" in said) == (1, True), said


def test_folders_that_are_newer_than_the_export_are_named_beside_the_log_that_was_cut(log: Log) -> None:
    lines = b"".join(export_lines())
    log.grow(2)
    code, said = asked(log, *log.witnesses, lines=lines)
    assert (code, "either the log was cut at its end" in said, "newer than the export" in said) == (1, True, True), said
    assert asked(log, *log.witnesses)[0] == 0  # taken after the folders it holds
    heads = [line for line in b"".join(export_lines()).splitlines(keepends=True) if line.startswith(b'{"kind"')]
    events = [line for line in lines.splitlines(keepends=True) if line.startswith(b'{"event"')]
    for forged in ([*heads, *events], events[:2]):  # its own head saw more, or no head of a witness is one of it
        code, said = asked(log, *log.witnesses, lines=b"".join(forged))
        assert (code, "cut at its end" in said, "newer than the export" in said) == (1, True, False), said


def test_without_a_head_and_a_witness_nothing_was_proved(log: Log) -> None:
    lines = b"".join(export_lines()).splitlines(keepends=True)
    events = b"".join(line for line in lines if line.startswith(b'{"event"'))
    code, said = asked(log, lines=events)
    assert (code, "Nothing was proved" in said, "The log holds" in said) == (3, True, False), said
    assert asked(log, *log.witnesses, lines=events)[0] == 0  # the witnesses hold the heads that were taken out
    code, said = asked(log)
    assert (code, "No witness was compared" in said, "0 events after the newest head" in said) == (0, True, True), said


@pytest.mark.parametrize("changed", ["signature", "end"])
def test_a_byte_changed_in_the_signature_of_an_older_head_is_found(log: Log, changed: str) -> None:
    for _ in range(verify_log.FEW):  # so many that they are asked together
        log.grow(1)
    lines = b"".join(export_lines()).splitlines(keepends=True)
    at = lines[1].rindex(b"\\n") - (2 if changed == "end" else 30)
    lines[1] = lines[1][:at] + (b"A" if lines[1][at : at + 1] != b"A" else b"B") + lines[1][at + 1 :]
    code, said = asked(log, *log.witnesses, lines=b"".join(lines))
    assert (code, "A head of the export at event 7 is not signed by the key of the log" in said) == (1, True), said


@given(st.integers(1, 40), st.sets(st.integers(0, 39), max_size=2))
@settings(max_examples=10)
def test_many_signatures_hold_together_when_each_holds_alone(number: int, broken: set[int]) -> None:
    private = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    messages = [f"head {one}".encode() for one in range(number)]
    some = [(message + b"x" * (place in broken), private.sign(message)) for place, message in enumerate(messages)]
    public = private.public_key().public_bytes_raw()
    assert verify_log.signatures_hold(public, some) == all(verify_log.signature_holds(public, *one) for one in some)
