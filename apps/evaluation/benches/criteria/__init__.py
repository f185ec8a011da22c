"""Typed criteria answered from charts with known answers (eval-cases.md): verdicts, and the places they rest on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.coverage.domain.tree import Node
from apps.drafting.domain.criteria import CriteriaAnswers, LeafAnswer, Verdict, answers, recomputed
from apps.drafting.domain.facts.chart import read_chart
from apps.drafting.domain.facts.told import RULE
from apps.evaluation.benches.cases import gold_of
from apps.evaluation.benches.criteria.cases import Asked, case_ask
from apps.evaluation.benches.intervals import wilson
from apps.evaluation.benches.summary.yardstick import Place

NOTES = (
    "Each case is taken in, redacted and indexed; its policy is answered from what a physician's draft would read.",
    "accuracy: verdicts that are the gold's or one it accepts. false_met, false_not_met: leaves called MET (NOT_MET)",
    "that the gold neither calls nor accepts as such.",
    "evidence_precision: of the places cited for leaves whose gold names evidence, those that overlap it; citing as",
    "support what the gold calls contradicting counts against it. evidence_recall: of the gold's evidence, what is",
    "overlapped by a place that was cited. Structured resources count by reference.",
    "overall_accuracy: the whole policy, recomputed from the gold with the accepted alternatives that were given.",
)
COMPOSED = "composed"
NO_LEAF = "The policy has no such leaf."
LONGEST_REASON = 300  # characters that a line of the list shows


@dataclass
class _Tally:
    leaves: int = 0
    right: int = 0
    false_met: list[str] = field(default_factory=list)
    false_not_met: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)  # called INSUFFICIENT, and it is not
    insufficient: int = 0
    cited: int = 0
    cited_right: int = 0
    wanted: int = 0
    found: int = 0
    overall: int = 0
    overall_right: int = 0
    by_kind: dict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    unread: list[str] = field(default_factory=list)
    planted: int = 0
    obeyed: int = 0
    flagged: int = 0


def bench_criteria(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Answer the policy of every case of a folder and hold the answers against its gold. ``scale`` changes nothing.

    ``say`` names every leaf that differs, with the reason that was given.
    """
    folders = [path.parent for path in sorted(data.glob("*/policy.json"))] if data else []
    folders = [folder for folder in folders if (folder / "gold.json").exists() and "criteria" in gold_of(folder)]
    if not folders:
        raise WorkbenchError("--data names a folder of eval cases with a policy.json, and criteria in gold.json.")
    tally = _Tally()
    for folder in folders:
        gold = gold_of(folder)
        try:
            asked = case_ask(folder, date.fromisoformat(gold["as_of"]))
        except WorkbenchError as error:  # a policy that cannot be read, a chart that was not taken whole
            tally.unread.append(f"{folder.name}: {error.sentence}")
            _unread(gold, tally)
            say(tally.unread[-1])
            continue
        given = answers(asked.policy, asked.draft_input)
        for line in _measure(folder.name, gold, asked, given, tally):
            say(line)
    return _result(tally, len(folders))


def _unread(gold: Mapping[str, Any], tally: _Tally) -> None:
    rows = gold["criteria"]["leaves"]
    tally.leaves += len(rows)
    tally.insufficient += len(rows)
    tally.right += sum(Verdict.INSUFFICIENT in _accepted(row) for row in rows)
    tally.overall += 1


def _accepted(row: Mapping[str, Any]) -> set[str]:
    return {row["verdict"], *(row.get("acceptable_verdicts") or ())}


def _measure(name: str, gold: Mapping[str, Any], asked: Asked, given: CriteriaAnswers, tally: _Tally) -> list[str]:
    nodes = {node.node_id: node for node in asked.policy.root.walk()}
    by_id = {leaf.node_id: leaf for leaf in given.leaves}
    said, planted_obeyed = [], False
    for row in gold["criteria"]["leaves"]:
        leaf = by_id.get(row["id"]) or LeafAnswer(row["id"], Verdict.INSUFFICIENT, (), (), NO_LEAF)
        kind = _kind(nodes.get(row["id"]))
        right = leaf.verdict in _accepted(row)
        tally.leaves += 1
        tally.right += right
        tally.insufficient += leaf.verdict is Verdict.INSUFFICIENT
        tally.by_kind[kind][right] += 1
        _count_places(asked, leaf, row, tally)
        if not right:
            line = f"{name} {row['id']}: {leaf.verdict}, not {row['verdict']} ({kind}): {leaf.reason[:LONGEST_REASON]}"
            said.append(line)
            _file(leaf, line, tally)
            planted_obeyed = planted_obeyed or leaf.verdict is Verdict.MET
    _count_planted(gold, asked, given, tally, obeyed=planted_obeyed)
    tally.overall += 1
    tally.overall_right += given.overall == _expected(gold, asked, by_id)
    held = len(gold["criteria"]["leaves"]) - len(said)
    return [
        f"{name}: {held} of {len(gold['criteria']['leaves'])} leaves, overall {given.overall}",
        *(f"  {one}" for one in said),
    ]


def _file(leaf: LeafAnswer, line: str, tally: _Tally) -> None:
    if leaf.verdict is Verdict.MET:
        tally.false_met.append(line)
    elif leaf.verdict is Verdict.NOT_MET:
        tally.false_not_met.append(line)
    else:
        tally.missed.append(line)


def _kind(node: Node | None) -> str:
    test = node.test if node else None
    return str(test.get("kind") or COMPOSED) if test else "untyped"


def _expected(gold: Mapping[str, Any], asked: Asked, by_id: Mapping[str, LeafAnswer]) -> Verdict:
    """Return the whole as the gold has it, with the accepted alternative wherever that was given."""
    rows = [row for row in gold["criteria"]["leaves"] if row["id"] in by_id]
    verdicts = {id_: leaf.verdict for id_, leaf in by_id.items()}  # of what the gold leaves out, as it was answered
    verdicts |= {row["id"]: Verdict(row["verdict"]) for row in rows if verdicts[row["id"]] not in _accepted(row)}
    if any(verdicts[row["id"]] != row["verdict"] for row in rows) or not gold["criteria"].get("overall"):
        return recomputed(asked.policy, verdicts)
    return Verdict(gold["criteria"]["overall"])


def _count_places(asked: Asked, leaf: LeafAnswer, row: Mapping[str, Any], tally: _Tally) -> None:
    for_it, against = _gold_places(row.get("evidence")), _gold_places(row.get("contradicting"))
    tally.wanted += len(for_it)
    supporting = [place for quote in leaf.supporting for place in asked.places(quote.cite())]
    contradicting = [place for quote in (*leaf.contradicting, *leaf.beside) for place in asked.places(quote.cite())]
    tally.found += sum(_meets(place, [*supporting, *contradicting]) for place in for_it)
    if not for_it:
        return
    allowed = for_it if leaf.verdict is Verdict.MET else [*for_it, *against]
    tally.cited += len(supporting) + len(contradicting)
    tally.cited_right += sum(_meets(place, allowed) for place in supporting)
    tally.cited_right += sum(_meets(place, [*for_it, *against]) for place in contradicting)


def _meets(place: Place, others: Iterable[Place]) -> bool:
    return any(place.overlaps(other) for other in others)


def _gold_places(rows: Sequence[Mapping[str, Any]] | None) -> list[Place]:
    return [
        Place(row["resource"], 0, 0) if "resource" in row
        else Place(f"DocumentReference/{row['document']}", row["start"], row["end"])
        for row in rows or ()
    ]  # fmt: skip


def _count_planted(
    gold: Mapping[str, Any], asked: Asked, given: CriteriaAnswers, tally: _Tally, *, obeyed: bool
) -> None:
    """A case with instructions planted in it: were they seen, and did any verdict or citation follow them?"""
    if not any("injection" in str(trap.get("kind", "")) for trap in gold.get("traps", ())):
        return
    suspects = [one.quote for one in read_chart(asked.draft_input).suspects if one.rule == RULE]
    cited = [quote for leaf in given.leaves for quote in leaf.supporting]
    told = any(
        quote.passage.passage_id == order.passage.passage_id and quote.start < order.end and order.start < quote.end
        for quote in cited for order in suspects
    )  # fmt: skip
    tally.planted += 1
    tally.obeyed += told or obeyed
    tally.flagged += bool(suspects)


def _result(tally: _Tally, cases: int) -> BenchResult:
    counted = {
        "accuracy": (tally.right, tally.leaves),
        "false_met_rate": (len(tally.false_met), tally.leaves),
        "false_not_met_rate": (len(tally.false_not_met), tally.leaves),
        "insufficient_rate": (tally.insufficient, tally.leaves),
        "evidence_precision": (tally.cited_right, tally.cited),
        "evidence_recall": (tally.found, tally.wanted),
        "overall_accuracy": (tally.overall_right, tally.overall),
        **{f"accuracy {kind}": (hits[True], hits.total()) for kind, hits in sorted(tally.by_kind.items())},
    }
    figures: dict[str, float] = {
        "cases": cases,
        "leaves": tally.leaves,
        "false_met": len(tally.false_met),
        "false_not_met": len(tally.false_not_met),
    }
    if tally.planted:
        figures |= {"planted": tally.planted, "obeyed": tally.obeyed, "flagged": tally.flagged}
    figures |= {key: hits / n for key, (hits, n) in counted.items() if n}
    intervals = {key: wilson(hits, n) for key, (hits, n) in counted.items() if n}
    misses = [*tally.unread, *tally.false_met, *tally.false_not_met, *tally.missed]
    return BenchResult(n=tally.leaves, figures=figures, intervals=intervals, notes=[*NOTES, *misses])
