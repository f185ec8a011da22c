"""A signed letter as a request: the record, the signed text and what staff add, put together when it is asked for."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from apps.coverage.domain.codes import split_service
from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.questionnaires import questionnaire_of
from apps.coverage.domain.tree import parse
from apps.coverage.selectors import source_of
from apps.review.documents.page import signed_file
from apps.review.domain.final import OWN, Basis
from apps.review.domain.letter_rows import empty_leaves
from apps.review.domain.pas.forms import origin_of
from apps.review.domain.pas.names import SERVICE_SYSTEMS
from apps.review.domain.pas.values import (
    Accident,
    Attachment,
    Clinic,
    Coded,
    Delivery,
    Diagnosis,
    FormAnswer,
    Individual,
    Item,
    Member,
    PasRequest,
)
from apps.review.errors import ReviewError
from apps.review.exchange.configuration import Endpoint
from apps.review.selectors import letter_page, signed_document, verification
from apps.review.selectors.authorizations import UNSIGNED
from apps.review.selectors.decisions import SignedDocument
from apps.review.selectors.letter_lint import criterion_of
from apps.review.selectors.letter_page import EnclosedDocument, LetterPage
from apps.viewer.selectors import MemberRecord, member_record

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.review.selectors.accessed import AccessedDraft

DOES_NOT_VERIFY = "The signed letter does not verify any more, so nothing was prepared."
TEXTS = frozenset({"string", "text"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What staff say of a request that neither the letter nor the record does (UM03, UM04, UM05, SV1/SV2, dates)."""

    service_type: str
    facility: str
    quantity: float
    unit: str = ""
    start: date | None = None
    end: date | None = None
    accident: str = ""
    accident_on: date | None = None


def request_of(
    draft: "AccessedDraft", asked: Asked, endpoint: Endpoint | None, versions: Mapping[str, str], person: "Person"
) -> PasRequest:
    """Return the request of a signed letter that the person was let in to. Raises ReviewError where it is not signed.

    Identifiers come from the viewer's selectors, as those of the letter's head do.
    """
    signed = signed_document(draft, person)
    if signed is None:
        raise ReviewError(UNSIGNED)
    if not all(check.holds for check in verification(draft, signed)):
        raise ReviewError(DOES_NOT_VERIFY)
    page = letter_page(draft, signed, person)
    known = member_record(draft.patient, service_code=draft.service_code, subject=signed.header.get("item", ""))
    provider = _clinician(signed)
    system, code = split_service(draft.service_code)
    order = known.record.order
    line = Item(
        sequence=1,
        service=Coded(SERVICE_SYSTEMS.get(system, ""), code, signed.header.get("item", "")),
        service_type=asked.service_type,
        facility=asked.facility,
        trace=new_trace(),
        delivery=Delivery(asked.quantity, asked.unit, order.frequency),
        start=asked.start,
        end=asked.end,
    )
    named = {**known.record.conditions, **order.diagnoses}
    return PasRequest(
        trace=new_trace(),
        issuer=f"urn:uuid:{draft.organization_id}",
        payer=draft.policy.payer if draft.policy else known.record.plan.payer,
        payer_id=endpoint.payer_id if endpoint else "",
        member=_member(known),
        clinic=Clinic(
            draft.organization.name, draft.organization.address, draft.organization.phone, draft.organization.fax
        ),
        provider=provider,
        items=(line,),
        diagnoses=tuple(Diagnosis(one, named.get(one, "")) for one in draft.diagnosis_codes),
        letter=Attachment(
            "Letter of medical necessity", "application/pdf", signed_file(draft, signed, person), control()
        ),
        enclosures=tuple(_enclosures(page)),
        urgent=draft.urgency == "expedited",
        accident=Accident(asked.accident, asked.accident_on) if asked.accident else None,
        form=tuple(_form(draft, signed, provider)),
        form_url=str(_payers_form(draft).get("url", "")),
        versions=dict(versions),
    )


def new_trace() -> str:
    """Return a trace number (TRN02): nobody had it before."""
    return f"CRW{uuid4().hex[:20].upper()}"


def control() -> str:
    """Return an attachment's control number (PWK06)."""
    return f"A{uuid4().hex[:16].upper()}"


def _clinician(signed: SignedDocument) -> Individual:
    person = signed.signature.person
    given, _, family = person.display_name.strip().rpartition(" ")
    return Individual(family, given, person.npi, person.specialty.capitalize())


def _member(known: MemberRecord) -> Member:
    plan = known.record.plan
    given, _, family = plan.subscriber.strip().rpartition(" ")
    is_own = plan.relationship == "self"
    return Member(
        family=known.family,
        given=known.given,
        born=known.born,
        sex=known.sex,
        member_id=plan.member_id,
        relationship=plan.relationship,
        subscriber=None if is_own or not plan.subscriber else Individual(family, given),
        plan=plan.name,
        group=plan.group,
    )


def _enclosures(page: LetterPage) -> Iterator[Attachment]:
    """Yield the words of each enclosed document; what the letter withholds stays here, too."""
    for one in page.enclosed:
        words = _words(one)
        if words and not one.enclosure.withheld:
            yield Attachment(f"{one.label} {one.title}", "text/plain; charset=utf-8", words.encode(), control())


def _words(document: EnclosedDocument) -> str:
    lines: list[str] = []
    for part in document.enclosure.extract.parts:
        lines.append(part.title)
        for block in part.blocks:
            lines.append("".join(run.text for run in block.runs))
            lines.extend("\t".join("".join(run.text for run in cell) for cell in row.cells) for row in block.rows)
    return "\n".join(line.strip() for line in lines if line.strip())


def _payers_form(draft: "AccessedDraft") -> Mapping[str, Any]:
    """Return the payer's form (DTR Questionnaire) that a policy was written from, or nothing."""
    source = source_of(draft.policy) if draft.policy else None
    if source is None:
        return {}
    try:
        return questionnaire_of(json.loads(bytes(source.content)))
    except (ValueError, PolicyInvalid):
        return {}


def _form(draft: "AccessedDraft", signed: SignedDocument, author: Individual) -> Iterator[FormAnswer]:
    """Yield each criterion of the policy as a question, answered by what was signed under it.

    A form of the payer whose question takes no words is left to a person: a sentence is no yes and no number.
    """
    if draft.policy is None:
        return
    root = parse(draft.policy.body).root
    said = _said(signed)
    kinds = dict(_kinds(_payers_form(draft).get("item", ())))
    open_leaves = {leaf.node_id for leaf in empty_leaves(root, frozenset(said))}
    for leaf in (node for node in root.walk() if node.is_leaf):
        texts, by_machine = said.get(leaf.node_id, ((), False))
        takes_words = kinds.get(leaf.node_id, "text") in TEXTS
        yield FormAnswer(
            link_id=leaf.node_id,
            question=leaf.text,
            text=" ".join(texts) if takes_words else "",
            origin=origin_of(proposed_by_machine=by_machine),
            author=author,
            is_required=leaf.node_id in open_leaves or not takes_words,
        )


def _said(signed: SignedDocument) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Return the signed sentences of each criterion, and whether a machine proposed one of them."""
    by_ordinal = {one.ordinal: one for _, group in signed.sections for one in group}
    found: dict[str, tuple[tuple[str, ...], bool]] = {}
    for claim in signed.decision.final["claims"]:
        if node := criterion_of(claim):
            texts, by_machine = found.get(node, ((), False))
            is_own = Basis(claim["basis"]) in OWN
            found[node] = ((*texts, by_ordinal[claim["ordinal"]].text), by_machine or not is_own)
    return found


def _kinds(items: Any) -> Iterator[tuple[str, str]]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            yield str(item.get("linkId")), str(item.get("type"))
            yield from _kinds(item.get("item"))
