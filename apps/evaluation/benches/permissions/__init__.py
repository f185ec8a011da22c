"""Whether anybody ever reads what is not theirs: mixed searches and plain SQL while rights come and go.

The truth about who may read what is kept by the bench from the acts it performed (``truth``).
"""

import time
from pathlib import Path

import numpy as np

from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.permissions.acts import SCENARIO, grants_at_the_start, record_destroyed
from apps.evaluation.benches.permissions.doors import SELECTORS, search
from apps.evaluation.benches.permissions.raw import raw_query, role_faults
from apps.evaluation.benches.permissions.stage import MOST_NOTES, Stage, stage_set
from apps.evaluation.benches.permissions.tally import Tally

QUERIES = 10_500
SEARCHES, SELECTED = 0.5, 0.25  # shares; the rest is plain SQL
BETWEEN_ACTS = 20  # queries
DESTROYED_AFTER = 0.6
SEED = 20
CALIBRATION = 100  # searches of each empty chart: every question for every task comes up
REPORT_EVERY = 500


def bench_permissions(*, data: Path | None, scale: int, say: Say, queries: int = QUERIES) -> BenchResult:
    """Take the folder's smaller charts into two organizations and ask ``queries`` times ``scale`` mixed questions.

    Raises WorkbenchError without a folder of NDJSON charts, and for a database role that passes every policy.
    """
    if data is None:
        raise WorkbenchError("Name a folder of charts with --data, such as ../shared/data/fhir_bulk10_notes.")
    if faults := role_faults():
        raise WorkbenchError(" ".join(faults))
    stage, tally = stage_set(data, SEED, say), Tally()
    grants_at_the_start(stage)
    _calibrate(stage, tally)
    start = time.perf_counter()
    _run(stage, tally, queries * scale, say)
    return _result(stage, tally, time.perf_counter() - start)


def _calibrate(stage: Stage, tally: Tally) -> None:
    """See how the answer of an empty chart looks."""
    for slug, patient in stage.empty.items():
        person = next(p for p, role in stage.truth.role.items() if role == "physician" and stage.truth.home[p] == slug)
        for ask in (*(search,) * CALIBRATION, *SELECTORS):
            ask(stage, tally, person, patient)


def _run(stage: Stage, tally: Tally, queries: int, say: Say) -> None:
    done = 0
    while done < queries:
        act = stage.random.choice(SCENARIO) if done < DESTROYED_AFTER * queries else record_destroyed
        touched = act(stage) or (act is record_destroyed and stage.random.choice(SCENARIO)(stage)) or None
        tally.counts["acts"] += touched is not None
        for number in range(BETWEEN_ACTS):
            person, patient = touched if touched and number < BETWEEN_ACTS // 4 else _pair(stage)
            _ask(stage, tally, person, patient)
        done += BETWEEN_ACTS
        if done % REPORT_EVERY == 0:
            say(f"{done} of {queries} queries, {tally.leaks['search'] + tally.leaks['selector']} leaked, "
                f"{tally.leaks['raw']} by plain SQL")  # fmt: skip


def _pair(stage: Stage) -> tuple[str, str]:
    """Return anybody and any patient: their own, another's, one of the other organization, one that is destroyed."""
    return stage.random.choice(list(stage.people)), stage.random.choice(list(stage.patients))


def _ask(stage: Stage, tally: Tally, person: str, patient: str) -> None:
    tally.counts["permitted" if stage.truth.opens(person, patient) else "forbidden"] += 1
    drawn = stage.random.random()
    if drawn < SEARCHES:
        search(stage, tally, person, patient)
    elif drawn < SEARCHES + SELECTED:
        stage.random.choice(SELECTORS)(stage, tally, person, patient)
    else:
        raw_query(stage, tally, person, patient)


def _result(stage: Stage, tally: Tally, seconds: float) -> BenchResult:
    counts, leaks = tally.counts, tally.leaks
    queries = counts["search"] + counts["selector"] + counts["raw"]
    figures = {
        "queries": queries,
        "leaked": leaks["search"] + leaks["selector"],
        "raw_sql_leaked": leaks["raw"],
        "searches": counts["search"],
        "selectors": counts["selector"],
        "raw_sql": counts["raw"],
        "forbidden": counts["forbidden"],
        "acts": counts["acts"],
        "refused_alike": tally.refused_alike(),
        "answered": counts["answered"] / counts["answerable"] if counts["answerable"] else 0.0,
        "p50_ms": float(np.percentile(tally.milliseconds, 50)),
        "p95_ms": float(np.percentile(tally.milliseconds, 95)),
    }
    return BenchResult(n=queries, figures=figures, notes=_notes(stage, tally, seconds))


def _notes(stage: Stage, tally: Tally, seconds: float) -> list[str]:
    charts = len(stage.patients) - len(stage.empty)
    said = [
        f"{charts} charts with up to {MOST_NOTES} notes each: every patient once in each of two organizations.",
        f"{len(stage.truth.part_of)} passages, {len(stage.people)} people, {len(stage.teams)} care teams.",
        f"refused_alike is of {len(tally.shapes)} refusals, beside the answer of a chart without documents.",
        f"answered is of {tally.counts['answerable']} searches in a chart that the person may read.",
        f"p50_ms and p95_ms are of one search, kept and recorded, refused ones among them; {seconds:.0f} s in all.",
    ]
    return said + [f"Leaked {count}: {how}." for how, count in tally.leaks.most_common() if count and ": " in how]
