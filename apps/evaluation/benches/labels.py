"""Who sees what of charts with sensitive documents: each role of the gold against the program's own (eval-cases.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from apps.access.domain.labels import Label
from apps.access.services import organization_create
from apps.chart.domain.labels.received import SENSITIVITY
from apps.chart.selectors import documents_visible_to
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.evaluation.benches.cases import case_folders, case_take, gold_of, readers_make
from apps.evaluation.benches.intervals import wilson
from apps.retrieval.selectors import patient_passages

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument

ACTOR = Actor.service("bench-labels")
CLINICAL = ("treating_clinician", "nurse", "behavioral_health", "social_work", "pharmacist")
NOTES = (
    "Each role holds a grant on the patient where its work gives it one; emergency: a physician who broke the glass.",
    "A document counts as shown when the chart or the index shows it. `conditional` roles are not judged.",
    "wrongly_shown: (document, role) pairs of hidden_from that are shown.",
    "wrongly_hidden: pairs of visible_to, and of documents without a row with clinical roles, that are not shown.",
    "labels_found: the share of the gold's sensitivity codes that the document carries, tagged or derived.",
    "untagged_found: of those that no tag in the bundle says.",
)


@dataclass
class _Tally:
    """Pairs of document and role, and codes."""

    shown: list[str] = field(default_factory=list)  # wrongly
    hidden: list[str] = field(default_factory=list)  # wrongly
    to_hide: int = 0
    to_show: int = 0
    codes: list[tuple[bool, bool]] = field(default_factory=list)  # was it tagged, was it found
    documents: int = 0


def bench_labels(*, data: Path | None, scale: int, say: Say) -> BenchResult:
    """Measure wrongly_shown and wrongly_hidden over every case of the folder."""
    cases = case_folders(data)
    tally = _Tally()
    for number, folder in enumerate(cases, start=1):
        _measure(folder, tally)
        say(f"{number} of {len(cases)} cases: {len(tally.shown)} wrongly shown, {len(tally.hidden)} wrongly hidden")
    return _result(tally)


def _result(tally: _Tally) -> BenchResult:
    untagged = [found for tagged, found in tally.codes if not tagged]
    counted = {
        "wrongly_shown": (len(tally.shown), tally.to_hide),
        "wrongly_hidden": (len(tally.hidden), tally.to_show),
        "labels_found": (sum(found for _, found in tally.codes), len(tally.codes)),
        "untagged_found": (sum(untagged), len(untagged)),
    }
    figures: dict[str, float] = {"to_hide": tally.to_hide, "to_show": tally.to_show, "documents": tally.documents}
    intervals: dict[str, tuple[float, float]] = {}
    for key, (hits, n) in counted.items():
        rate = key if key.endswith("found") else f"{key}_rate"
        figures |= {} if key.endswith("found") else {key: hits}
        if n:
            figures[rate], intervals[rate] = hits / n, wilson(hits, n)
    named = [f"wrongly shown: {pair}" for pair in tally.shown] + [f"wrongly hidden: {pair}" for pair in tally.hidden]
    return BenchResult(n=tally.to_hide + tally.to_show, figures=figures, intervals=intervals, notes=[*NOTES, *named])


def _measure(folder: Path, tally: _Tally) -> None:
    gold = gold_of(folder)
    organization = organization_create(
        slug=f"bench-labels-{uuid4().hex[:8]}-{folder.name}"[:50], name=folder.name, actor=ACTOR
    )
    documents = case_take(organization, folder, ACTOR)
    patients = {str(document.patient_id): document.patient for document in documents.values()}
    readers = readers_make(organization, patients.values(), ACTOR)
    sight = {role: _seen_by(person, documents.values()) for role, person in readers.items()}
    rows = {row["document"]: row for row in gold.get("labels", [])}
    for source_id, document in documents.items():
        tally.documents += 1
        row = rows.get(source_id)
        shown = {role for role, seen in sight.items() if document.pk in seen}
        where = f"{folder.name}/{source_id}"
        _judge(tally, where, shown, row)
        if row:
            tally.codes += _codes(row, document)


def _judge(tally: _Tally, where: str, shown: set[str], row: Mapping[str, Any] | None) -> None:
    see, not_see = (row["visible_to"], row["hidden_from"]) if row else (CLINICAL, ())
    unsure = {one["role"] if isinstance(one, dict) else str(one) for one in (row or {}).get("conditional") or []}
    for role in set(not_see) - unsure:
        tally.to_hide += 1
        if role in shown:
            tally.shown.append(f"{where} to {role}")
    for role in set(see) - unsure:
        tally.to_show += 1
        if role not in shown:
            tally.hidden.append(f"{where} from {role}")


def _codes(row: Mapping[str, Any], document: SourceDocument) -> Iterator[tuple[bool, bool]]:
    tags = {str(tag).upper() for tag in row.get("in_bundle_security") or []}
    for code in map(str.upper, row.get("labels") or []):
        if code in SENSITIVITY:
            same = {known for known, label in SENSITIVITY.items() if label == SENSITIVITY[code]}
            yield bool(tags & same), bool(_meant(SENSITIVITY[code]) & set(document.labels))


def _meant(label: Label) -> set[str]:
    """Return the labels that stand for one of the gold's: a program's record is one of substance use."""
    wider = {Label.PART2, Label.PART2_COUNSELLING} if label is Label.SUBSTANCE_USE else set()
    return {one.value for one in {label, *wider}}


def _seen_by(person: Person, documents: Collection[SourceDocument]) -> set[UUID]:
    """Return which of the documents the chart or the index shows to a person."""
    seen = set(documents_visible_to(person).filter(pk__in=[one.pk for one in documents]).values_list("pk", flat=True))
    of_redaction = {redacted.pk: one.pk for one in documents for redacted in one.redactions.all()}
    for patient_id in {one.patient_id for one in documents}:
        passages = patient_passages(patient_id, person, emergency=True)
        seen |= {of_redaction[row.redacted_document_id] for row in passages if row.redacted_document_id in of_redaction}
    return seen
