"""Questions with known answers, asked as their roles ask them in the reading room (eval-cases.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from apps.access.services import organization_create
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.cases import case_documents, case_folders, gold_of, readers_make
from apps.evaluation.benches.intervals import wilson
from apps.retrieval.interface import Verdict
from apps.viewer.services import ChartAnswer, Quotation, RefusedAnswer, chart_ask

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient, SourceDocument

ACTOR = Actor.service("bench-questions")
TELLING_KEY = 4  # characters: a shorter key stands in a quotation by chance
NOTES = (
    "Each question goes through the page 'Ask this chart', as a person of its role with a grant on the patient.",
    "answered_right: of the answerable questions, those answered with a quotation that meets the gold's evidence, or",
    "that holds every answer key (of 4 characters or more), and that shows no forbidden answer without the evidence.",
    "abstained_right: of the questions that the chart does not answer, or that the role may not know the answer of,",
    "those that get no answer. restricted_shown counts the latter that do.",
    "answered_wrong counts answers that show a forbidden answer and not the evidence; answered_beside counts answers",
    "to answerable questions that show neither evidence nor answer keys.",
)


@dataclass
class _Tally:
    """What came of the questions; the lists name them."""

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)  # answerable, and not answered
    abstained: list[str] = field(default_factory=list)  # rightly
    overreached: list[str] = field(default_factory=list)  # not answerable, and answered
    restricted_shown: list[str] = field(default_factory=list)
    answerable: int = 0
    unanswerable: int = 0  # or not for this role
    met: int = 0  # answers that show the gold's evidence


@dataclass(frozen=True, slots=True)
class _Sources:
    """The documents of a case by the gold's references."""

    notes: Mapping[str, SourceDocument]
    renderings: Sequence[SourceDocument]

    def meets(self, quotation: Quotation, evidence: Mapping[str, Any]) -> bool:
        """Say whether a quotation overlaps a span of the gold, or a line of the resource it names."""
        if "resource" in evidence:
            return any(
                _overlap(quotation, line["start"], line["end"])
                for document in self.renderings
                if document.pk == quotation.document.pk
                for line in document.lines
                if evidence["resource"] in {line["resource"], *line.get("also", ())}
            )
        note = self.notes.get(evidence["document"])
        if note is None or note.pk != quotation.document.pk:
            return False
        return _overlap(quotation, evidence["start"], evidence["end"])


def _overlap(quotation: Quotation, start: int, end: int) -> bool:
    return quotation.start < end and start < quotation.end


def bench_questions(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Ask every question of every case of the folder and hold the answers against the gold."""
    tally = _Tally()
    folders = [folder for folder in case_folders(data) if gold_of(folder).get("questions")]
    if not folders:
        raise WorkbenchError("No case of this folder has questions in its gold.json.")
    for number, folder in enumerate(folders, start=1):
        _measure(folder, tally)
        say(f"{number} of {len(folders)} cases: {len(tally.right)} answered right, {len(tally.wrong)} wrong")
    return _result(tally)


def _measure(folder: Path, tally: _Tally) -> None:
    slug = f"bench-questions-{uuid4().hex[:8]}-{folder.name}"[:50]
    organization = organization_create(slug=slug, name=folder.name, actor=ACTOR)
    documents = case_documents(organization, folder, ACTOR)
    notes = {document.series.partition("/")[2]: document for document in documents if not document.structured}
    sources = _Sources(notes, [document for document in documents if document.structured])
    patient = documents[0].patient
    readers = readers_make(organization, [patient], ACTOR)
    for row in gold_of(folder)["questions"]:
        if reader := readers.get(row["asked_by_role"]):
            _judge(tally, f"{folder.name}/{row['id']} ({row['question']})", row, _ask(patient, reader, row), sources)


def _ask(patient: Patient, reader: Person, row: Mapping[str, Any]) -> ChartAnswer | RefusedAnswer:
    return chart_ask(patient=patient, text=row["question"], person=reader, actor=ACTOR)


def _judge(
    tally: _Tally, where: str, row: Mapping[str, Any], answer: ChartAnswer | RefusedAnswer, sources: _Sources
) -> None:
    shown = answer.quotations if answer.verdict is not Verdict.NOT_ENOUGH else ()
    met = any(sources.meets(quotation, one) for quotation in shown for one in row.get("evidence", ()))
    if not row["answerable"] or row.get("restricted"):
        tally.unanswerable += 1
        (tally.overreached if shown else tally.abstained).append(where)
        if shown and row.get("restricted") and (met or _says_any(shown, row["forbidden_answers"])):
            tally.restricted_shown.append(where)
        elif _says_any(shown, row.get("forbidden_answers", ())):
            tally.wrong.append(where)
        return
    tally.answerable += 1
    tally.met += met
    if not shown:
        tally.silent.append(where)
    elif not met and _says_any(shown, row.get("forbidden_answers", ())):
        tally.wrong.append(where)
    elif met or _says_all(shown, row.get("answer_keys", ())):
        tally.right.append(where)
    else:
        tally.beside.append(where)


def _says_any(shown: Iterable[Quotation], words: Iterable[str]) -> bool:
    text = _text(shown)
    return any(word.casefold() in text for word in words)


def _says_all(shown: Iterable[Quotation], words: Iterable[str]) -> bool:
    telling, text = [word for word in words if len(word) >= TELLING_KEY], _text(shown)
    return bool(telling) and all(word.casefold() in text for word in telling)


def _text(shown: Iterable[Quotation]) -> str:
    return " ".join(run.text for quotation in shown for run in quotation.runs if run.kind).casefold()


def _result(tally: _Tally) -> BenchResult:
    counted = {
        "answered_right": (len(tally.right), tally.answerable),
        "abstained_right": (len(tally.abstained), tally.unanswerable),
        "abstained_wrong": (len(tally.silent), tally.answerable),
        "evidence_hit": (tally.met, tally.answerable),
    }
    figures: dict[str, float] = {
        "answered_wrong": len(tally.wrong),
        "answered_beside": len(tally.beside),
        "restricted_shown": len(tally.restricted_shown),
        "answerable": tally.answerable,
        "unanswerable": tally.unanswerable,
    }
    figures |= {key: hits / n for key, (hits, n) in counted.items() if n}
    intervals = {key: wilson(hits, n) for key, (hits, n) in counted.items() if n}
    named = [
        f"{what}: {where}"
        for what, rows in (
            ("wrong", tally.wrong), ("beside", tally.beside), ("not answered", tally.silent),
            ("answered though it is not there", tally.overreached), ("restricted, shown", tally.restricted_shown),
        )
        for where in rows
    ]  # fmt: skip
    n = tally.answerable + tally.unanswerable
    return BenchResult(n=n, figures=figures, intervals=intervals, notes=[*NOTES, *named])
