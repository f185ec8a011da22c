"""A decided draft as a case that a later release is held against: what it was given, what it should have said. Pure.

Every word comes in de-identified. The files are those of eval cases (bundle.json, gold.json); what does not apply is
left out of them.
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

FORMAT = "workbench.case/1"
IDENTIFIER_TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203"
CATEGORIES = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category"
LOINC = {
    "progress_note": "11506-3", "consult_note": "11488-4", "history_and_physical": "34117-2",
    "discharge_summary": "18842-5", "operative_note": "11504-8", "procedure_note": "28570-0",
    "telephone_encounter": "34748-4", "imaging_report": "18748-4", "pathology_report": "11526-1",
    "laboratory_report": "11502-2",
}  # fmt: skip


class Verdict(StrEnum):
    """What a later release should do with one sentence of the machine's."""

    MUST = "must"
    MUST_NOT = "must_not"
    LEAVE = "leave"


VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.MUST: "Right: it should say this",
    Verdict.MUST_NOT: "Wrong: it must not say this",
    Verdict.LEAVE: "Leave it out of the case",
}

PROPOSED_WORDS: Mapping[Verdict, str] = {
    Verdict.MUST: "The reviewer signed it as it is.",
    Verdict.MUST_NOT: "The reviewer changed it or took it out.",
    Verdict.LEAVE: "The reviewer said nothing of it.",
}


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """One note of a case: the passages that the machine was given of it, in their order."""

    id: str
    kind: str
    day: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """[start, end) in code points of a note's text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Expected:
    """One sentence of the machine's with what is expected of it, and what should stand there instead."""

    number: int
    sentence: str
    verdict: Verdict
    instead: str
    places: tuple[Place, ...]

    @property
    def is_told(self) -> bool:
        return self.verdict is not Verdict.LEAVE or bool(self.instead)


@dataclass(frozen=True, slots=True)
class Case:
    """Everything of a case that is kept, sealed."""

    kind: str
    subject: str
    as_of: str
    age: int | None
    sex: str
    documents: tuple[CaseDocument, ...]
    expected: tuple[Expected, ...]

    def words(self) -> list[str]:
        """Return every text that must name nobody."""
        said = [text for one in self.expected for text in (one.sentence, one.instead)]
        return [self.subject, *(one.text for one in self.documents), *said]

    def as_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}


def case_from(body: Mapping[str, Any]) -> Case:
    """Read a case as ``as_json`` wrote it."""
    return Case(
        kind=body["kind"], subject=body["subject"], as_of=body["as_of"], age=body["age"], sex=body["sex"],
        documents=tuple(CaseDocument(**one) for one in body["documents"]),
        expected=tuple(
            Expected(
                one["number"], one["sentence"], Verdict(one["verdict"]), one["instead"],
                tuple(Place(**place) for place in one["places"]),
            )
            for one in body["expected"]
        ),
    )  # fmt: skip


def proposed(*, before: str, after: str | None, is_signed: bool) -> tuple[Verdict, str]:
    """Return what a decision says of one sentence: it was kept, put otherwise, or taken out (``after`` is None)."""
    if after is None:
        return Verdict.MUST_NOT, ""
    if after != before:
        return Verdict.MUST_NOT, after
    return (Verdict.MUST if is_signed else Verdict.LEAVE), ""


def why_not_case(expected: Iterable[Expected]) -> str:
    """Return why these expectations make no case, or an empty text."""
    told = any(one.is_told for one in expected)
    return "" if told else "A case needs one sentence at least that is right, wrong or put otherwise."


def gold_of(case: Case) -> dict[str, Any]:
    """Return gold.json: what a summary of these notes must and must not say, each with where it stands."""
    texts = {one.id: one.text for one in case.documents}
    must, must_not = [], []
    for one in case.expected:
        evidence = [asdict(place) | {"quote": texts[place.document][place.start : place.end]} for place in one.places]
        if one.verdict is Verdict.MUST:
            must.append({"fact": one.sentence, "evidence": evidence})
        if one.verdict is Verdict.MUST_NOT:
            must_not.append({"fact": one.sentence, "evidence": evidence})
        if one.instead:
            must.append({"fact": one.instead, "evidence": evidence})
    documents = [
        {"id": one.id, "type": _words(one.kind), "date": one.day, "status": "current", "replaces": None}
        for one in case.documents
    ]
    return {
        "as_of": case.as_of, "documents": documents, "phi": [], "phi_keep": [], "summary_must": must,
        "summary_must_not": must_not, "traps": [],
    }  # fmt: skip


def bundle_of(case: Case) -> dict[str, Any]:
    """Return bundle.json: an invented patient of the same age and sex, and the notes."""
    born = date.fromisoformat(case.as_of).year - (case.age or 0)
    patient: dict[str, Any] = {
        "resourceType": "Patient", "id": "patient-1", "name": [{"family": "Casefold", "given": ["Invented"]}],
        "identifier": [{"type": {"coding": [{"system": IDENTIFIER_TYPES, "code": "MR"}]},
                        "system": "urn:workbench:case", "value": "CASE-1"}],
    }  # fmt: skip
    patient |= {"birthDate": f"{born}-01-01"} if case.age is not None else {}
    patient |= {"gender": case.sex} if case.sex in {"female", "male", "other", "unknown"} else {}
    resources: Sequence[dict[str, Any]] = [patient, *map(_note, case.documents)]
    entries = [
        {"resource": one, "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}}
        for one in resources
    ]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def _note(one: CaseDocument) -> dict[str, Any]:
    coding = {"system": "http://loinc.org", "code": LOINC.get(one.kind, "34109-9"), "display": _words(one.kind)}
    return {
        "resourceType": "DocumentReference", "id": one.id, "status": "current", "date": f"{one.day}T09:00:00Z",
        "subject": {"reference": "Patient/patient-1"}, "type": {"coding": [coding], "text": _words(one.kind)},
        "category": [{"coding": [{"system": CATEGORIES, "code": "clinical-note"}], "text": "Clinical Note"}],
        "content": [{"attachment": {"contentType": "text/plain",
                                    "data": base64.b64encode(one.text.encode()).decode()}}],
    }  # fmt: skip


def _words(kind: str) -> str:
    return kind.replace("_", " ").capitalize()
