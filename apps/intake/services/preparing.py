"""From the entries of a message to resources the chart can store, or the reason why one cannot be taken."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.timezone import get_default_timezone

from apps.chart import selectors as chart
from apps.chart.domain import fhir
from apps.chart.domain.records import UNKNOWN_PATIENT, IncomingResource
from apps.core.canonical import digest
from apps.intake.domain.attachments import decoded
from apps.intake.domain.notes import Authors, depth_in_series, read_note, replaced_by, roles_of
from apps.intake.domain.reading import Entry
from apps.intake.domain.references import Directory, Key, Nowhere, id_of, wanted_from_before
from apps.intake.domain.shapes import PATIENT_ELEMENTS, UNDERSTOOD, first_problem
from apps.intake.domain.unnamed import unnamed_sentence
from apps.intake.errors import Unfit
from apps.redaction.domain.contract import Contract
from apps.redaction.selectors import contract_in_force

if TYPE_CHECKING:
    from apps.access.models import Organization

ROLES_SHOWN = frozenset({"ServiceRequest", "MedicationRequest", "DeviceRequest", "Encounter"})  # who asks, who was seen
WITHOUT_PATIENT = frozenset({"Patient", "Practitioner", "Organization", "Medication", "Binary"})
NOTES = frozenset({"DocumentReference", "DiagnosticReport"})
NO_ID = "It has no id, so that nobody could tell its next version from another record. Have the sender give it one."
PATIENT_IN_WORDS = "It names its patient only in words. Have the sender refer to the Patient resource."
NOT_A_PATIENT = "It is about something other than a patient, which a chart cannot hold."
PATIENT_ELSEWHERE = (
    "Its patient is on another server, and a reference to another server is never followed. "
    "Send the Patient in the same message."
)
NO_PATIENT = {
    Nowhere.ABSENT: PATIENT_IN_WORDS,
    Nowhere.CONTAINED: PATIENT_IN_WORDS,
    Nowhere.UNKNOWN: UNKNOWN_PATIENT,
    Nowhere.OTHER_HOST: PATIENT_ELSEWHERE,
}


def largest_attachment() -> int:
    """Return how many bytes an attachment may have (setting WORKBENCH_MAX_ATTACHMENT_BYTES, 20 MB without it)."""
    return int(getattr(settings, "WORKBENCH_MAX_ATTACHMENT_BYTES", 20 * 2**20))


@dataclass(frozen=True, slots=True)
class Held:
    """An entry that is not taken, and why."""

    entry: Entry
    resource_type: str
    source_id: str
    sentence: str


@dataclass
class Prepared:
    """The entries of a message, parted into what can be stored and what is held."""

    ready: list[tuple[Entry, IncomingResource]] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    types: Counter[str] = field(default_factory=Counter)
    attachments: Counter[str] = field(default_factory=Counter)

    def hold(self, entry: Entry, sentence: str, source_id: str = "") -> None:
        """Set an entry aside."""
        resource_type = str((entry.resource or {}).get("resourceType") or "")
        self.held.append(Held(entry, resource_type[:64], source_id[:200], sentence))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the notes of a message are read with."""

    directory: Directory
    authors: Authors
    replaced: Mapping[str, str]
    superseded: frozenset[str]


def prepare(organization: "Organization", source_system: str, entries: Iterable[Entry]) -> Prepared:
    """Check every entry and resolve what it refers to; a few statements, however many entries there are."""
    prepared, sound = Prepared(), list[tuple[Entry, Mapping[str, Any]]]()
    directory, contract = Directory(), contract_in_force()
    for entry in entries:
        body, sentence, source_id = _checked(entry, contract)
        if body is None:
            prepared.hold(entry, sentence, source_id)
        else:
            sound.append((entry, body))
            directory.add(body, str(body["id"]), entry.full_url)
    known = _known(organization, source_system, directory, [body for _, body in sound])
    for entry, body in sorted(sound, key=lambda pair: depth_in_series(str(pair[1]["id"]), known.replaced)):
        try:
            prepared.ready.append((entry, _incoming(body, known, prepared)))
        except Unfit as unfit:
            prepared.hold(entry, unfit.sentence, str(body["id"]))
    return prepared


def _checked(entry: Entry, contract: Contract) -> tuple[Mapping[str, Any] | None, str, str]:
    """Return the resource with its id when it is sound, else nothing, the reason, and the id if there is one."""
    resource = entry.resource
    if resource is None:
        return None, entry.problem, ""
    source_id = id_of(resource, entry.full_url)
    if entry.problem:
        return None, entry.problem, ""
    if not source_id:
        return None, NO_ID, ""
    body = resource if "id" in resource else {**resource, "id": source_id}
    sentence = first_problem(body) or unnamed_sentence(contract.unnamed_fields(body))
    return (None, sentence, source_id) if sentence else (body, "", source_id)


def _known(
    organization: "Organization", source_system: str, directory: Directory, bodies: list[Mapping[str, Any]]
) -> _Known:
    sender: dict[str, Any] = {"organization": organization, "source_system": source_system}
    wanted = wanted_from_before(directory, bodies)
    earlier = [
        *chart.resource_bodies(**sender, keys=wanted.keys),
        *chart.resource_bodies_by_identifier(**sender, identifiers=wanted.identifiers),
    ]
    for body in earlier:
        directory.add(body, str(body["id"]))
    notes = [body for body in bodies if body["resourceType"] in NOTES]
    roles: dict[Key, str] = {}
    if notes or any(body["resourceType"] in ROLES_SHOWN for body in bodies):
        roles = roles_of([*chart.practitioner_role_bodies(**sender), *earlier, *bodies], directory)
    documents = [body for body in notes if body["resourceType"] == "DocumentReference"]
    patients = {
        target[1]
        for target in (directory.target(body.get("subject")) for body in documents)
        if isinstance(target, tuple)
    }
    replacing = chart.replacing_bodies(**sender, patient_source_ids=patients) if documents else []
    here = {str(body["id"]) for body in documents}
    superseded = replaced_by((body for body in replacing if str(body["id"]) not in here), directory).values()
    replaced = replaced_by(
        [*replacing, *(body for body in earlier if body["resourceType"] == "DocumentReference"), *documents], directory
    )
    return _Known(directory, Authors(directory, roles), replaced, frozenset(superseded))


def _incoming(body: Mapping[str, Any], known: _Known, prepared: Prepared) -> IncomingResource:
    """Return a sound resource as the chart takes it. Raises Unfit."""
    type_, largest = str(body["resourceType"]), largest_attachment()
    understood = type_ in UNDERSTOOD
    patient = _patient_of(body, known.directory, understood)
    encounter = known.directory.target(_encounter_reference(body))
    note = None
    if type_ in NOTES:
        reading = read_note(
            body, known.authors, known.replaced, known.superseded, largest=largest, house=get_default_timezone()
        )  # fmt: skip
        note = reading.note
        prepared.attachments.update(reading.unread)
    elif type_ == "Binary":
        decoded(str(body.get("data") or ""), largest)
    elif not understood:
        prepared.types[type_] += 1
    return IncomingResource(
        type_, str(body["id"]), body, digest(body), understood, patient,
        encounter[1] if isinstance(encounter, tuple) and encounter[0] == "Encounter" else "",
        {**known.directory.names_for(body), **known.authors.roles_for(body)} if understood else {}, note,
    )  # fmt: skip


def _encounter_reference(body: Mapping[str, Any]) -> Any:
    context = body.get("context")
    if body["resourceType"] == "DocumentReference":
        return next(fhir.items((context or {}).get("encounter")), None)
    return context if body["resourceType"] == "MedicationStatement" else body.get("encounter")


def _patient_of(body: Mapping[str, Any], directory: Directory, understood: bool) -> str:
    """Return the id of a resource's patient, or an empty text where it may have none. Raises Unfit."""
    if body["resourceType"] in WITHOUT_PATIENT:
        return ""
    reference = next((body[name] for name in PATIENT_ELEMENTS if isinstance(body.get(name), dict)), None)
    target = directory.target(reference)
    if isinstance(target, tuple):
        if target[0] == "Patient":
            return target[1]
        sentence = NOT_A_PATIENT
    else:
        sentence = NO_PATIENT[target]
    if understood:
        raise Unfit(sentence)
    return ""
