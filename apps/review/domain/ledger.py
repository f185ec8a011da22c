"""What left the building, in words: kinds of identifiers, layers of the wall, purposes, and what people did."""

from collections.abc import Collection, Mapping

from apps.audit.domain.actions import Action
from apps.redaction.domain.boundary import Purpose
from apps.redaction.domain.kinds import BoundaryPolicy, IdentifierKind, Layer

KIND_WORDS: Mapping[str, str] = {
    IdentifierKind.PATIENT: "The patient's names",
    IdentifierKind.RELATIVE: "Relatives and contacts",
    IdentifierKind.CLINICIAN: "Clinicians",
    IdentifierKind.PERSON: "Other people",
    IdentifierKind.ORGANIZATION: "Institutions",
    IdentifierKind.BIRTH_DATE: "Birth date",
    IdentifierKind.DATE: "Dates of events",
    IdentifierKind.AGE_OVER_89: "Ages of 90 or more",
    IdentifierKind.ADDRESS: "Street addresses",
    IdentifierKind.PLACE: "Places",
    IdentifierKind.ZIP: "Postal codes",
    IdentifierKind.PHONE: "Telephone numbers",
    IdentifierKind.FAX: "Fax numbers",
    IdentifierKind.EMAIL: "E-mail addresses",
    IdentifierKind.URL: "Web addresses",
    IdentifierKind.IP_ADDRESS: "IP addresses",
    IdentifierKind.SSN: "Social security numbers",
    IdentifierKind.MRN: "Medical record numbers",
    IdentifierKind.MEMBER_ID: "Plan and member numbers",
    IdentifierKind.ACCOUNT: "Account numbers",
    IdentifierKind.LICENCE: "Licence numbers",
    IdentifierKind.DEVICE: "Device numbers",
    IdentifierKind.CARD: "Card numbers",
    IdentifierKind.ID: "Other numbers of a person",
}
LAYER_WORDS: Mapping[str, str] = {
    Layer.KNOWN: "the record",
    Layer.PATTERN: "a pattern",
    Layer.NAMES: "the name finder",
    Layer.SCAN: "the leak scan",
    Layer.CORRECTION: "a person",
}
PURPOSE_WORDS: Mapping[str, str] = {
    Purpose.QUEUE: "to see what waits at the desk",
    Purpose.REVIEW: "to review the draft",
    Purpose.DECISION: "to decide and sign",
    Purpose.SIGNED_DOCUMENT: "to read what was signed",
    Purpose.CITED: "to see the letter to its payer",
    Purpose.LEDGER: "to see which identifiers were in the sources",
}
ACT_WORDS: Mapping[str, str] = {
    Action.DRAFT_VIEWED: "Opened the draft",
    Action.READING_OPENED: "Opened the draft",  # who reads a second time is told to nobody
    Action.SECOND_READING_VIEWED: "Opened the draft",
    Action.EVIDENCE_OPENED: "Opened a source, as it was received",
    Action.CITED_LETTER_VIEWED: "Read the letter, to see it to its payer",
    Action.CITED_WORDS_VIEWED: "Read the words that are cited, as they were received",
    Action.REIDENTIFIED: "Worked on the draft",
    Action.DOCUMENT_EXPORTED: "Took the signed document out as a PDF",
    Action.LEDGER_VIEWED: "Read this page with the values",
}
POLICY_WORDS: Mapping[str, str] = {
    BoundaryPolicy.LOCAL: "local: direct identifiers are tokens; dates of events and ages under 90 stay",
    BoundaryPolicy.HOSTED: "hosted: all eighteen classes of Safe Harbor are out; dates are shifted",
}


def act_words(action: str, purposes: Collection[str]) -> str:
    """Return what somebody did who saw identifiers, in words."""
    if action == Action.REIDENTIFIED and set(purposes) == {Purpose.LEDGER}:
        return "Showed the values on this page"
    return ACT_WORDS[action]


def kind_words(kind: str) -> str:
    """Return a kind of identifier in words."""
    return KIND_WORDS.get(kind, kind.replace("-", " ").capitalize())


def layer_words(layer: str) -> str:
    """Return which layer of the wall found something, in words."""
    return LAYER_WORDS.get(layer, layer)


def count_words(kinds: Mapping[str, int]) -> str:
    """Return how many stand-ins of which kind, the most frequent first: "Clinicians 9, telephone numbers 2"."""
    ranked = sorted(kinds.items(), key=lambda row: (-row[1], row[0]))
    listed = ", ".join(f"{_inside(kind_words(kind))} {number}" for kind, number in ranked)
    return listed[:1].upper() + listed[1:]


def _inside(words: str) -> str:
    """Return words as they stand inside a sentence; "IP addresses" keeps its capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
