"""The bench of the log tampers with a log that is made as the real one is, and does not count what was not found."""

from pathlib import Path

from apps.evaluation.benches.audit.mutations import MUTATIONS
from apps.evaluation.benches.audit.verifying import Log, mutations_found


def test_every_kind_of_tampering_is_found_and_a_log_that_nobody_touched_is_not(tmp_path: Path) -> None:
    found = mutations_found(tmp_path, lambda _: None, events=300)
    assert found == {"nothing": True} | dict.fromkeys(MUTATIONS, True)


def test_a_verifier_that_finds_nothing_is_counted_as_such(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(Log, "verify", lambda *_: (0, 1.0))
    found = mutations_found(tmp_path, lambda _: None, events=120)
    assert sum(found.values()) == 1
