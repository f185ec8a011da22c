"""Whole notes of known patients: what of the record is left in them, and what of the medicine is gone."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from apps.access.services import organization_create
from apps.chart.domain.identifiers import IdentifierKind, KnownIdentifier, mention_forms, patient_identifiers
from apps.chart.selectors import known_identifiers
from apps.chart.services import patient_store
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.evaluation.benches.redaction.marks import Marks, Span
from apps.evaluation.benches.redaction.report import SPEED_NOTE, STOCK_NOTE, Gathered
from apps.evaluation.benches.redaction.run import HERE, LAYERS, STOCK, Searched, Sheet, search_all, search_here
from apps.evaluation.benches.redaction.terms import (
    Terms,
    coded_terms,
    literal_spans,
    literals_left,
    own_terms,
    terms_altered,
)
from apps.evaluation.benches.rows import Row, rows_of
from apps.redaction.interface import BoundaryPolicy

if TYPE_CHECKING:
    from apps.access.models import Organization

LITERALS_FILE, ACI_FILE = "patient_phi_literals.jsonl.gz", "aci_bench.jsonl.gz"
ACTOR = Actor.service("bench-redaction")
NOTES = (
    "literals_left: how often a name, number or address of the record still stands in a note, in any case.",
    "clinical_terms_altered: the share of occurrences of clinical terms that any mark touches, identifiers left out.",
    "literals_left_layer_X: what is left when layer X works alone. Policy local; X_hosted: policy hosted.",
)
FHIR_NOTE = (
    "Records: each FHIR Patient, stored as intake stores it. Terms: every coded display of the same files' conditions, "
    "drugs, procedures, allergies, vaccines and results."
)
ACI_NOTE = (
    "Records: the names of patient and clinician of each visit; X_unaided: without any. Terms: the bench's own list, "
    "clinical_terms.txt, which the wall does not read."
)


@dataclass(frozen=True, slots=True)
class Note:
    """One note, what its patient's record knows, and which literals must not be left in it."""

    text: str
    known: tuple[KnownIdentifier, ...]
    literals: tuple[str, ...]

    def sheet(self, policy: BoundaryPolicy, *, aided: bool = True) -> Sheet:
        """Return the note as it is searched, with its record or without."""
        return Sheet(self.text, policy, self.known if aided else ())


def bench_fhir_notes(folder: Path, say: Say) -> BenchResult:
    """Measure both policies on the notes of FHIR patients whose record is known."""
    resources = [row for path in sorted(folder.glob("*.ndjson.gz")) for row in rows_of(path)]
    literals = {row["patient"]: _texts(row) for row in rows_of(folder / LITERALS_FILE)}
    name = f"bench-redaction-{uuid4().hex[:8]}"
    organization = organization_create(slug=name, name=name, actor=ACTOR)
    known = {one["id"]: _record(organization, one) for one in resources if one.get("resourceType") == "Patient"}
    notes = [
        Note(text, known[patient], literals.get(patient, ()))
        for _, patient, text in attachments(resources)
        if patient in known
    ]
    return _measure(notes, Terms(coded_terms(resources)), FHIR_NOTE, say).result()


def bench_aci_bench(folder: Path, say: Say) -> BenchResult:
    """Measure both policies on the notes of visits, with and without the names of those who met."""
    rows = list(rows_of(folder / ACI_FILE))
    notes = [Note(row["note"], _names(row["patient"]), tuple(row["name_literals"])) for row in rows]
    terms = Terms(own_terms())
    gathered = _measure(notes, terms, ACI_NOTE, say)
    unaided = search_here([note.sheet(BoundaryPolicy.LOCAL, aided=False) for note in notes])
    _put(gathered, notes, terms, unaided, HERE, "_unaided")
    return gathered.result()


def _record(organization: Organization, body: dict[str, Any]) -> tuple[KnownIdentifier, ...]:
    patient = patient_store(organization=organization, source_system="bench", body=body, actor=ACTOR)
    return tuple(known_identifiers(patient))


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(literal["text"] for literal in row["literals"])


def attachments(resources: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Yield (document id, patient id, text) of each attachment of text."""
    for resource in resources:
        if resource.get("resourceType") == "DocumentReference":
            patient = str(resource["subject"]["reference"]).rpartition("/")[2]
            for content in resource["content"]:
                if data := content["attachment"].get("data"):
                    yield str(resource["id"]), patient, base64.b64decode(data).decode("utf-8")


def _names(person: Mapping[str, str]) -> tuple[KnownIdentifier, ...]:
    """Return the names of a visit as a FHIR Patient and the author of a note would bring them."""
    given, family = person.get("patient_firstname") or "", person.get("patient_familyname") or ""
    clinician = person.get("doctor_name") or ""
    return (
        *patient_identifiers({"name": [{"given": [given], "family": family}]}),
        *(mention_forms(IdentifierKind.CLINICIAN_NAME, clinician) if clinician else ()),
    )


def _measure(notes: Sequence[Note], terms: Terms, note: str, say: Say) -> Gathered:
    gathered = Gathered(n=len(notes), notes=[note, *NOTES, STOCK_NOTE, SPEED_NOTE])
    local = search_all([one.sheet(BoundaryPolicy.LOCAL) for one in notes], say)
    for system in (HERE, STOCK):
        _put(gathered, notes, terms, local.marks(system), system)
        gathered.put("docs_per_s", local.docs_per_s(system), system=system)
    _put_layers(gathered, notes, local)
    hosted = search_here([one.sheet(BoundaryPolicy.HOSTED) for one in notes])
    _put(gathered, notes, terms, hosted, HERE, "_hosted")
    return gathered


def _put(
    gathered: Gathered, notes: Sequence[Note], terms: Terms, marks: Sequence[Marks], system: str, suffix: str = ""
) -> None:
    found = [_terms_of(terms, note) for note in notes]
    left = sum(literals_left(note.literals, mark) for note, mark in zip(notes, marks, strict=True))
    altered = sum(terms_altered(spans, mark) for spans, mark in zip(found, marks, strict=True))
    gathered.put(f"literals_left{suffix}", left, system=system)
    gathered.put_rate(f"clinical_terms_altered{suffix}", altered, sum(map(len, found)), system=system)
    if not suffix and system == HERE:
        gathered.put("literals", sum(len(literal_spans(note.literals, note.text)) for note in notes))
        gathered.put("clinical_terms", sum(map(len, found)))


def _put_layers(gathered: Gathered, notes: Sequence[Note], searched: Searched) -> None:
    for layer in LAYERS:
        marks = searched.layer_marks(layer)
        left = sum(literals_left(note.literals, mark) for note, mark in zip(notes, marks, strict=True))
        gathered.put(f"literals_left_layer_{layer.value}", left)


def _terms_of(terms: Terms, note: Note) -> list[Span]:
    """A term that is also part of a literal of this note is the literal there."""
    literals = Marks(note.text, literal_spans(note.literals, note.text))
    return [span for span in terms.spans(note.text) if not literals.touches(*span)]
