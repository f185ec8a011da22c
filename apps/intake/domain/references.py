"""What the references of one message point to: by id, by fullUrl, by identifier; never to another host (F10)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.rendering.people import name_words

Key = tuple[str, str]  # type, id
Identifier = tuple[str, str, str]  # type, system, value
# What a reference to one of these is called, where the reference does not say.
NAMED_TYPES = frozenset(
    {
        "Practitioner",
        "PractitionerRole",
        "Organization",
        "Location",
        "Medication",
        "Condition",
        "Procedure",
        "Observation",
        "RelatedPerson",
    }
)
CONDITIONAL = "?identifier="


class Nowhere(StrEnum):
    """Why a reference leads to nothing."""

    ABSENT = "absent"
    CONTAINED = "contained"
    UNKNOWN = "unknown"
    OTHER_HOST = "other host"


Target = Key | Nowhere


def id_of(resource: Mapping[str, Any], full_url: str) -> str:
    """Return a resource's id, or the one its fullUrl gives it, or an empty text."""
    given = resource.get("id")
    if isinstance(given, str) and given:
        return given
    if full_url.startswith("urn:uuid:"):
        return full_url.removeprefix("urn:uuid:")
    return full_url.rpartition("/")[2] if full_url.startswith(("http://", "https://")) else ""


def identifiers_of(resource: Mapping[str, Any]) -> Iterator[Identifier]:
    """Yield the identifiers by which others may refer to a resource."""
    for identifier in fhir.items(resource.get("identifier")):
        if isinstance(identifier, dict) and identifier.get("value"):
            yield str(resource["resourceType"]), str(identifier.get("system") or ""), str(identifier["value"])


def called(resource: Mapping[str, Any]) -> str:
    """Return what a resource is called when another refers to it."""
    name = resource.get("name")
    if resource["resourceType"] in {"Practitioner", "RelatedPerson"}:
        return name_words(name)
    if resource["resourceType"] == "PractitionerRole":
        return fhir.name_of(resource.get("practitioner"), {})
    return fhir.plain(name) if isinstance(name, str) else fhir.words_of(resource.get("code"))


def conditional_identifier(reference: Mapping[str, Any]) -> Identifier | None:
    """Return what "Practitioner?identifier=system|value", or a reference by identifier alone, looks for."""
    text = fhir.reference_of(reference)
    if CONDITIONAL in text:
        type_, _, token = text.partition(CONDITIONAL)
        system, _, value = token.rpartition("|")
        return type_.rpartition("/")[2], system, value
    identifier = reference.get("identifier")
    if not text and isinstance(identifier, dict) and identifier.get("value"):
        return str(reference.get("type") or ""), str(identifier.get("system") or ""), str(identifier["value"])
    return None


def references_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every Reference in a resource, however deep."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if isinstance(one.get("reference"), str):
                yield one
            waiting.extend(member for member in one.values() if isinstance(member, dict | list))
        elif isinstance(one, list):
            waiting.extend(one)


@dataclass
class Directory:
    """Every resource of a message, and those from earlier messages that it refers to."""

    bodies: dict[Key, Mapping[str, Any]] = field(default_factory=dict)
    urls: dict[str, Key] = field(default_factory=dict)
    identifiers: dict[Identifier, str] = field(default_factory=dict)
    bases: set[str] = field(default_factory=set)  # "http://server/fhir": what this message itself comes from
    # What two different resources claim for themselves leads to neither: nobody is taken for somebody else.
    ambiguous: set[str | Identifier] = field(default_factory=set)

    def add(self, resource: Mapping[str, Any], source_id: str, full_url: str = "") -> None:
        """Make one resource known by its id, its fullUrl and its identifiers."""
        key = (str(resource["resourceType"]), source_id)
        self.bodies[key] = resource
        if full_url:
            if self.urls.setdefault(full_url, key) != key:
                self.ambiguous.add(full_url)
            if full_url.endswith(f"/{key[0]}/{key[1]}") and full_url.startswith("http"):
                self.bases.add(full_url.removesuffix(f"/{key[0]}/{key[1]}"))
        for identifier in identifiers_of(resource):
            if self.identifiers.setdefault(identifier, source_id) != source_id:
                self.ambiguous.add(identifier)

    def target(self, reference: Any) -> Target:
        """Return the type and id a Reference leads to, or why it leads nowhere."""
        if not isinstance(reference, dict):
            return Nowhere.ABSENT
        if wanted := conditional_identifier(reference):
            found = self.identifiers.get(wanted)
            return (wanted[0], found) if found and wanted not in self.ambiguous else Nowhere.UNKNOWN
        return self._by_text(fhir.reference_of(reference))

    def _by_text(self, text: str) -> Target:
        if not text:
            return Nowhere.ABSENT
        if text.startswith("#"):
            return Nowhere.CONTAINED
        if text in self.urls:
            return Nowhere.UNKNOWN if text in self.ambiguous else self.urls[text]
        text = text.partition("/_history/")[0]
        if text.startswith(("http://", "https://")):
            base = next((base for base in self.bases if text.startswith(f"{base}/")), None)
            if base is None:
                return self.urls.get(text, Nowhere.OTHER_HOST)
            text = text.removeprefix(f"{base}/")
        type_, slash, source_id = text.partition("/")
        return (
            (type_, source_id) if slash and source_id and "/" not in source_id and type_.isalpha() else Nowhere.UNKNOWN
        )

    def names_for(self, resource: Mapping[str, Any]) -> dict[str, str]:
        """Return what the references of a resource are called where they do not say it themselves."""
        names: dict[str, str] = {}
        for reference in references_in(resource):
            text = reference["reference"]
            if reference.get("display") or text in names:
                continue
            target = self.target(reference)
            body = self.bodies.get(target) if isinstance(target, tuple) and target[0] in NAMED_TYPES else None
            if body is not None and (name := called(body)):
                names[text] = name[:300]
        return names


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a message refers to that is not in it."""

    keys: frozenset[Key]
    identifiers: frozenset[Identifier]


def wanted_from_before(directory: Directory, resources: Iterable[Mapping[str, Any]]) -> Wanted:
    """Return what to look up among earlier messages: named things, binaries, replaced documents."""
    keys: set[Key] = set()
    identifiers: set[Identifier] = set()
    types = NAMED_TYPES | {"DocumentReference", "Binary"}
    for resource in resources:
        for reference in references_in(resource):
            target = directory.target(reference)
            if isinstance(target, tuple):
                if target[0] in types and target not in directory.bodies:
                    keys.add(target)
            elif (sought := conditional_identifier(reference)) and sought[0]:
                identifiers.add(sought)
        for attachment in attachments_in(resource):
            target = directory.target({"reference": attachment.get("url")})
            if isinstance(target, tuple) and target not in directory.bodies:
                keys.add(target)
    return Wanted(frozenset(keys), frozenset(identifiers))


def attachments_in(resource: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the attachments of a DocumentReference or DiagnosticReport."""
    if resource.get("resourceType") == "DiagnosticReport":
        return [form for form in fhir.items(resource.get("presentedForm")) if isinstance(form, dict)]
    if resource.get("resourceType") != "DocumentReference":
        return []
    contents = (content for content in fhir.items(resource.get("content")) if isinstance(content, dict))
    return [content["attachment"] for content in contents if isinstance(content.get("attachment"), dict)]
