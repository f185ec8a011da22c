"""What a chart summary says and leaves out, held against what is true of the case (eval-cases.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.cases import gold_of
from apps.evaluation.benches.intervals import wilson
from apps.evaluation.benches.summary.cases import Summary, attached, summarize
from apps.evaluation.benches.summary.yardstick import facts_of, is_asserted, is_covered

NOTES = (
    "Each case goes through both belts; a physician asks for the draft at noon of its as_of day.",
    "must_covered, must_not_asserted: by citation and value, without a model; decision 0032 says where it errs.",
    "citations_resolved: of the citations the composer proposed, those that lead to the words they were bound to.",
    "claims, words: a draft, on average; most_words: of the longest.",
)


@dataclass
class _Tally:
    must: int = 0
    missed: list[str] = field(default_factory=list)
    must_not: int = 0
    asserted: list[str] = field(default_factory=list)
    cited: int = 0
    resolved: int = 0
    claims: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)


def bench_summary(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Draft the summary of every case of a folder and hold it against its gold. ``scale`` changes nothing here.

    ``say`` names what each case missed or asserted, in words of the gold; the notes of the result count them by case.
    """
    cases = [path.parent for path in sorted(data.glob("*/gold.json"))] if data else []
    cases = [folder for folder in cases if {"summary_must", "summary_must_not"} & gold_of(folder).keys()]
    if not cases:
        raise WorkbenchError("--data names a folder of eval cases whose gold.json holds summary_must.")
    tally = _Tally()
    for folder in cases:
        gold = gold_of(folder)
        summary = summarize(folder, gold["as_of"])
        for line in _measure(folder, gold, summary, tally):
            say(line)
    return _result(tally, len(cases))


def _measure(folder: Path, gold: Mapping[str, Any], summary: Summary, tally: _Tally) -> Sequence[str]:
    notes = attached(folder)
    must = facts_of(gold.get("summary_must", ()), summary.sources, notes)
    must_not = facts_of(gold.get("summary_must_not", ()), summary.sources, notes)
    missed = [fact.text for fact in must if not is_covered(fact, summary.said, summary.missing)]
    asserted = [fact.text for fact in must_not if is_asserted(fact, summary.said)]
    tally.must += len(must)
    tally.must_not += len(must_not)
    tally.missed += [f"{folder.name}: {text}" for text in missed]
    tally.asserted += [f"{folder.name}: {text}" for text in asserted]
    tally.cited += summary.cited
    tally.resolved += summary.resolved
    tally.claims.append(len(summary.said))
    tally.words.append(sum(len(one.text.split()) for one in summary.said))
    return [
        f"{folder.name}: {summary.status}, {len(must) - len(missed)} of {len(must)} covered",
        *(f"  not covered: {text}" for text in missed),
        *(f"  ASSERTED: {text}" for text in asserted),
    ]


def _result(tally: _Tally, cases: int) -> BenchResult:
    figures: dict[str, float] = {
        "cases": cases,
        "must": tally.must,
        "must_not": tally.must_not,
        "must_not_asserted": len(tally.asserted),
        "claims": sum(tally.claims) / cases,
        "words": sum(tally.words) / cases,
        "most_words": max(tally.words),
    }
    intervals: dict[str, tuple[float, float]] = {}
    for key, hits, of in (
        ("must_covered", tally.must - len(tally.missed), tally.must),
        ("must_not_asserted_rate", len(tally.asserted), tally.must_not),
        ("citations_resolved", tally.resolved, tally.cited),
    ):
        if of:
            figures[key], intervals[key] = hits / of, wilson(hits, of)
    return BenchResult(n=tally.must + tally.must_not, figures=figures, intervals=intervals, notes=NOTES)
