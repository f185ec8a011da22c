"""Citing the chart for a sentence: words that a person chose, bound as the machine's citations are.

The sentence is one that they wrote, or one of the machine's whose evidence it did not find.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from apps.access.domain.labels import label_words
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.selectors import access_document, documents_withdrawn
from apps.core.actors import Actor
from apps.drafting.domain.claims import ClaimType, ProposedClaim, Severity, Stance, Support
from apps.drafting.pipeline import sentence_check
from apps.redaction.selectors import span_chosen
from apps.review.domain import gate
from apps.review.domain.chosen import trimmed, why_not_span
from apps.review.domain.statements import Part, section_of
from apps.review.domain.status import ClaimState
from apps.review.errors import Collision, ReviewError
from apps.review.models import ChosenCitation, ChosenEvidence, ClaimReview, ClinicianStatement, ReviewItem
from apps.review.selectors.beside import told
from apps.review.selectors.facts import claim_facts, review_token, unsound_citations
from apps.review.services.items import item_hold

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument
    from apps.drafting.models import Claim, Draft
    from apps.review.selectors.accessed import AccessedDraft

MOST_SPANS = 6  # places cited for one sentence
WITHDRAWN = "Its sender has withdrawn this document, as entered in error: nothing can be cited from it."
SET_ASIDE = (
    "The header of this document names another person. Until a physician settles whose page it is, nothing can be "
    "cited from it."
)
NOT_READ = "This document is not read yet, or is being read again. Nothing was changed: try again in a moment."
MOVED = "This sentence was changed in another window since you loaded it. It is shown as it stands now."
ENOUGH = f"A sentence takes {MOST_SPANS} citations at most: split it, or take one off."


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that is cited for: a claim as it reads, or one that a person added."""

    item: ReviewItem
    ordinal: int  # of its claim; 0 for an added one
    proposed: ProposedClaim
    claim: "Claim | None" = None
    review: ClaimReview | None = None  # None as well of a claim that nothing was done to
    statement: ClinicianStatement | None = None

    def evidence(self) -> ChosenEvidence | None:
        if self.review is None and self.statement is None:
            return None
        return ChosenEvidence.objects.filter(review=self.review, statement=self.statement).first()


@transaction.atomic
def span_cite(
    *, draft: "AccessedDraft", sentence_id: UUID, seen: str, document_id: UUID, start: int, end: int, words: str = "",
    person: "Person", actor: Actor,
) -> ChosenCitation:  # fmt: skip
    """Bind [start, end) of a document to a sentence, and hold the sentence against it by code.

    ``sentence_id`` is a claim's or an added sentence's; a claim that nothing was done to keeps its words and is cited
    for from then on. ``words`` are those the person saw chosen, where the page could tell. The same span again is the
    same citation. Raises Http404 for a document that is not this patient's or not theirs to see, Collision where the
    sentence has moved, ReviewError with a sentence for all else.
    """
    sentence = _held(draft, sentence_id, seen, person, actor)
    document = access_document(person, document_id)
    _check_document(draft, document)
    start, end = trimmed(document.text, start, end)
    if reason := why_not_span(document.text, start, end, words):
        raise ReviewError(reason)
    evidence = sentence.evidence()
    place = {"source_document": document_id, "source_start": start, "source_end": end}
    if evidence and (same := evidence.citations.filter(**place).first()):
        return same
    if evidence and evidence.citations.count() >= MOST_SPANS:
        raise ReviewError(ENOUGH)
    cited = _bound(draft, sentence, evidence, document, (start, end), person)
    evidence_check(draft=draft, evidence=cited.evidence, sentence=sentence.proposed, person=person)
    cited.refresh_from_db()
    _record(draft, Action.SPAN_CITED, sentence, cited, actor, support=cited.evidence.support)
    return cited


@transaction.atomic
def span_take_off(
    *, draft: "AccessedDraft", citation_id: UUID, seen: str, person: "Person", actor: Actor
) -> UUID:  # fmt: skip
    """Take a citation off a sentence, and check what is left; return the sentence's id. Http404 where it is gone.

    With the last one a claim in the machine's words is again as the machine left it.
    """
    cited = (
        ChosenCitation.objects.filter(pk=citation_id, evidence__item__draft=draft).select_related("evidence").first()
    )
    if cited is None:
        raise Http404("No such citation.")
    evidence = cited.evidence
    sentence_id = _sentence_of(evidence)
    sentence = _held(draft, sentence_id, seen, person, actor)
    _record(draft, Action.SPAN_TAKEN_OFF, sentence, cited, actor)
    cited.delete()
    if evidence.citations.exists():
        evidence_check(draft=draft, evidence=evidence, sentence=sentence.proposed, person=person)
    elif sentence.review and sentence.review.state == ClaimState.CITED:
        sentence.review.delete()
    else:
        evidence.delete()
    return sentence_id


def evidence_check(
    *, draft: "Draft", evidence: ChosenEvidence, sentence: ProposedClaim, person: "Person"
) -> None:  # fmt: skip
    """Hold a sentence against all that is cited for it and keep the verdict. Call inside a transaction."""
    cited = list(evidence.citations.order_by("ordinal"))
    spans = [(str(one.redacted_document_id), one.redacted_start, one.redacted_end) for one in cited]
    found = sentence_check(draft=draft, sentence=sentence, spans=spans, person=person)
    evidence.support, evidence.notes = found.support, list(found.notes)
    evidence.save(update_fields=["support", "notes"])
    for one, label in zip(cited, found.labels, strict=True):
        if one.label != label:
            one.label = label
            one.save(update_fields=["label"])


def edited_check(*, draft: "Draft", claim: "Claim", review: ClaimReview, person: "Person") -> None:
    """Check a claim anew that a person edited again and cites for; gone with its words is what was cited for them."""
    evidence = ChosenEvidence.objects.filter(review=review).first()
    if evidence is None:
        return
    if review.text:
        evidence_check(draft=draft, evidence=evidence, sentence=_as_proposed(claim, review.text), person=person)
    else:
        evidence.delete()


def review_row(review: ClaimReview) -> dict[str, object]:
    """Return the state of a claim that forms carry: what was done to it, and what a person cites for it."""
    state = {key: getattr(review, key) for key in ("id", "state", "text", "reason_code", "reason")}
    cited = list(ChosenCitation.objects.filter(evidence__review=review).order_by("ordinal").values("id"))
    return {**state, "evidence": {"citations": cited} if cited else None}


def _sentence_of(evidence: ChosenEvidence) -> UUID:
    found = evidence.review.claim_id if evidence.review else evidence.statement_id
    if found is None:
        raise Http404("No such sentence.")
    return found


def _held(draft: "AccessedDraft", sentence_id: UUID, seen: str, person: "Person", actor: Actor) -> _Sentence:
    item = item_hold(draft=draft, person=person, actor=actor)
    claim = draft.claims.filter(pk=sentence_id).prefetch_related("citations").first()
    if claim is None:
        return _statement(item, sentence_id)
    review = ClaimReview.objects.filter(item=item, claim=claim).first()
    told = review_row(review) if review else None
    if seen != review_token(told):
        raise Collision(MOVED)
    written = review.text if review else ""
    if not written:
        facts = claim_facts(claim, told, frozenset(), unsound_citations(draft, [claim]))
        if sentence := gate.why_not_cite(facts):
            raise ReviewError(sentence)
    return _Sentence(item, claim.ordinal, _as_proposed(claim, written or claim.text), claim, review)


def _statement(item: ReviewItem, sentence_id: UUID) -> _Sentence:
    statement = item.statements.filter(pk=sentence_id).first()
    if statement is None:
        raise Http404("No such sentence.")
    kind = ClaimType.CRITERION if statement.criterion_id else ClaimType.HISTORY
    section = section_of(Part(statement.part), statement.criterion_id)
    proposed = ProposedClaim(section, statement.text, kind, Severity.HIGH, (), statement.criterion_id)
    return _Sentence(item, 0, proposed, statement=statement)


def _as_proposed(claim: "Claim", text: str) -> ProposedClaim:
    return ProposedClaim(
        claim.section, text, ClaimType(claim.type), Severity(claim.severity), (), claim.criterion_id
    )  # fmt: skip


def _check_document(draft: "AccessedDraft", document: "SourceDocument") -> None:
    """Refuse what nothing may rest on. A restricted page would restrict the whole draft, which others have open."""
    if document.patient_id != draft.patient_id:
        raise Http404("No such document.")
    same = {key: getattr(document, key) for key in ("patient", "source_system", "series")}
    if documents_withdrawn().filter(**same).exists():
        raise ReviewError(WITHDRAWN)
    if document.set_aside:
        raise ReviewError(SET_ASIDE)
    if more := label_words(set(document.labels) - set(told(draft).labels)):
        raise ReviewError(
            f"{more}: no source of this draft is, so citing it would show it to people who may not read it. "
            "Ask for a new draft, which takes it in."
        )


def _bound(
    draft: "Draft", sentence: _Sentence, evidence: ChosenEvidence | None, document: "SourceDocument",
    span: tuple[int, int], person: "Person",
) -> ChosenCitation:  # fmt: skip
    found = span_chosen(document.pk, *span)
    if found is None:
        raise ReviewError(NOT_READ)
    (redacted_id, left, right), source = found
    held = evidence or ChosenEvidence.objects.create(
        item=sentence.item, review=_review(sentence, person), statement=sentence.statement, support=Support.NOT_FOUND
    )
    return ChosenCitation.objects.create(
        evidence=held,
        person=person,
        ordinal=_next_number(draft, sentence.item),
        stance=Stance.SUPPORTS,
        redacted_document_id=redacted_id,
        redacted_start=left,
        redacted_end=right,
        source_document_id=source.document_id,
        source_sha256=source.sha256,
        source_start=source.start,
        source_end=source.end,
        quote_sha256=source.quote_sha256,
    )


def _review(sentence: _Sentence, person: "Person") -> ClaimReview | None:
    """Return what holds the evidence of a claim. It keeps the words that are cited for, whoever wrote them."""
    if sentence.review or sentence.claim is None:
        return sentence.review
    return ClaimReview.objects.create(
        item=sentence.item, claim=sentence.claim, state=ClaimState.CITED, text=sentence.claim.text, person=person
    )


def _next_number(draft: "Draft", item: ReviewItem) -> int:
    """Return the number of the next chip. Numbers go on after the machine's; none is given twice while it is in use."""
    machine = draft.claims.aggregate(last=Max("citations__ordinal"))["last"] or 0
    own = ChosenCitation.objects.filter(evidence__item=item).aggregate(last=Max("ordinal"))["last"] or 0
    return max(machine, own) + 1


def _record(
    draft: "Draft", action: Action, sentence: _Sentence, cited: ChosenCitation, actor: Actor, **details: object
) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="citation", object_id=cited.pk,
        details={
            "draft_id": draft.pk, "claim": sentence.ordinal or None, "document_id": cited.source_document_id,
            "source": cited.ordinal, **details,
        },
    )  # fmt: skip
