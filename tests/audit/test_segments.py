"""The log ages: whole segments go when two people say so and nothing holds them, and all the rest still verifies."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from apps.access.selectors import actor_for
from apps.audit import verify_log
from apps.audit.domain.actions import Action
from apps.audit.domain.chain import fragments, verify
from apps.audit.domain.merkle import consistency_check, root_of
from apps.audit.domain.note import opened, signed
from apps.audit.errors import NotDestroyed
from apps.audit.log_key import key_make, key_read
from apps.audit.models import AuditEvent, Checkpoint, Tombstone
from apps.audit.pipeline import Warrant, export_lines, gap_sign, head_sign, heads_hand_out, log_stop, segment_destroy
from apps.audit.selectors import chain_rows, event_holds, graves_joined, proof_of, segments
from apps.audit.tree import Tree
from apps.core import clock
from apps.core.standing import standing_in
from apps.governance import pipeline, services
from apps.governance.errors import RetentionError
from apps.governance.models import LogDestruction
from apps.governance.selectors import log_segments
from tests.audit.conftest import WORKER
from tests.audit.test_mutations import Append, Log, tamper
from tests.factories import World

BLOCK = 256
OLD = timedelta(days=11 * 366)
SIZES = (100, 300, 2 * BLOCK)  # of the first heads: two of them end where nothing will be left
REASON = "The time of the log is over"


def grow(log: Log, events: int, **fields: object) -> None:
    """Append that many events in one round trip, sign, and hand out."""
    row = {
        "recorded_at": clock.now(), "organization_id": "", "actor_kind": "service", "actor_id": "worker",
        "actor_role": "", "action": Action.RECORD_STORED.value, "outcome": "success", "patient_id": "",
        "object_type": "", "object_id": "", "request_id": "", "details": {},
    } | fields  # fmt: skip
    openings, middles = zip(*(fragments(row | {"id": uuid4()}) for _ in range(events)), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_append(o, m) FROM unnest(%s::text[], %s::text[]) AS t(o, m)", [list(openings), list(middles)]
        )
    head_sign(key=log.key)
    assert heads_hand_out(verifier=key_read(log.key).verifier) == {}


@pytest.fixture
def old_log(world: World, append: Append, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    """Two segments of eleven years ago and a piece of today, in signed heads that two witnesses hold."""
    monkeypatch.setattr("apps.audit.domain.segments.SEGMENT", BLOCK)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_rows_never_change")
        cursor.execute("DELETE FROM audit_auditevent")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE ALWAYS TRIGGER audit_rows_never_change")
    log = Log(tmp_path, append)
    settings.WORKBENCH_LOG_KEY = log.key
    settings.WORKBENCH_WITNESSES = [f"{folder.name}={folder}" for folder in log.witnesses]
    key_make(log.key, "test.example/audit")
    with clock.standing_at(clock.now() - OLD):
        size = 0
        for end in SIZES:
            patient = str(world.anna.pk) if end == SIZES[-1] else ""
            grow(log, end - size, patient_id=patient, organization_id=str(world.cedar.pk))
            size = end
    grow(log, 40)
    return log


def warrant(world: World, log: Log) -> Warrant:
    """Two people ask for what is due."""
    request = services.log_destruction_ask(reason=REASON, person=world.privacy, actor=actor_for(world.privacy))
    services.log_destruction_confirm(request_id=request.pk, person=world.admin, actor=actor_for(world.admin))
    return Warrant(request.pk, str(world.privacy.pk), str(world.admin.pk))


def destroyed(world: World, log: Log) -> list[Tombstone]:
    told = warrant(world, log)
    graves = [segment_destroy(key=log.key, segment=one, warrant=told, actor=WORKER) for one in segments() if one.is_due]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    grow(log, 5)
    return graves


def test_what_is_old_enough_goes_and_everything_that_stays_is_still_proved(world: World, old_log: Log) -> None:
    leaves = [bytes.fromhex(one) for one in AuditEvent.objects.order_by("sequence").values_list("hash", flat=True)]
    graves = destroyed(world, old_log)
    assert [(one.first, one.last) for one in graves] == [(1, 256), (257, 512)]
    assert [one.root for one in graves] == [root_of(leaves[:256]).hex(), root_of(leaves[:512]).hex()]
    assert graves_joined() == [(1, 512)]
    assert AuditEvent.objects.earliest("sequence").sequence == 513

    newest = Checkpoint.objects.latest("size")
    for sequence in (513, 520, newest.size):
        proof = proof_of(sequence)
        assert proof is not None
        assert proof.holds
        assert event_holds(sequence)
    signed = Checkpoint.objects.get(size=552)
    proof_to_now = Tree(1).consistency(552, newest.size)
    consistency_check(552, bytes.fromhex(signed.root), newest.size, bytes.fromhex(newest.root), proof_to_now)
    report = verify(chain_rows())
    assert (report.intact, report.verified) == (True, AuditEvent.objects.latest("sequence").sequence)


def test_the_act_is_an_event_that_names_what_it_destroyed_and_who_wanted_it(world: World, old_log: Log) -> None:
    first, _ = destroyed(world, old_log)
    event = AuditEvent.objects.filter(action=Action.LOG_SEGMENT_DESTROYED).order_by("sequence")[0]
    assert (event.object_id, event.details["root"], event.details["count"]) == ("1-256", first.root, 256)
    assert (event.details["asked_by"], event.details["confirmed_by"]) == (str(world.privacy.pk), str(world.admin.pk))


def test_the_offline_verifier_goes_past_what_was_destroyed_and_says_so(world: World, old_log: Log) -> None:
    destroyed(world, old_log)
    code, said = old_log.verified()
    assert code == 0, said
    assert "2 tombstones" in said
    assert f"asked for by {world.privacy.pk} and confirmed by {world.admin.pk}" in said
    assert "6 heads end within a destroyed segment" in said  # two, as the database and each witness hold them


def test_a_witness_that_is_new_begins_behind_what_was_destroyed(
    world: World, old_log: Log, settings: Any, tmp_path: Path
) -> None:
    destroyed(world, old_log)
    settings.WORKBENCH_WITNESSES = [*settings.WORKBENCH_WITNESSES, f"third={tmp_path / 'third'}"]
    assert heads_hand_out(verifier=old_log.signer.verifier) == {}
    held = sorted(int(path.stem.split("-")[-1]) for path in (tmp_path / "third").rglob("*.head"))
    assert held[0] == 512


def test_after_a_gap_the_tree_goes_on_over_the_tombstones(world: World, old_log: Log) -> None:
    destroyed(world, old_log)
    root = bytes.fromhex(Checkpoint.objects.latest("size").root)
    size = AuditEvent.objects.latest("sequence").sequence
    log_stop(epoch=1, size=size, witnessed=size + 9)
    record = gap_sign(key=old_log.key, officer_id=str(world.privacy.pk), reason="damage_repaired", actor=WORKER)
    assert Checkpoint.objects.get(epoch=2).root == root.hex()
    assert record.size == size
    grow(old_log, 3)
    code, said = old_log.verified()
    assert code == 0, said


def faulty(log: Log, change: Callable[[list[bytes]], list[bytes]]) -> str:
    """Return what the verifier says of an export that somebody changed."""
    lines = change(b"".join(export_lines()).splitlines(keepends=True))
    check = verify_log.Verification(verify_log.Key(log.signer.verifier.text()), log.witnesses)
    with pytest.raises(verify_log.Fault) as fault:
        check.run(lines)
    return str(fault.value)


def stones(lines: list[bytes]) -> list[int]:
    return [number for number, line in enumerate(lines) if b'"tombstone"' in line and line.startswith(b'{"kind"')]


def resigned(log: Log, old: str, new: str) -> Callable[[list[bytes]], list[bytes]]:
    """Have the first tombstone say something else, signed: what whoever holds the key could do."""

    def change(lines: list[bytes]) -> list[bytes]:
        at = stones(lines)[0]
        text = opened(json.loads(lines[at])["note"])[0]
        assert re.search(old, text)
        text = re.sub(old, new, text, count=1)
        lines[at] = json.dumps({"kind": "tombstone", "note": signed(text, log.signer.line(text))}).encode() + b"\n"
        return lines

    return change


FALSE = {
    "over another root": (
        "(?m)^test.*\\n256\\n.*$",
        "test.example/audit/tombstone\\n256\\n" + "A" * 43 + "=",
        "over other events",
    ),
    "over other blocks": ("blocks .{64}", "blocks " + "00" * 32, "over other events"),
    "over a part of a segment": ("events 1 256", "events 1 250", "does not stand for a whole segment"),
    "of a segment that was too young": ("youngest 20..", "youngest 2025", "was destroyed before its youngest event"),
    "kept for less than six years": ("kept 10", "kept 5", "was destroyed before its youngest event"),
    "by one person alone": ("confirmed .*", "confirmed ", "not destroyed by two people"),
    "following something else": ("follows 0", "follows 1", "does not continue event 0"),
    "ending in something else": ("ends .", "ends x", "does not continue event 256"),
}


def test_a_tombstone_that_says_what_is_not_so_is_found_though_the_log_signed_it(world: World, old_log: Log) -> None:
    destroyed(world, old_log)
    said = {kind: faulty(old_log, resigned(old_log, old, new)) for kind, (old, new, _) in FALSE.items()}
    assert {kind: told for kind, told in said.items() if FALSE[kind][2] not in told} == {}


def test_a_tombstone_that_nobody_signed_one_left_out_and_one_too_many_are_found(world: World, old_log: Log) -> None:
    destroyed(world, old_log)

    def forged(lines: list[bytes]) -> list[bytes]:
        at = stones(lines)[0]
        return [*lines[:at], lines[at].replace(b"kept 10", b"kept 11"), *lines[at + 1 :]]

    def left_out(lines: list[bytes]) -> list[bytes]:
        at = stones(lines)[1]
        return [*lines[:at], *lines[at + 1 :]]

    assert "is not signed by the key of the log" in faulty(old_log, forged)
    assert "Event 513 follows event 256" in faulty(old_log, left_out)


def test_a_tombstone_where_nothing_is_missing_is_found(world: World, old_log: Log) -> None:
    destroyed(world, old_log)

    def one_too_many(lines: list[bytes]) -> list[bytes]:
        at = stones(lines)[0]
        return [
            *lines[: at + 1],
            resigned(old_log, "events 1 256", "events 4097 4352")([lines[at]])[0],
            *lines[at + 1 :],
        ]

    assert "stands where nothing is missing" in faulty(old_log, one_too_many)


def test_a_destruction_that_is_no_event_is_found(world: World, old_log: Log) -> None:
    destroyed(world, old_log)
    check = verify_log.Verification(verify_log.Key(old_log.signer.verifier.text()), [])
    check.run(b"".join(export_lines()).splitlines(keepends=True))
    check.acts.clear()
    with pytest.raises(verify_log.Fault, match="No event says that the segment of event 1 was destroyed"):
        check.acts_recorded()


def told(log: Log, world: World) -> dict[str, object]:
    """Return what the database is asked to destroy, past every check in Python."""
    asked: list[dict[str, object]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("apps.audit.pipeline.retiring._destroy", asked.append)
        patch.setattr("apps.audit.pipeline.retiring.event_append", lambda **_: None)
        with pytest.raises(Tombstone.DoesNotExist):
            segment_destroy(key=log.key, segment=segments()[0], warrant=warrant(world, log), actor=WORKER)
    return asked[0]


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "a part of a block": ({"last": 200}, "no whole segment"),
    "from the middle of a block": ({"first": 2, "last": 257}, "no whole segment"),
    "events that are not there": ({"first": 4097, "last": 4352}, "no whole segment"),
    "a year in which it was older": ({"youngest": "2001-01-01T00:00Z"}, "younger than the log is kept"),
    "another end": ({"ends": "00" * 32}, "does not say what was signed"),
    "other blocks": ({"blocks": ["00" * 32]}, "does not say what was signed"),
    "nobody's request": ({"request_id": "00000000-0000-0000-0000-000000000000"}, "two people have not asked"),
    "somebody else's word": ({"confirmed_by": "somebody"}, "two people have not asked"),
}


def database_said(asked: dict[str, object]) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_segment_destroy(%s::jsonb)", [json.dumps(asked)])
    return str(refusal.value)


def test_the_database_itself_refuses_to_destroy_what_may_not_be(world: World, old_log: Log) -> None:
    right = told(old_log, world)
    said = {kind: database_said(right | other) for kind, (other, _) in WRONG.items()}
    assert {kind: sentence for kind, sentence in said.items() if WRONG[kind][1] not in sentence} == {}
    assert AuditEvent.objects.filter(sequence__lte=512).count() == 512


def test_the_database_refuses_five_years_one_person_and_rows_that_are_too_young(world: World, old_log: Log) -> None:
    asked = told(old_log, world)
    assert "audit_kept_six_to_ten_years" in database_said(asked | {"kept_years": 5})
    assert "two people" in database_said(asked | {"confirmed_by": asked["asked_by"]})
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_rows_never_change")
        cursor.execute("UPDATE audit_auditevent SET recorded_at = now() WHERE sequence = 256")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE ALWAYS TRIGGER audit_rows_never_change")
    young = AuditEvent.objects.get(sequence=256).recorded_at.isoformat()
    assert "younger than the log is kept" in database_said(asked | {"youngest": young})


def test_the_database_refuses_a_destruction_that_no_event_tells_of(world: World, old_log: Log) -> None:
    asked = told(old_log, world)
    statement = "SELECT audit_segment_destroy(%s::jsonb); SET CONSTRAINTS ALL IMMEDIATE"
    with pytest.raises(DatabaseError, match="not recorded"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(asked)])


@pytest.mark.parametrize("act", ["DELETE FROM {} WHERE {}", "UPDATE {} SET {}"])
@pytest.mark.parametrize(("table", "what"), [("audit_auditevent", "sequence = 3"), ("audit_tombstone", "first = 1")])
def test_nothing_else_deletes_or_changes_a_row_or_a_tombstone(
    world: World, old_log: Log, act: str, table: str, what: str
) -> None:
    told_by = warrant(world, old_log)
    segment_destroy(key=old_log.key, segment=segments()[1], warrant=told_by, actor=WORKER)
    what = what.replace("first = 1", "first = 257")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table, what))


def test_a_hold_on_a_patient_keeps_the_segments_with_an_event_of_theirs_and_no_other(
    world: World, old_log: Log
) -> None:
    services.hold_place(
        reason="A court wants it", patient_id=world.anna.pk, person=world.privacy, actor=actor_for(world.privacy)
    )
    told_by = warrant(world, old_log)
    assert LogDestruction.objects.get().up_to == 256
    with pytest.raises(NotDestroyed, match="legal hold"):
        segment_destroy(key=old_log.key, segment=segments()[1], warrant=told_by, actor=WORKER)
    segment_destroy(key=old_log.key, segment=segments()[0], warrant=told_by, actor=WORKER)
    assert graves_joined() == [(1, 256)]
    grow(old_log, 1)
    assert old_log.verified()[0] == 0


def test_a_hold_on_everything_of_an_organization_keeps_its_log_and_what_is_nobodys(world: World, old_log: Log) -> None:
    services.hold_place(reason="A court wants it", person=world.privacy, actor=actor_for(world.privacy))
    with pytest.raises(RetentionError, match="a hold covers"):
        services.log_destruction_ask(reason=REASON, person=world.privacy, actor=actor_for(world.privacy))


def test_nothing_goes_while_a_witness_is_behind_or_a_row_is_not_what_was_signed(
    world: World, old_log: Log, settings: Any, tmp_path: Path
) -> None:
    told_by = warrant(world, old_log)
    settings.WORKBENCH_WITNESSES = [*settings.WORKBENCH_WITNESSES, f"third={tmp_path / 'third'}"]
    with pytest.raises(NotDestroyed, match="third has none of event 256"):
        segment_destroy(key=old_log.key, segment=segments()[0], warrant=told_by, actor=WORKER)
    settings.WORKBENCH_WITNESSES = settings.WORKBENCH_WITNESSES[:2]
    tamper("UPDATE audit_auditevent SET actor_id = 'nobody' WHERE sequence = 3")
    with pytest.raises(NotDestroyed, match="Row 3 is not what was written"):
        segment_destroy(key=old_log.key, segment=segments()[0], warrant=told_by, actor=WORKER)


def test_what_is_too_young_for_the_policy_stays_however_it_is_asked_for(
    world: World, old_log: Log, settings: Any
) -> None:
    told_by = warrant(world, old_log)
    segment = segments()[0]
    with clock.standing_at(clock.now() - timedelta(days=2 * 366)), pytest.raises(NotDestroyed, match="10 years old"):
        segment_destroy(key=old_log.key, segment=segment, warrant=told_by, actor=WORKER)


def test_the_command_destroys_what_two_people_asked_for_and_begins_again_where_it_was(
    world: World, old_log: Log, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match="nobody has asked"):
        call_command("log_retire")
    call_command("log_retire", "--dry-run")
    assert "due  events 1 to 512" in capsys.readouterr().out
    warrant(world, old_log)
    real, done = pipeline.segment_destroy, []

    def broken_off(**given: Any) -> None:
        if done:
            raise NotDestroyed("The power went.")
        done.append(real(**given))

    monkeypatch.setattr(pipeline, "segment_destroy", broken_off)
    with pytest.raises(CommandError, match="256 events were destroyed before"):
        call_command("log_retire")
    monkeypatch.setattr(pipeline, "segment_destroy", real)
    call_command("log_retire")
    assert "Destroyed: 256 events" in capsys.readouterr().out
    assert graves_joined() == [(1, 512)]
    assert LogDestruction.objects.get().finished_at is not None
    with pytest.raises(CommandError, match="nobody has asked"):
        call_command("log_retire")


def test_a_hold_of_another_organization_counts_wherever_the_request_stands(world: World, old_log: Log) -> None:
    told_by = warrant(world, old_log)
    services.hold_place(reason="A court wants it", person=world.privacy, actor=actor_for(world.privacy))
    with standing_in(world.brightwater.pk):
        assert [row.is_held for row in log_segments()] == [True, True]
        with pytest.raises(NotDestroyed, match="legal hold"):
            segment_destroy(key=old_log.key, segment=segments()[0], warrant=told_by, actor=WORKER)
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('workbench.organization')")
            assert cursor.fetchone() == (str(world.brightwater.pk),)
