"""Problems and allergies: what the patient has, had, or is said to react to."""

from collections.abc import Iterator, Mapping
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.documents import DocumentKind, SectionKind
from apps.chart.domain.rendering.facts import Fact, StoredResource

OPEN_STATUSES = frozenset({"active", "recurrence", "relapse", ""})
# Anything short of "confirmed" is said in words, so that a suspicion never reads as a diagnosis.
VERIFICATION_WORDS: Mapping[str, str] = {
    "unconfirmed": "not confirmed",
    "presumed": "presumed",
    "provisional": "provisional, not confirmed",
    "differential": "differential diagnosis, not confirmed",
}
# SNOMED CT codes by which a sender asserts that there is no allergy: not the same as saying nothing (F05).
NO_KNOWN_ALLERGY: Mapping[str, str] = {
    "716186003": "No known allergies",
    "409137002": "No known drug allergies",
    "429625007": "No known food allergies",
    "428607008": "No known environmental allergies",
    "428197003": "No known insect allergies",
    "1003774007": "No known latex allergies",
}
NOT_RECORDED = "Allergies: not recorded. No allergy and no statement of having none has been received."


def _moment(body: Mapping[str, Any], name: str) -> tuple[str, str]:
    """Return an onset or abatement in words, and the FHIR date in it when there is one."""
    if text := body.get(f"{name}DateTime"):
        return fhir.date_words(str(text)), str(text)
    if period := body.get(f"{name}Period"):
        return fhir.period_words(period), str(period.get("start") or "")
    if age := fhir.quantity_words(body.get(f"{name}Age")):
        return f"at age {age}", ""
    if given := body.get(f"{name}Range"):
        return f"at age {fhir.range_words(given)}", ""
    return fhir.plain(body.get(f"{name}String")), ""


def _verification(body: Mapping[str, Any]) -> str:
    return VERIFICATION_WORDS.get(fhir.code_of(body.get("verificationStatus")), "")


def condition_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per problem: its name, status, certainty, onset, end."""
    body = resource.body
    status = fhir.code_of(body.get("clinicalStatus"))
    onset, onset_at = _moment(body, "onset")
    end, _ = _moment(body, "abatement")
    recorded = str(body.get("recordedDate") or "")
    is_open = status in OPEN_STATUSES and not end
    over = f"{status if status not in OPEN_STATUSES else 'ended'} {end}" if end else ""
    yield Fact(
        DocumentKind.PROBLEM_LIST, SectionKind.PROBLEMS,
        "Active problems" if is_open else "Resolved or inactive problems",
        fhir.words_of(body.get("code")), resource.reference,
        fhir.joined((
            over or status, f"since {onset}" if onset else "",
            f"recorded {fhir.date_words(recorded)}" if recorded and fhir.date_words(recorded) != onset else "",
        )),
        fhir.joined((
            _verification(body),
            f"severity {severity}" if (severity := fhir.words_of(body.get("severity"))) else "",
            fhir.joined((fhir.words_of(stage.get("summary")) for stage in body.get("stage") or []), ", "),
            fhir.all_words(body.get("bodySite")),
            f"note: {note}" if (note := fhir.notes_words(body.get("note"))) else "",
        )),
        f"recorded by {who}" if (who := fhir.name_of(body.get("asserter") or body.get("recorder"),
        resource.names)) else "",
        onset_at or recorded,
    )  # fmt: skip


def _reactions(body: Mapping[str, Any]) -> str:
    texts = []
    for reaction in body.get("reaction") or []:
        words = fhir.joined(
            (fhir.all_words(reaction.get("manifestation")), fhir.plain(reaction.get("description"))), "; "
        )
        severity, onset = reaction.get("severity"), fhir.date_words(str(reaction.get("onset") or ""))
        texts.append(f"{words} ({severity})" if severity and words else words)
        texts.append(f"on {onset}" if onset else "")
    return fhir.joined(texts, "; ")


def _no_known(body: Mapping[str, Any]) -> str:
    code = fhir.code_of(body.get("code"))
    words = fhir.words_of(body.get("code"))
    if code in NO_KNOWN_ALLERGY or words.lower().startswith(("no known", "nkda", "nka")):
        return f"{words or NO_KNOWN_ALLERGY[code]} (stated as a fact, not merely left empty)"
    return ""


def allergy_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per allergy or intolerance; "no known allergies" is a statement of its own."""
    body = resource.body
    none_known, reactions = _no_known(body), _reactions(body)
    status = fhir.code_of(body.get("clinicalStatus"))
    recorded = str(body.get("recordedDate") or "")
    onset, _ = _moment(body, "onset")
    label = fhir.words_of(body.get("code"))
    yield Fact(
        DocumentKind.ALLERGY_LIST, SectionKind.ALLERGIES, "Allergies and intolerances",
        none_known or (f"{label}: {reactions}" if reactions else f"{label}: reaction not recorded"), resource.reference,
        fhir.joined((
            status, f"since {onset}" if onset else "", f"recorded {fhir.date_words(recorded)}" if recorded else "",
        )),
        fhir.joined((
            str(body.get("type") or "") if not none_known else "", _verification(body),
            f"criticality {body['criticality']}" if body.get("criticality") else "",
            f"note: {note}" if (note := fhir.notes_words(body.get("note"))) else "",
        )),
        at=recorded,
    )  # fmt: skip


def allergies_not_recorded(patient: StoredResource) -> Fact:
    """Return the line that stands where no allergy resource has been received."""
    return Fact(
        DocumentKind.ALLERGY_LIST, SectionKind.ALLERGIES, "Allergies and intolerances", NOT_RECORDED, patient.reference
    )
