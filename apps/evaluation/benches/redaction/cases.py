"""Eval cases: charts whose identifiers, and whatever looks like one and is none, are marked (design: eval-cases.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from apps.access.services import organization_create
from apps.chart.domain.identifiers import KnownIdentifier
from apps.chart.selectors import document_ids_of_message, documents_get, known_identifiers
from apps.core.domain.bench import BenchResult, Say
from apps.core.errors import WorkbenchError
from apps.evaluation.benches.redaction.marks import Marks, Overlap, Span
from apps.evaluation.benches.redaction.notes import ACTOR, attachments
from apps.evaluation.benches.redaction.report import LABEL, LAYER_NOTE, SPEED_NOTE, STOCK_NOTE, Gathered
from apps.evaluation.benches.redaction.run import HERE, LAYERS, STOCK, Sheet, search_all, search_here
from apps.evaluation.benches.rows import Row
from apps.intake.domain.media_types import FHIR_JSON
from apps.intake.pipeline import message_take
from apps.redaction.interface import BoundaryPolicy

if TYPE_CHECKING:
    from apps.access.models import Organization

PATTERN = "*/gold.json"
NOTES = (
    "Policy hosted, which the gold is written for: dates of events count.",
    "Each chart is taken in as a message; its documents are searched with what the record then knows.",
    "recall, precision: letters and digits of marked identifiers and of what was taken out, less optional spans.",
    "leaked: identifiers not covered whole. recall_label_X: the share of identifiers of class X covered whole.",
    "keep_altered: the share of spans that must survive and are touched; keep_altered_chars: of their characters.",
    "X_local: policy local, where dates of events and ages under 90 stay: DATE spans are optional there.",
)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a case with what its patient's record knows and the spans of its gold."""

    case: str
    text: str
    known: tuple[KnownIdentifier, ...]
    phi: tuple[Row, ...]
    keep: tuple[Row, ...]

    def sheet(self, policy: BoundaryPolicy) -> Sheet:
        """Return the document as it is searched."""
        return Sheet(self.text, policy, self.known)

    def wanted(self, optional: frozenset[str] = frozenset()) -> list[Row]:
        """Return the identifiers that must go."""
        return [span for span in self.phi if not span.get("optional") and span["type"] not in optional]

    @property
    def kept(self) -> list[Span]:
        """Return the spans that must stay."""
        return [(span["start"], span["end"]) for span in self.keep if not span.get("optional")]

    def unjudged(self, optional: frozenset[str] = frozenset()) -> list[Span]:
        """Return the spans that are neither rewarded nor punished."""
        wanted = self.wanted(optional)
        spans = [span for span in (*self.phi, *self.keep) if span.get("optional") or span.get("type") in optional]
        return [(span["start"], span["end"]) for span in spans if span not in wanted]


LOCAL_OPTIONAL = frozenset({"DATE"})


def bench_cases(folder: Path, say: Say) -> BenchResult:
    """Measure the hosted policy, and beside it the local one, on the documents of every case of the folder."""
    name = f"bench-redaction-{uuid4().hex[:8]}"
    documents = [
        document
        for path in sorted(folder.glob(PATTERN))
        for document in _documents(
            organization_create(slug=f"{name}-{path.parent.name}"[:50], name=path.parent.name, actor=ACTOR), path.parent
        )
    ]
    searched = search_all([document.sheet(BoundaryPolicy.HOSTED) for document in documents], say)
    gathered = Gathered(n=len(documents), notes=[*NOTES, LAYER_NOTE, STOCK_NOTE, SPEED_NOTE])
    for system in (HERE, STOCK):
        _put(gathered, documents, searched.marks(system), system)
        gathered.put_each(LABEL, _found(documents, searched.marks(system)), system=system)
        gathered.put("docs_per_s", searched.docs_per_s(system), system=system)
    for layer in LAYERS:
        marks = searched.layer_marks(layer)
        gathered.put(f"recall_layer_{layer.value}", _overlap(documents, marks).recall)
    local = search_here([document.sheet(BoundaryPolicy.LOCAL) for document in documents])
    _put(gathered, documents, local, HERE, LOCAL_OPTIONAL, "_local")
    gathered.put("cases", len({document.case for document in documents}))
    return gathered.result()


def _documents(organization: Organization, folder: Path) -> list[Document]:
    """Take a case in as a message; return its documents: none where nobody marked the identifiers.

    Raises WorkbenchError when intake does not take it whole.
    """
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    if "phi" not in gold:
        return []
    body = (folder / "bundle.json").read_bytes()
    message, report = message_take(
        organization=organization, source_system="bench", source_id=folder.name, media_type=FHIR_JSON, body=body,
        actor=ACTOR,
    )  # fmt: skip
    if report.quarantined or report.lost or report.faults:
        raise WorkbenchError(f"{folder.name} was not taken in whole: {', '.join(report.reasons) or 'it crashed'}.")
    known = {
        document.patient.source_id: tuple(known_identifiers(document.patient))
        for document in documents_get(document_ids_of_message(message.pk)).values()
    }
    resources: Iterable[Mapping[str, Any]] = (entry["resource"] for entry in json.loads(body)["entry"])
    return [
        Document(folder.name, text, known[patient], _of(gold["phi"], document_id), _of(gold["phi_keep"], document_id))
        for document_id, patient, text in attachments(resources)
    ]


def _of(spans: Iterable[Row], document_id: str) -> tuple[Row, ...]:
    return tuple(span for span in spans if span["document"] == document_id)


def _put(
    gathered: Gathered,
    documents: Sequence[Document],
    marks: Sequence[Marks],
    system: str,
    optional: frozenset[str] = frozenset(),
    suffix: str = "",
) -> None:
    overlap = _overlap(documents, marks, optional)
    gathered.put(f"recall{suffix}", overlap.recall, system=system)
    gathered.put(f"leaked{suffix}", sum(not hit for _, hit in _found(documents, marks, optional)), system=system)
    gathered.put(f"precision{suffix}", overlap.precision, system=system)
    kept = [
        (mark.touches(*place), mark.marked(*place), mark.solid(*place))
        for document, mark in zip(documents, marks, strict=True)
        for place in document.kept
    ]
    gathered.put_rate(f"keep_altered{suffix}", sum(touched for touched, _, _ in kept), len(kept), system=system)
    if kept:
        chars = sum(marked for _, marked, _ in kept) / sum(length for _, _, length in kept)
        gathered.put(f"keep_altered_chars{suffix}", chars, system=system)


def _found(
    documents: Sequence[Document], marks: Sequence[Marks], optional: frozenset[str] = frozenset()
) -> list[tuple[str, bool]]:
    """Return the class of each identifier, and whether it was covered whole."""
    return [
        (span["type"], mark.covers(span["start"], span["end"]))
        for document, mark in zip(documents, marks, strict=True)
        for span in document.wanted(optional)
    ]


def _overlap(documents: Sequence[Document], marks: Sequence[Marks], optional: frozenset[str] = frozenset()) -> Overlap:
    overlap = Overlap()
    for document, mark in zip(documents, marks, strict=True):
        wanted = Marks(mark.text, [(span["start"], span["end"]) for span in document.wanted(optional)])
        overlap.add(mark, wanted, document.unjudged(optional))
    return overlap
