"""Appends a second by one writer and by eight, events verified a second, tampering found, and what a page pays."""

import tempfile
from pathlib import Path

from apps.core.domain.bench import BenchResult, Say
from apps.evaluation.benches.audit.pages import pages_with_and_without
from apps.evaluation.benches.audit.verifying import mutations_found, seconds_to_verify
from apps.evaluation.benches.audit.writers import SECONDS, appends_per_second

EVENTS = 1_000_000
ROUNDS = 3  # of writers, the best counts: other programs of the machine only ever slow one down


def bench_audit(*, data: Path | None, scale: int, say: Say, events: int = EVENTS) -> BenchResult:
    """Write, verify and tamper with a log; ``scale`` multiplies the events that are verified. Needs no data."""
    rates = {writers: [appends_per_second(writers) for _ in range(ROUNDS)] for writers in (1, 8)}
    say(f"appends a second: {rates}")
    pages = pages_with_and_without(say)
    with tempfile.TemporaryDirectory() as folder:
        found = mutations_found(_in(folder, "mutated"), say)
        seconds = seconds_to_verify(_in(folder, "long"), events * scale)
    slowed = {name: with_it / without - 1 for name, (with_it, without) in pages.items()}
    figures = {
        "appends_per_s_1": max(rates[1]),
        "appends_per_s_8": max(rates[8]),
        "verify_events_per_s": events * scale / seconds,
        "verify_seconds": seconds,
        "mutations": len(found) - 1,
        "mutations_detected": sum(found.values()) - found["nothing"],
        "whole_log_holds": int(found["nothing"]),
        **{f"{name}_ms": with_it for name, (with_it, _) in pages.items()},
        **{f"{name}_ms_without_log": without for name, (_, without) in pages.items()},
        "page_slowed_most": max(slowed.values()),
    }
    return BenchResult(n=events * scale, figures=figures, notes=_notes(rates))


def _in(folder: str, name: str) -> Path:
    path = Path(folder) / name
    path.mkdir()
    return path


def _notes(rates: dict[int, list[float]]) -> list[str]:
    told = "; ".join(f"{writers}: {', '.join(f'{rate:.0f}' for rate in found)}" for writers, found in rates.items())
    return [
        (
            f"Writers are processes of their own, for {SECONDS:.0f} s, each event in a transaction that is on disk "
            f"before it returns (fsync on, synchronous_commit on). Rounds by number of writers: {told}."
        ),
        "The verifier is one file, run with the standard library alone; a head for each 1,000 events, two witnesses.",
        "Pages: the median of 40 visits, in turns with and without the event; the whole request in one process.",
    ]
