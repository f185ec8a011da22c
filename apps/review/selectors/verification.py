"""Whether what was signed is what was signed: every hash a signature stands on, recomputed from the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apps.chart.selectors import check_not_destroyed
from apps.core.canonical import digest
from apps.core.errors import Gone
from apps.review.domain.final import readable_sha256, template_of
from apps.review.models import Amendment, ReviewDecision
from apps.review.selectors.decisions import SignedDocument, attestation_of
from apps.review.selectors.key_proofs import key_proofs
from apps.review.selectors.later import bound_right, bytes_hold, later_chain, words_hold
from apps.review.selectors.signed_files import file_holds
from apps.viewer.domain.citations import BoundSpan
from apps.viewer.selectors import spans_resolve

if TYPE_CHECKING:
    from uuid import UUID

    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import SecondSignature, Signature

NO_FILE = "Signed before files were bound: no hash of the file was signed. It is made anew from the signed text."
NO_RELEASE = "no release on record"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was recomputed, and whether it is as it was when it was signed. Not bound: nobody signed it."""

    name: str
    holds: bool
    detail: str
    is_bound: bool = True


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of a signed document whose patient's record was destroyed: who signed which hash, and that it holds.

    A signature binds hashes, so it is checked without the words.
    """

    sentence: str
    signature: "Signature"
    holds: bool


def verification(draft: "Draft", signed: SignedDocument) -> tuple[Check, ...]:
    """Recompute every hash that the signature stands on, from what the database holds now."""
    decision, signature = signed.decision, signed.signature
    final = decision.final
    spans = bound_spans(final)
    resolved = spans_resolve(draft.patient_id, spans)
    words = [sentence.text for _, group in signed.sections for sentence in group]
    readable = readable_sha256(signed.header, words)
    return (
        Check("Signed text", _is_whole(draft, decision), decision.final_sha256),
        Check("Template and release", _is_whole(draft, decision), _made_from(final)),
        Check("Text as it was read", readable == final["text_sha256"], final["text_sha256"]),
        Check("Sources", all(resolved), f"{sum(resolved)} of {len(spans)} citations resolve to the very words"),
        _file(signature),
        Check("Signature", _is_bound(draft, signature), signature.content_sha256),
        *_later(signature, signed),
        *_keys(draft, signature),
    )


def signature_holds(draft: "Draft", decision: ReviewDecision) -> bool:
    """Recompute what the signature binds, as ``verification`` does, without showing a word of it."""
    resolved = spans_resolve(draft.patient_id, bound_spans(decision.final))
    signature = decision.signature
    held = [_is_whole(draft, decision), _is_bound(draft, signature), _file(signature).holds]
    held += [check.holds for check in _keys(draft, signature)]
    held += [_holds(row, before) for row, before in later_chain(signature)]
    return all(held) and all(resolved)


def _is_whole(draft: "Draft", decision: ReviewDecision) -> bool:
    final: Mapping[str, Any] = decision.final
    return digest(final) == decision.final_sha256 and bool(final["draft"]["draft_id"] == str(draft.pk))


def _is_bound(draft: "Draft", signature: "Signature") -> bool:
    return attestation_of(draft, signature).sha256() == signature.content_sha256


def _later(signature: "Signature", signed: SignedDocument) -> Iterator[Check]:
    """Yield a check of each signature after the first: its words, its bytes, and the chain it stands in."""
    said = {view.row.pk: view.text for view in signed.amendments}
    for row, before in later_chain(signature):
        words = row.pk not in said or readable_sha256({}, [said[row.pk]]) == getattr(row, "text_sha256", "")
        name = f"Addendum {row.ordinal}" if isinstance(row, Amendment) else "Second signature"
        yield Check(name, _holds(row, before) and words, row.content_sha256)


def _holds(row: "SecondSignature | Amendment", before: str) -> bool:
    return words_hold(row) and bytes_hold(row) and bound_right(row, before)


def _keys(draft: "Draft", signature: "Signature") -> Iterator[Check]:
    """Hold what security keys signed against the records as they are now; nothing where no key signed."""
    for proof in key_proofs(draft, signature):
        yield Check(proof.name, proof.holds, f"{proof.by.removeprefix('by ')}")


def _made_from(final: Mapping[str, Any]) -> str:
    return f"{template_of(final)}, {final['draft'].get('release') or NO_RELEASE}"


def _file(signature: "Signature") -> Check:
    if not signature.pdf_sha256:
        return Check("Signed file", True, NO_FILE, is_bound=False)
    return Check("Signed file", file_holds(signature), signature.pdf_sha256)


def bound_spans(final: Mapping[str, Any]) -> list[BoundSpan]:
    """Return what every citation of a signed text is bound to."""
    return [_span(citation) for claim in final["claims"] for citation in claim["citations"]]


def _span(citation: Mapping[str, Any]) -> BoundSpan:
    keys = ("document_id", "sha256", "start", "end", "quote_sha256")
    return BoundSpan(*(citation[key] for key in keys))


def signature_remains(person: "Person", draft_id: "UUID") -> Remains | None:
    """Return what is left of a signed, destroyed draft for who might have seen it, or None for anything else."""
    decisions = ReviewDecision.objects.filter(
        item__draft=draft_id, item__organization=person.organization_id, signature__isnull=False
    ).select_related("signature__person", "item__draft")
    decision = decisions.order_by("-ordinal").first()
    if decision is None:
        return None
    try:
        check_not_destroyed(person, decision.item.draft.patient_id)
    except Gone as gone:
        return Remains(gone.sentence, decision.signature, _is_bound(decision.item.draft, decision.signature))
    return None
