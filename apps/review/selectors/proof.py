"""Every hash a signature stands on, side by side with what the database gives now; and where one byte was changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from apps.audit.domain.actions import Action
from apps.audit.selectors import event_holds, events_for, log_destroyed_since
from apps.chart.selectors import documents_get
from apps.core.canonical import digest, sha256_hex
from apps.core.crypto.errors import DAMAGED
from apps.review.domain.amendments import AMENDMENT_REASONS, KIND_WORDS
from apps.review.domain.final import readable_sha256, template_of
from apps.review.domain.proof import Difference, difference, differences
from apps.review.domain.status import REASON_CODES, Outcome
from apps.review.models import Amendment
from apps.review.selectors.decisions import SignedDocument, attestation_of
from apps.review.selectors.final_text import final_text
from apps.review.selectors.key_proofs import key_proofs
from apps.review.selectors.later import attested_by, later_chain
from apps.review.selectors.signed_files import file_of
from apps.review.selectors.verification import bound_spans
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.models import SecondSignature, Signature, SignedFile
    from apps.review.selectors.accessed import AccessedDraft

MEANINGS = ("reviewed", "approved", "authored")
SHUT = "does not open: its bytes were changed, or it was put in another place"
GONE = "is gone"
NOT_IN_CHAIN = "the row is not what was written, or does not continue the one before"
NOT_BY_KEY = "another challenge than the one that the record gives now, or not by this key or provider"
NO_COPY = "Nothing else here holds this part word for word, so the place cannot be named."


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is bound: the hash that was signed, the hash computed now, and where they part."""

    name: str
    what: str
    expected: str
    actual: str
    where: tuple[Difference, ...] = ()
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.expected == self.actual


def proof_of(draft: "AccessedDraft", signed: SignedDocument, person: "Person") -> tuple[Part, ...]:
    """Return every bound part of a signed draft that ``access_draft`` let in, recomputed."""
    signature = signed.signature
    return (
        *_text(draft, signed),
        *_citations(draft, signed, person),
        *_file(signature),
        _signature(draft, signed),
        *(part for row, before in later_chain(signature) for part in _later(row, before, signed)),
        *_keys(draft, signature),
        *_record(draft, signed),
    )


def _text(draft: "AccessedDraft", signed: SignedDocument) -> Iterator[Part]:
    decision, final = signed.decision, signed.decision.final
    actual = digest(final)
    yield _told(
        Part("Signed text", "sentences, citations, template and release, canonically", decision.final_sha256, actual),
        {**final, **final_text(draft).body}, final,
    )  # fmt: skip
    yield Part("Draft", "the draft that the text was signed for", str(draft.pk), str(final["draft"]["draft_id"]))
    yield Part("Template and release", template_of(final), draft.release.digest if draft.release else "",
               final["draft"].get("release") or "")  # fmt: skip
    words = [sentence.text for _, group in signed.sections for sentence in group]
    yield Part(
        "Text as it was read", "with the identifiers in place", final["text_sha256"],
        readable_sha256(signed.header, words), note="Other words or another identifier stand there now.",
    )  # fmt: skip


def _told(part: Part, copy: Mapping[str, Any], now: Mapping[str, Any]) -> Part:
    """Name the places, where a second copy at the desk proves to be the very thing that was signed."""
    if part.holds:
        return part
    if digest(copy) != part.expected:
        return replace(part, note=NO_COPY)
    return replace(
        part, where=tuple(differences(copy, now)), note="The desk's own copy of the claims is what was signed."
    )


def _citations(draft: "AccessedDraft", signed: SignedDocument, person: "Person") -> Iterator[Part]:
    """Yield each citation; of a source that was changed the redacted copy may prove what stood there."""
    cited = [one for claim in signed.decision.final["claims"] for one in claim["citations"]]
    spans = bound_spans(signed.decision.final)
    documents = {str(pk): row for pk, row in documents_get({span.document_id for span in spans}).items()}
    for one, span in zip(cited, spans, strict=True):
        name, label = f"Source {one['number']}", one["label"]
        document = documents.get(str(span.document_id))
        text = _opened(document)
        if document is None or text is None:
            yield Part(name, label, span.sha256, SHUT if document else GONE)
            continue
        yield _source(Part(name, label, span.sha256, sha256_hex(text)), draft, one, text, person)
        yield Part(f"{name}, quoted words", f"characters {span.start} to {span.end} of it", span.quote_sha256,
                   sha256_hex(text[span.start : span.end]))  # fmt: skip


def _source(part: Part, draft: "AccessedDraft", cited: Mapping[str, Any], text: str, person: "Person") -> Part:
    if part.holds:
        return part
    claim = draft.claims.filter(citations=cited["citation_id"]).first()
    if claim is None:
        return replace(part, note=NO_COPY)
    row = claim.citations.select_related("redacted_document").get(pk=cited["citation_id"])
    (copy,) = texts_restored(
        sight=Sight(person, Purpose.SIGNED_DOCUMENT), patient_id=draft.patient_id, texts=[row.redacted_document.text]
    )
    if sha256_hex(copy) != part.expected:
        return replace(part, note=NO_COPY)
    place = difference("the source", copy, text)
    return replace(part, where=(place,) if place else (), note="The redacted copy, put back, is what was cited.")


def _opened(document: Any) -> str | None:
    try:
        return str(document.text) if document is not None else None
    except DAMAGED:
        return None


def _file(signature: "Signature") -> Iterator[Part]:
    if signature.pdf_sha256:
        kept = file_of(signature)
        yield Part("Signed file", "every byte of the PDF", signature.pdf_sha256, _bytes(kept) if kept else GONE)


def _bytes(row: "SignedFile | SecondSignature | Amendment") -> str:
    try:
        return sha256_hex(row.pdf)
    except DAMAGED:
        return SHUT


def _signature(draft: "AccessedDraft", signed: SignedDocument) -> Part:
    signature, decision = signed.signature, signed.decision
    said = attestation_of(draft, signature)
    part = Part(
        "Signature", "who signs what, when, meaning what, over which file", signature.content_sha256, said.sha256()
    )
    guesses = {
        "printed_name": (signature.person.display_name,), "credentials": (signature.person.credentials,),
        "meaning": MEANINGS, "outcome": tuple(Outcome), "reason_code": ("", *REASON_CODES),
        "draft_sha256": (final_text(draft).machine_sha256,), "final_sha256": (digest(decision.final),),
        "pdf_sha256": _file_hash(signature),
    }  # fmt: skip
    return part if part.holds else _guessed(part, said, guesses)


def _file_hash(signature: "Signature") -> tuple[str, ...]:
    kept = file_of(signature)
    return (_bytes(kept),) if kept else ()


def _guessed(part: Part, said: Any, guesses: Mapping[str, tuple[str, ...]]) -> Part:
    """Name the one field that was changed: put right, it gives the very hash that was signed."""
    for field, values in guesses.items():
        for value in values:
            if replace(said, **{field: value}).sha256() == part.expected:
                place = difference(field.replace("_", " "), str(value), str(getattr(said, field)))
                return replace(
                    part, where=(place,) if place else (), note="Put right, it gives the hash that was signed."
                )
    return replace(part, note="What it was cannot be told: the moment, the signer or more than one field was changed.")


def _later(row: "SecondSignature | Amendment", before: str, signed: SignedDocument) -> Iterator[Part]:
    name = f"Addendum {row.ordinal}" if isinstance(row, Amendment) else "Second signature"
    if isinstance(row, Amendment):
        yield Part(f"{name}, words", "as they are kept", row.body_sha256, digest(row.text))
        said = next((one.text for one in signed.amendments if one.row.pk == row.pk), "")
        yield Part(f"{name}, words as read", "with the identifiers in place", row.text_sha256,
                   readable_sha256({}, [said]))  # fmt: skip
    yield Part(f"{name}, file", "every byte of the PDF", row.pdf_sha256, _bytes(row))
    attested = attested_by(row, before)
    part = Part(name, "who signs what, after what, over which file", row.content_sha256, attested.sha256())
    guesses: dict[str, tuple[str, ...]] = {
        "printed_name": (row.person.display_name,), "credentials": (row.person.credentials,), "meaning": MEANINGS,
        "pdf_sha256": (_bytes(row),),
    }  # fmt: skip
    if isinstance(row, Amendment):
        guesses |= {
            "reason_code": tuple(AMENDMENT_REASONS),
            "kind": tuple(KIND_WORDS),
            "body_sha256": (digest(row.text),),
        }
    yield part if part.holds else _guessed(part, attested, guesses)


def _keys(draft: "AccessedDraft", signature: "Signature") -> Iterator[Part]:
    """Yield what a key or the provider signed: the challenge made of the record as it is now, and whether it fits."""
    for proof in key_proofs(draft, signature):
        part = Part(proof.name, proof.by, proof.challenge, proof.challenge)
        yield part if proof.holds else replace(part, expected=NOT_BY_KEY)


def _record(draft: "AccessedDraft", signed: SignedDocument) -> Iterator[Part]:
    """Yield what the audit log says of the signature, and whether its row still stands in the chain."""
    signature = signed.signature
    events = events_for(organization_id=draft.organization_id, object_id=signature.pk, action=Action.DRAFT_SIGNED)
    event = events.first()
    if event is None and log_destroyed_since(signature.created_at):
        return  # by policy: the page says so, and nothing of the log speaks for or against the signature
    if event is None:
        yield Part("Audit event", "the log's own word of the signature", signature.content_sha256, GONE)
        return
    yield Part("Audit event", f"row {event.sequence} of the log names this signature",
               signature.content_sha256, str(event.details.get("content_sha256", "")))  # fmt: skip
    holds = event_holds(event.sequence)
    yield Part("Audit chain", f"row {event.sequence}, sealed and continuing the row before it", event.hash,
               event.hash if holds else NOT_IN_CHAIN)  # fmt: skip


def file_known_as(signature: "Signature", sha256: str) -> str:
    """Return which of the files of a signed document has this hash, in words, or an empty text."""
    known = {signature.pdf_sha256: "the file that was signed first"} if signature.pdf_sha256 else {}
    for row, _ in later_chain(signature):
        name = (
            f"the file with addendum {row.ordinal}" if isinstance(row, Amendment) else "the file with both signatures"
        )
        known[row.pdf_sha256] = name
    return known.get(sha256.strip().lower(), "")
