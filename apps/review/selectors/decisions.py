"""Decisions and what was signed: for the signed page and the gauges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from apps.core.canonical import digest
from apps.drafting.domain.claims import Stance
from apps.review.domain.final import OWN, Attestation, Basis
from apps.review.domain.status import HOLDS_SIGNATURE
from apps.review.models import ReviewDecision
from apps.review.selectors.later import AmendmentView, amendments_of, second_of
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import Amendment, SecondSignature, Signature


@dataclass(frozen=True, slots=True)
class SignedSentence:
    """One sentence of the signed text, with the numbers of the sources for it and of those against it."""

    ordinal: int
    text: str
    basis: Basis
    numbers: tuple[int, ...]
    against: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedCitation:
    """One number in the text: the citation behind it, and whether its source stands against the sentence."""

    number: int
    id: str
    is_against: bool
    is_chosen: bool = False  # by a person, for a sentence of their own


@dataclass(frozen=True, slots=True)
class SignedSource:
    """One document that is cited, with every number it has in the text."""

    label: str
    citations: tuple[SignedCitation, ...]


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """What was signed, in words a person with a grant may read."""

    decision: ReviewDecision
    signature: "Signature"
    header: Mapping[str, str]
    sections: tuple[tuple[str, tuple[SignedSentence, ...]], ...]
    sources: tuple[SignedSource, ...]
    removed: int
    second: "SecondSignature | None" = None
    amendments: tuple[AmendmentView, ...] = ()

    @property
    def awaits_second(self) -> bool:
        return bool(self.decision.second_for) and self.second is None

    @property
    def is_retracted(self) -> bool:
        return any(one.is_error for one in self.amendments)

    @property
    def has_statements(self) -> bool:
        return any(sentence.basis in OWN for _, group in self.sections for sentence in group)

    @property
    def has_cited(self) -> bool:
        return any(sentence.basis is Basis.CITED for _, group in self.sections for sentence in group)

    @property
    def has_waived(self) -> bool:
        return any(sentence.basis is Basis.WAIVED for _, group in self.sections for sentence in group)


def decisions_in(*, organization_id: UUID, start: datetime, end: datetime) -> QuerySet[Any, Any]:
    """Return an organization's decisions of [start, end), with ``draft_kind`` and ``is_last`` (no later one counts).

    ``active_ms`` is how long the decider was at the draft, as pages measured it (``active_basis`` says if they did), at
    most ``high_ms``; ``glanced`` of the ``high_severity`` claims were confirmed without time to read their sources;
    ``spot_check`` is what the decider answered who was asked to look once more.
    Decisions on drafts known to be wrong are not among them: they are counted apart (``seeded_results_in``).
    """
    later = ReviewDecision.objects.filter(item=OuterRef("item"), ordinal__gt=OuterRef("ordinal"))
    return ReviewDecision.objects.filter(
        item__organization=organization_id, item__draft__is_seeded=False, created_at__gte=start, created_at__lt=end
    ).annotate(
        draft_kind=F("item__draft__kind"),
        is_last=~Exists(later),
        active_ms=F("attention__active_ms"),
        active_basis=F("attention__basis"),
        high_ms=F("attention__high_ms"),
        high_severity=F("attention__high_severity"),
        glanced=F("attention__glanced"),
        spot_check=F("attention__spot_check"),
    )


def decision_last(draft: "Draft") -> ReviewDecision | None:
    """Return the decision that counts, with its signature and who made it, or None."""
    decisions = ReviewDecision.objects.filter(item__draft=draft).select_related("signature", "person", "item")
    return decisions.order_by("-ordinal").first()


def decision_signed(draft: "Draft") -> ReviewDecision | None:
    """Return the decision whose signature stands, with it, or None: a second signer may have refused it."""
    decision = decision_last(draft)
    if decision is None or decision.item.status not in HOLDS_SIGNATURE or not hasattr(decision, "signature"):
        return None
    return decision


def signed_document(draft: "Draft", person: "Person") -> SignedDocument | None:
    """Return what was signed of a draft that ``access_draft`` let in, or None. Four statements."""
    decision = decision_signed(draft)
    if decision is None:
        return None
    signature = decision.signature
    return document_of(
        draft, decision, signature, person, second=second_of(signature), amendments=amendments_of(signature)
    )


def document_of(
    draft: "Draft", decision: ReviewDecision, signature: "Signature", person: "Person", *,
    second: "SecondSignature | None" = None, amendments: "Sequence[Amendment]" = (),
) -> SignedDocument:  # fmt: skip
    """Return what a decision and its signatures say, whether or not they are stored yet. Two statements."""
    final: Mapping[str, Any] = decision.final
    header, claims = final["header"], final["claims"]
    texts = texts_restored(
        sight=Sight(person, Purpose.SIGNED_DOCUMENT),
        patient_id=draft.patient_id,
        texts=[*header.values(), *(claim["text"] for claim in claims), *(row.text for row in amendments)],
    )
    lines, words = texts[: len(header)], texts[len(header) : len(header) + len(claims)]
    said = texts[len(header) + len(claims) :]
    return SignedDocument(
        decision=decision,
        signature=signature,
        header=dict(zip(header, lines, strict=True)),
        sections=tuple(_sections(claims, words)),
        sources=tuple(_sources(claims)),
        removed=len(final["removed"]),
        second=second,
        amendments=tuple(AmendmentView(row, text) for row, text in zip(amendments, said, strict=True)),
    )


def _sections(claims: Sequence[Mapping[str, Any]], words: Sequence[str]) -> Any:
    rows = zip(claims, words, strict=True)
    for title, members in groupby(rows, key=lambda row: row[0]["heading"]):
        yield title, tuple(_sentence(claim, text) for claim, text in members)


def _sentence(claim: Mapping[str, Any], text: str) -> SignedSentence:
    basis = Basis(claim["basis"])
    cited = () if basis is Basis.CLINICIAN else claim["citations"]
    numbers = [citation["number"] for citation in cited if not _is_against(citation)]
    against = [citation["number"] for citation in cited if _is_against(citation)]
    return SignedSentence(claim["ordinal"], text, basis, tuple(numbers), tuple(against))


def _is_against(citation: Mapping[str, Any]) -> bool:
    return bool(citation["stance"] == Stance.CONTRADICTS)


def _sources(claims: Sequence[Mapping[str, Any]]) -> Any:
    cited: dict[tuple[str, str], list[SignedCitation]] = {}
    for claim in claims:
        for citation in claim["citations"] if claim["basis"] != Basis.CLINICIAN else ():
            where = (citation["document_id"], citation["label"])
            chosen = bool(citation.get("chosen"))
            shown = SignedCitation(citation["number"], citation["citation_id"], _is_against(citation), chosen)
            cited.setdefault(where, []).append(shown)
    return (SignedSource(label, tuple(numbers)) for (_, label), numbers in cited.items())


def attestation_of(draft: "Draft", signature: "Signature") -> Attestation:
    """Return what a signature says, from its row and its decision's as they are now."""
    decision = signature.decision
    return Attestation(
        final_sha256=decision.final_sha256,
        draft_id=str(draft.pk),
        draft_sha256=decision.draft_sha256,
        outcome=decision.outcome,
        reason_code=decision.reason_code,
        person_id=str(signature.person_id),
        printed_name=signature.printed_name,
        credentials=signature.credentials,
        meaning=signature.meaning,
        signed_at=signature.created_at,
        signature_id=str(signature.pk),
        decision_id=str(signature.decision_id),
        pdf_sha256=signature.pdf_sha256,
        second_for=tuple(decision.second_for),
        step_up_sha256=digest(signature.step_up) if signature.step_up else "",
    )
