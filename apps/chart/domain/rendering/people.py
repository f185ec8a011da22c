"""The patient and their cover: demographics and coverage."""

from collections.abc import Iterator
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.documents import DocumentKind, SectionKind
from apps.chart.domain.rendering.facts import Fact, StoredResource

US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
# v2-0203 identifier types whose sender gave only the code.
IDENTIFIER_WORDS = {
    "MR": "Medical record number", "SS": "Social Security number", "DL": "Driver's license", "PPN": "Passport number",
    "MB": "Member number", "AN": "Account number",
}  # fmt: skip
RACE_AND_ETHNICITY = {f"{US_CORE}us-core-race": "Race", f"{US_CORE}us-core-ethnicity": "Ethnicity"}


def name_words(names: Any) -> str:
    """Return a HumanName list's official or first name as it is spoken."""
    known = [name for name in fhir.items(names) if isinstance(name, dict)]
    best = next((name for name in known if name.get("use") in {"official", "usual"}), known[0] if known else {})
    parts = [*best.get("prefix", []), *best.get("given", []), best.get("family", ""), *best.get("suffix", [])]
    return fhir.plain(best.get("text")) or fhir.plain(" ".join(part for part in parts if part))


def _address_words(address: dict[str, Any]) -> str:
    lines = [*address.get("line", []), address.get("city"), address.get("state"), address.get("postalCode")]
    return fhir.plain(address.get("text")) or fhir.joined(map(fhir.plain, lines), ", ")


def _lines(patient: StoredResource) -> Iterator[tuple[str, str, str]]:
    body = patient.body
    yield "Name", name_words(body.get("name")), "/name"
    yield "Date of birth", fhir.date_words(str(body.get("birthDate") or "")), "/birthDate"
    yield "Sex", str(body.get("gender") or ""), "/gender"
    if body.get("deceasedDateTime") or body.get("deceasedBoolean"):
        yield "Deceased", fhir.date_words(str(body.get("deceasedDateTime") or "yes")), "/deceasedDateTime"
    for number, identifier in enumerate(body.get("identifier") or []):
        label = fhir.words_of(identifier.get("type"))
        yield (
            IDENTIFIER_WORDS.get(label, label) or "Identifier",
            fhir.plain(identifier.get("value")),
            f"/identifier/{number}",
        )
    yield "Marital status", fhir.words_of(body.get("maritalStatus")), "/maritalStatus"
    languages = [entry.get("language") for entry in body.get("communication") or []]
    yield "Language", fhir.all_words(languages), "/communication"
    for number, extension in enumerate(body.get("extension") or []):
        texts = [part.get("valueString") for part in extension.get("extension") or [] if part.get("url") == "text"]
        if group := RACE_AND_ETHNICITY.get(str(extension.get("url"))):
            yield group, fhir.plain(next(iter(texts), "")), f"/extension/{number}"
    for number, address in enumerate(body.get("address") or []):
        yield "Address", _address_words(address), f"/address/{number}"
    for number, telecom in enumerate(body.get("telecom") or []):
        yield (
            str(telecom.get("system") or "contact").capitalize(),
            fhir.plain(telecom.get("value")),
            f"/telecom/{number}",
        )
    for number, contact in enumerate(body.get("contact") or []):
        relation = fhir.all_words(contact.get("relationship"))
        who = fhir.joined((name_words(contact.get("name")), relation), ", ")
        yield (
            "Contact",
            fhir.joined((who, *(fhir.plain(t.get("value")) for t in contact.get("telecom") or []))),
            f"/contact/{number}",
        )
    yield "General practitioner", fhir.names_of(body.get("generalPractitioner"), patient.names), "/generalPractitioner"


def demographics_facts(patient: StoredResource) -> Iterator[Fact]:
    """Yield one line per thing known of the patient, in a fixed order."""
    place = (DocumentKind.DEMOGRAPHICS, SectionKind.DEMOGRAPHICS, "Demographics")
    for number, (label, value, pointer) in enumerate(_lines(patient)):
        if value:
            yield Fact(*place, f"{label}: {value}", patient.reference, at=f"{number:04}", pointer=pointer)


def coverage_facts(resource: StoredResource) -> Iterator[Fact]:
    """Yield one line per insurance coverage."""
    body = resource.body
    payor, plan = fhir.names_of(body.get("payor"), resource.names), fhir.words_of(body.get("type"))
    members = [body.get("subscriberId"), *(i.get("value") for i in body.get("identifier") or [])]
    member = next((fhir.plain(value) for value in members if value), "")
    classes = (
        f"{fhir.words_of(entry.get('type')) or 'class'} {fhir.plain(entry.get('name') or entry.get('value'))}"
        for entry in body.get("class") or []
    )
    relation = fhir.words_of(body.get("relationship"))
    yield Fact(
        DocumentKind.COVERAGE, SectionKind.COVERAGE, "Coverage",
        fhir.joined((payor or "Payer not named", plan), ", "), resource.reference,
        fhir.joined((str(body.get("status") or ""), fhir.period_words(body.get("period")))),
        fhir.joined((f"member {member}" if member else "", *classes,
        f"relationship to subscriber: {relation}" if relation else "")),
        at=str((body.get("period") or {}).get("start") or ""),
    )  # fmt: skip
