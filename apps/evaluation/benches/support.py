"""Is a claim that its evidence does not carry ever shown as supported, and one that it carries objected to?

Each pair of a set is put to the very check a draft's claims go through: the claim, and its evidence as the one passage
it quotes, whole.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.drafting.domain.checks import CheckedClaim, check_claim
from apps.drafting.domain.claims import CitedSpan, ClaimType, DraftKind, ProposedClaim, Severity, Support
from apps.drafting.domain.language.words import STOP
from apps.drafting.domain.tasks import DraftTask, PassageView
from apps.evaluation.benches.intervals import wilson
from apps.evaluation.benches.rows import rows_of

FILE = "support_pairs.jsonl.gz"
TASK = DraftTask(DraftKind.CHART_SUMMARY, "Chart summary", date(2026, 1, 1))
OVERLAP = 0.8  # of the words of a claim, for the peer
WORD = re.compile(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*")
NOTES = (
    "caught: a claim that its evidence does not carry and that is shown as anything but supported.",
    "caught_contradicted, caught_inferred and caught_not_found say as what it is shown.",
    "false alarm: a claim that its evidence carries and that is not shown as supported.",
    "In medec_ms the carried claims stand in their evidence word for word: a floor. Rewordings are in the tests.",
    "word_overlap_80: a claim counts as supported when 80 % of its words, small words left out, stand in its evidence.",
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A claim and its evidence, with what a person said of them."""

    claim: str
    evidence: str
    carried: bool
    kind: str  # of the error that was planted


def bench_support(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Check every pair of a set. ``scale`` changes nothing here. Raises WorkbenchError for a folder without pairs."""
    if data is None or not (data / FILE).is_file():
        raise WorkbenchError(f"--data names a folder with {FILE}, such as ../shared/data/medec_ms.")
    pairs = [_pair(row) for row in rows_of(data / FILE)]
    verdicts = [_checked(pair).support for pair in pairs]
    say(f"{len(pairs)} claims checked")
    caught = [verdict is not Support.SUPPORTED for verdict in verdicts]
    overlap = [not _overlaps(pair) for pair in pairs]
    figures, intervals = _rates(pairs, caught)
    return BenchResult(
        n=len(pairs),
        figures={**figures, **_as_what(pairs, verdicts)},
        intervals=intervals,
        peers={"word_overlap_80": _rates(pairs, overlap)[0]},
        notes=NOTES,
    )


def _pair(row: dict[str, str]) -> _Pair:
    return _Pair(row["claim"], row["evidence"], row["label"] == "supported", row["error_type"])


def _checked(pair: _Pair) -> CheckedClaim:
    text = pair.evidence
    passage = PassageView(
        passage_id="1", text=text, document_id="1", start=0, end=len(text), document_kind="progress_note",
        document_title="Progress note", section_kind="other", section_title="", dated_at=None, structured=False,
    )  # fmt: skip
    span = CitedSpan("1", 0, len(text), text)
    claim = ProposedClaim("Events", pair.claim, ClaimType.EVENT, Severity.HIGH, (span,))
    return check_claim(claim, {"1": passage}, TASK)


def _overlaps(pair: _Pair) -> bool:
    claimed, known = _words(pair.claim), _words(pair.evidence)
    return len(claimed & known) >= OVERLAP * len(claimed)


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower())) - STOP


def _rates(pairs: Sequence[_Pair], objected: Sequence[bool]) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Return how often an objection was right and how often wrong, in all and by kind of error, with the intervals."""
    told = list(zip(pairs, objected, strict=True))
    figures: dict[str, float] = {}
    intervals: dict[str, tuple[float, float]] = {}
    for suffix, of in (("", told), *_by_kind(told)):
        for key, carried in (("catch_rate", False), ("false_alarm_rate", True)):
            hits = [said for pair, said in of if pair.carried is carried]
            if hits:
                figures[f"{key}{suffix}"] = sum(hits) / len(hits)
                figures[f"{key}{suffix}_n"] = len(hits)
                intervals[f"{key}{suffix}"] = wilson(sum(hits), len(hits))
    return figures, intervals


def _by_kind(told: Iterable[tuple[_Pair, bool]]) -> Iterator[tuple[str, list[tuple[_Pair, bool]]]]:
    by_kind: dict[str, list[tuple[_Pair, bool]]] = {}
    for pair, said in told:
        by_kind.setdefault(pair.kind, []).append((pair, said))
    return ((f"_{kind}", by_kind[kind]) for kind in sorted(by_kind))


def _as_what(pairs: Iterable[_Pair], verdicts: Iterable[Support]) -> dict[str, float]:
    counts = Counter(verdict for pair, verdict in zip(pairs, verdicts, strict=True) if not pair.carried)
    return {f"caught_{verdict}": counts[verdict] for verdict in Support if verdict is not Support.SUPPORTED}
