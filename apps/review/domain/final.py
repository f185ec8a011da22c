"""The text a person signs, as plain data with one canonical sequence of bytes. Redacted: the viewer restores it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from apps.core.canonical import digest
from apps.drafting.domain.claims import DraftKind
from apps.review.domain.status import ClaimState, EditClass

FORMAT = 1
FIRST_TEMPLATE = "document/1"  # of everything signed before a signature named its template
DOCUMENT_TEMPLATE, LETTER_TEMPLATE = "document/3", "letter/3"


class Basis(StrEnum):
    """On what a sentence of the final text stands."""

    CHART = "chart"  # the machine's words, as cited
    CLINICIAN = "clinician_statement"  # changed by a person: hers, whatever it was cited with before
    CITED = "clinician_cited"  # on evidence of the chart that she chose for it: in her words, or in the machine's
    WAIVED = "waived"  # the machine's words, kept by a person in spite of a finding, with a reason


@dataclass(frozen=True, slots=True)
class FinalClaim:
    """One sentence of the final text."""

    claim_id: str
    ordinal: int
    section: str
    heading: str  # the section, and of a criterion the payer's own sentence
    text: str
    basis: Basis
    citations: tuple[Mapping[str, Any], ...]
    machine_cited: tuple[Mapping[str, Any], ...] = ()  # before a person chose: on record, carries nothing

    def as_json(self) -> dict[str, Any]:
        """Return it as it is signed; what the machine cited is named only where a person cites anew."""
        before = {"machine_cited": [dict(one) for one in self.machine_cited]} if self.machine_cited else {}
        return {
            "claim_id": self.claim_id,
            "ordinal": self.ordinal,
            "section": self.section,
            "heading": self.heading,
            "text": self.text,
            "basis": self.basis.value,
            "citations": [dict(citation) for citation in self.citations],
            **before,
        }


OWN = frozenset({Basis.CLINICIAN, Basis.CITED})  # a person's sentences


def basis_of(state: ClaimState | None, edit: EditClass, *, is_broken: bool = False, is_recited: bool = False) -> Basis:
    """Return what a kept sentence stands on. An edit of style only leaves the cited facts as they are.

    When a citation no longer resolves, any edit makes the sentence the clinician's own; so does evidence of her own
    choice (``is_recited``).
    """
    if state in {ClaimState.EDITED, ClaimState.CITED} and is_recited:
        return Basis.CITED
    if state is ClaimState.EDITED and (is_broken or edit is EditClass.SUBSTANTIVE):
        return Basis.CLINICIAN
    if state is ClaimState.WAIVED:
        return Basis.WAIVED
    return Basis.CHART


def content(claims: Iterable[FinalClaim], removed: Iterable[int]) -> dict[str, Any]:
    """Return what the reviewer sees before signing: every kept sentence, and which were removed."""
    return {"claims": [claim.as_json() for claim in claims], "removed": sorted(removed)}


def document(
    *, draft: Mapping[str, Any], header: Mapping[str, str], body: Mapping[str, Any], text_sha256: str, template: str
) -> dict[str, Any]:
    """Return the whole final text with what it was made from: ids and codes of the draft, redacted header lines.

    ``template`` names the version of the page it is printed from.
    """
    made = {"draft": dict(draft), "header": dict(header), "text_sha256": text_sha256, "template": template}
    return {"format": FORMAT, **body, **made}


def is_letter(kind: str) -> bool:
    """Return whether a document of this kind is a letter."""
    return kind == DraftKind.PRIOR_AUTH_LETTER


def template_of(final: Mapping[str, Any]) -> str:
    """Return the template that a final text was signed under."""
    return str(final.get("template", FIRST_TEMPLATE))


def machine_text(claims: Iterable[tuple[str, str, str]]) -> str:
    """Return the sha256 of what the machine wrote: (claim id, section, text) of every claim in order."""
    return digest([list(claim) for claim in claims])


def readable_sha256(header: Mapping[str, str], sentences: Iterable[str]) -> str:
    """Return the sha256 of the text as a person read it, identifiers in place."""
    return digest({"header": dict(header), "sentences": list(sentences)})


def record_sha256(document: Mapping[str, Any], *, outcome: str, reason_code: str) -> str:
    """Return the sha256 of the record that a signer's key or code is asked for: the final text and how it is judged."""
    return digest({"final_sha256": digest(document), "outcome": outcome, "reason_code": reason_code})


@dataclass(frozen=True, slots=True)
class Attestation:
    """All that a signature says: this text, judged like this, by this person under this name, then, meaning that.

    ``final_sha256`` is of text, citations, template and release together. A signature of before files were bound has
    no ``pdf_sha256``, and says nothing of file, decision and signature row; one of before it was kept how the signer
    showed who they are has no ``step_up_sha256``.
    """

    final_sha256: str
    draft_id: str
    draft_sha256: str
    outcome: str
    reason_code: str
    person_id: str
    printed_name: str
    credentials: str
    meaning: str
    signed_at: datetime
    signature_id: str = ""
    decision_id: str = ""
    pdf_sha256: str = ""
    second_for: tuple[str, ...] = ()  # the risks for which a second signature was asked, where one was
    step_up_sha256: str = ""

    def sha256(self) -> str:
        """Return the digest the signature is bound to. A row moved, renamed or put at another time no longer fits."""
        said = {**asdict(self), "signed_at": self.signed_at.astimezone(UTC).isoformat()}
        if not self.pdf_sha256:
            said = {key: value for key, value in said.items() if key not in WITH_FILE}
        if not self.second_for:
            del said["second_for"]
        if not self.step_up_sha256:
            del said["step_up_sha256"]
        return digest(said)


WITH_FILE = frozenset({"signature_id", "decision_id", "pdf_sha256"})
