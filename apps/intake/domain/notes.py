"""A DocumentReference or DiagnosticReport as the note it holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.documents import DocumentKind
from apps.chart.domain.records import Note
from apps.chart.domain.rendering.facts import withdrawn
from apps.chart.domain.rendering.observations import effective
from apps.intake.domain.attachments import HTML_TYPES, PLAIN_TYPES, XML_TYPES, Content, read_attachment
from apps.intake.domain.document_types import kind_of_document, loinc_of
from apps.intake.domain.references import Directory, Key, attachments_in, references_in

WITHDRAWN_NOTE = "This document was withdrawn by its sender: it was entered in error.\n"
WITHDRAWN_STATUS = "entered-in-error"
LONGEST_CHAIN = 100
LONGEST_ROLE = 120
NOTHING = Content("", "")


@dataclass(frozen=True, slots=True)
class NoteReading:
    """What came of a resource's attachments: a note, or the media types that cannot be read yet."""

    note: Note | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Authors:
    """Who wrote what: names and roles of practitioners by (type, id)."""

    directory: Directory
    roles: Mapping[Key, str]

    def of(self, references: Any) -> tuple[str, str]:
        """Return the names of the authors and the role of the first whose role is known."""
        named, role = [], ""
        for reference in fhir.items(references):
            target = self.directory.target(reference)
            names = self.directory.names_for({"author": reference})
            named.append(fhir.name_of(reference, names))
            if isinstance(target, tuple) and not role:
                role = self.roles.get(target, "")
        return ", ".join(filter(None, dict.fromkeys(named))), role

    def roles_for(self, resource: Mapping[str, Any]) -> dict[str, str]:
        """Return what the people are whom a resource refers to, by the reference and ``fhir.ROLE``."""
        found = {one["reference"]: self.roles.get(target) for one in references_in(resource)
                 if isinstance(target := self.directory.target(one), tuple)}  # fmt: skip
        return {f"{reference}{fhir.ROLE}": role[:LONGEST_ROLE] for reference, role in found.items() if role}


def roles_of(resources: Iterable[Mapping[str, Any]], directory: Directory) -> dict[Key, str]:
    """Return what practitioners are, by their PractitionerRole or their qualification."""
    roles: dict[Key, str] = {}
    held = list(resources)
    for resource in (r for r in held if r["resourceType"] == "PractitionerRole"):
        role = fhir.all_words(resource.get("specialty")) or fhir.all_words(resource.get("code"))
        target = directory.target(resource.get("practitioner"))
        if target == "unknown" and (identifier := (resource.get("practitioner") or {}).get("identifier")):
            found = directory.identifiers.get(
                ("Practitioner", str(identifier.get("system") or ""), str(identifier.get("value")))
            )
            target = ("Practitioner", found) if found else target
        for key in (target, ("PractitionerRole", str(resource.get("id")))):
            if isinstance(key, tuple) and role:
                roles[key] = role
    for resource in (r for r in held if r["resourceType"] == "Practitioner"):
        words = fhir.all_words([entry.get("code") for entry in resource.get("qualification") or []])
        if words:
            roles.setdefault(("Practitioner", str(resource.get("id"))), words)
    return roles


def replaced_by(resources: Iterable[Mapping[str, Any]], directory: Directory) -> dict[str, str]:
    """Return {id: id of the DocumentReference it replaces} (relatesTo.code "replaces")."""
    replaced = {}
    for resource in resources:
        for relation in resource.get("relatesTo") or []:
            target = directory.target(relation.get("target"))
            if relation.get("code") == "replaces" and isinstance(target, tuple) and target[0] == "DocumentReference":
                replaced[str(resource["id"])] = target[1]
    return replaced


def first_of_series(source_id: str, replaced: Mapping[str, str]) -> str:
    """Return the document at the beginning of a chain of replacements, also of one that bites its tail."""
    first, seen = source_id, {source_id}
    while (earlier := replaced.get(first)) and earlier not in seen and len(seen) < LONGEST_CHAIN:
        seen.add(earlier)
        first = earlier
    return first


def depth_in_series(source_id: str, replaced: Mapping[str, str]) -> int:
    """Return how many documents a document comes after, so that what is replaced is stored first."""
    depth, one, seen = 0, source_id, {source_id}
    while (earlier := replaced.get(one)) and earlier not in seen and depth < LONGEST_CHAIN:
        seen.add(earlier)
        one, depth = earlier, depth + 1
    return depth


def _binary(attachment: Mapping[str, Any], directory: Directory) -> Mapping[str, Any] | None:
    target = directory.target({"reference": attachment.get("url")}) if attachment.get("url") else None
    return directory.bodies.get(target) if isinstance(target, tuple) and target[0] == "Binary" else None


def _contents(resource: Mapping[str, Any], directory: Directory, largest: int) -> list[Content]:
    return [read_attachment(a, _binary(a, directory), largest) for a in attachments_in(resource)]


def _best(contents: Iterable[Content]) -> Content:
    readable = [content for content in contents if content.text and content.text.strip()]
    for types in (PLAIN_TYPES, XML_TYPES, HTML_TYPES):
        for content in readable:
            if content.media_type in types:
                return content
    return NOTHING


def read_note(
    resource: Mapping[str, Any], authors: Authors, replaced: Mapping[str, str], superseded: frozenset[str],
    *,
    largest: int,
    house: tzinfo,
) -> NoteReading:  # fmt: skip
    """Return the note a resource holds. Raises Unfit for an attachment that is damaged.

    ``superseded`` names the documents that another, already stored document replaces: they become no new version.
    ``largest`` is in bytes; a date without a time is a day in the zone ``house``.
    """
    contents = _contents(resource, authors.directory, largest)
    best = _best(contents)
    text = best.text
    unread = () if text else tuple(content.media_type for content in contents)
    if resource["resourceType"] == "DiagnosticReport":
        return NoteReading(_report(resource, authors, best, house) if text or withdrawn(resource) else None, unread)
    if str(resource["id"]) in superseded or not (text or withdrawn(resource)):
        return NoteReading(None, unread)
    return NoteReading(_document(resource, authors, replaced, best, house), unread)


def _document(
    resource: Mapping[str, Any], authors: Authors, replaced: Mapping[str, str], best: Content, house: tzinfo
) -> Note:
    context = resource.get("context") or {}
    author, role = authors.of(resource.get("author"))
    status = str(resource.get("status") or "")
    gone = withdrawn(resource) or resource.get("docStatus") == WITHDRAWN_STATUS
    kind = kind_of_document(resource.get("type"), resource.get("category"))
    return Note(
        f"DocumentReference/{first_of_series(str(resource['id']), replaced)}", kind,
        _title(resource, kind),
        WITHDRAWN_NOTE if gone else best.text or "", loinc_of(resource.get("type")), author, role,
        fhir.parse_moment(str(resource.get("date") or (context.get("period") or {}).get("start") or ""), house),
        WITHDRAWN_STATUS if gone else status, None if gone else best.sections, () if gone else best.claims,
    )  # fmt: skip


def _title(resource: Mapping[str, Any], kind: DocumentKind) -> str:
    words = fhir.words_of(resource.get("type")) or fhir.plain(resource.get("description")) or kind.label
    return f"{words} (preliminary)" if resource.get("docStatus") == "preliminary" else words


def _report(resource: Mapping[str, Any], authors: Authors, best: Content, house: tzinfo) -> Note:
    author, role = authors.of(resource.get("resultsInterpreter") or resource.get("performer"))
    gone = withdrawn(resource)
    kind = kind_of_document(resource.get("code"), resource.get("category"))
    return Note(
        f"DiagnosticReport/{resource['id']}", kind, fhir.words_of(resource.get("code")) or kind.label,
        WITHDRAWN_NOTE if gone else best.text or "", loinc_of(resource.get("code")), author, role,
        fhir.parse_moment(effective(resource), house), WITHDRAWN_STATUS if gone else "current",
        None if gone else best.sections, () if gone else best.claims,
    )  # fmt: skip
