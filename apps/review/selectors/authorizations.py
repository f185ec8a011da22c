"""How a signed letter stands with its payer, in words; and why the next act is not open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.coverage.domain.payers import PAYER_WORDS, payer_words
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.status import DraftStatus
from apps.review.domain.authorizations import (
    DECISIONS,
    NOTHING_ANSWERED,
    REFUSALS,
    STAGE_WORDS,
    VALID_TRANSITIONS,
    Channel,
    Stage,
)
from apps.review.domain.denials import reason_words
from apps.review.domain.due import Clock
from apps.review.domain.masked import title_masked
from apps.review.domain.standing import in_place
from apps.review.domain.status import ReviewStatus
from apps.review.models import Appeal, PayerAnswer, PayerReceipt, Submission
from apps.review.selectors.clocks import clock_of
from apps.review.selectors.consents import why_not_leave
from apps.review.selectors.decisions import decision_signed
from apps.review.selectors.later import amendments_of, is_retracted
from apps.review.selectors.ledger import access_ledger
from apps.review.selectors.rights import why_not_submit
from apps.review.selectors.second import NOT_RELEASED
from apps.review.selectors.standing import answers_standing, appeals_of, letter_of
from apps.review.selectors.verification import signature_holds
from apps.viewer.selectors import Purpose, Sight, patient_label, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.models import Signature

NOT_SUBMITTED = "This letter was not submitted yet."
NOT_A_LETTER = "Only a prior-authorization letter is submitted."
UNSIGNED = "Nothing is submitted before it is signed: this letter carries no signature yet."
IN_ERROR = "This letter was marked as entered in error after it was signed. It is not sent to anybody."
AMENDED_BEFORE = "This letter was amended after it was signed. The file that goes out carries every addendum."
AMENDED_AFTER = (
    "This letter was amended after it was signed, and after it was submitted. Send the payer the file anew: it carries "
    "the addendum."
)
DOES_NOT_VERIFY = (
    "The signature of this letter does not verify any more, so it cannot be submitted. Ask your administrator."
)
NO_LETTER = "Store the payer's letter first: an appeal cites it."
NOT_REFUSED = "Only what the payer refused, with its reason, can be appealed."
CORRECTED = "This was corrected: what stands in its place can be appealed, if it is a refusal."
APPEALED = "An appeal of this refusal is under way."
ENDED_BADLY = Q(draft__status__in=[DraftStatus.BLOCKED, DraftStatus.FAILED, DraftStatus.PURGED]) | Q(
    draft__review_item__status=ReviewStatus.DECIDED
)


@dataclass(frozen=True, slots=True)
class Slip:
    """That an act was corrected: who said so, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """One receipt as it was recorded; without ``received_at`` a correction: none was confirmed."""

    row: PayerReceipt
    corrected: Slip | None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One answer in words the person may read: tokens stand where the patient is masked."""

    row: PayerAnswer
    corrected: "Slip | None"  # by whom and why, where it does not count any more
    corrects: str  # the stage that it takes the place of; without a stage of its own it says that nothing was answered
    stage: str
    reason: str
    words: str
    allowed: str
    asked: tuple[str, ...]
    authorization: str
    document_id: UUID | None
    appeals: tuple[Appeal, ...]
    is_refusal: bool
    why_not_appeal: str
    over_fhir: bool = False  # it came from the payer's system; a person sent the request it answers


@dataclass(frozen=True, slots=True)
class AuthorizationPage:
    """The page of one letter after its signature. Each ``why_not`` is empty where the way is free."""

    draft: "Draft"
    granted: bool
    patient: str
    subject: str
    signed_by: str
    signed_at: datetime | None
    submission: Submission | None
    stage: str
    clock: Clock | None
    confirmation: str
    payer: str
    class_reason: str
    receipts: tuple[ReceiptView, ...]
    answers: tuple[AnswerView, ...]
    next_stages: tuple[tuple[str, str], ...]
    why_not_submit: str
    why_not_act: str
    amended: str  # that it was, and when: before or after it went out


def access_authorization(person: "Person", draft_id: UUID) -> "tuple[Draft, bool]":
    """Return a letter whose way to the payer the person may follow, and whether they may open its chart; else Http404.

    Who submits letters and opens no chart follows every one of their organization, the patient masked.
    """
    masked_for = () if may(person, Permission.OPEN_CHARTS) else (Permission.SUBMIT_LETTER,)
    draft, granted = access_ledger(person, draft_id, masked_for=masked_for)
    if draft.kind != DraftKind.PRIOR_AUTH_LETTER:
        raise Http404("No such letter.")
    return draft, granted


def access_draft_requests(person: "Person", draft_id: UUID) -> "tuple[Draft, bool]":
    """Return a draft whose document requests the person may see to, and whether they may open its chart; or 404."""
    return access_ledger(person, draft_id, masked_for=(Permission.HANDLE_REQUESTS,))


def access_answer(draft: "Draft", answer_id: UUID) -> PayerAnswer:
    """Return an answer to a letter that the person was let in to, or raise Http404."""
    answers = PayerAnswer.objects.select_related("submission__draft", "letter__document")
    answer = answers.filter(submission__draft=draft, pk=answer_id).first()
    if answer is None:
        raise Http404("No such answer.")
    return answer


def why_not_submittable(draft: "Draft") -> str:
    """Return why a letter cannot be sent to its payer, or an empty text: it is signed, and the signature holds now."""
    if draft.kind != DraftKind.PRIOR_AUTH_LETTER:
        return NOT_A_LETTER
    decision = decision_signed(draft)
    if decision is None:
        return UNSIGNED
    if decision.item.status == ReviewStatus.AWAITING_SECOND:
        return NOT_RELEASED
    if is_retracted(decision.signature):
        return IN_ERROR
    return why_not_leave(draft) if signature_holds(draft, decision) else DOES_NOT_VERIFY


def decision_on_record(sent: Submission, before: PayerAnswer | None = None) -> Stage | None:
    """Return what the payer decided last, as it is on record (``before`` an answer), or None."""
    counted = [act for act in answers_standing(sent) if before is None or act.ordinal < before.ordinal]
    decided = [Stage(act.stage) for act in counted if act.stage in DECISIONS]
    return decided[-1] if decided else None


def why_not_appeal(sent: Submission, answer: PayerAnswer) -> str:
    """Return why an answer cannot be appealed now, or an empty text."""
    if hasattr(answer, "corrected_by"):
        return CORRECTED
    if answer.stage not in REFUSALS or not answer.reason_code or Stage(sent.stage) not in REFUSALS:
        return NOT_REFUSED
    if letter_of(answer) is None:
        return NO_LETTER
    return APPEALED if appeals_of(answer).exclude(ENDED_BADLY).exists() else ""


def authorization_page(draft: "Draft", person: "Person", *, granted: bool) -> AuthorizationPage:
    """Return the page of a letter that ``access_authorization`` let in."""
    decision = decision_signed(draft)
    signature = decision.signature if decision else None
    sent = Submission.objects.filter(draft=draft).select_related("submitted_by").first()
    answers, receipts = _answers(sent), _receipts(sent)
    typed = [*(row.slip for row in receipts), *([sent.class_reason] if sent else [])]
    said = _said(draft, person, answers, typed, granted=granted)
    stage = Stage(sent.stage) if sent else None
    following = VALID_TRANSITIONS[stage] - {Stage.RECEIVED} if stage else ()
    return AuthorizationPage(
        draft=draft,
        granted=granted,
        patient=patient_label(draft.patient, granted=granted),
        subject=said[draft.subject] if granted else title_masked(draft.subject),
        signed_by=signature.printed_name if signature else "",
        signed_at=signature.created_at if signature else None,
        submission=sent,
        stage=STAGE_WORDS[stage] if stage else ("Signed, to be submitted" if signature else "Not signed"),
        clock=clock_of(draft),
        confirmation=sent.confirmation if sent and sent.confirmation_sealed else "",
        payer=payer_words(sent.payer_class) if sent else "",
        class_reason=said[sent.class_reason] if sent else "",
        receipts=tuple(ReceiptView(row, _slip_of(row, said)) for row in receipts),
        answers=tuple(_answer(sent, row, said) for row in answers) if sent else (),
        next_stages=tuple((one.value, STAGE_WORDS[one]) for one in Stage if one in following),
        why_not_submit="" if sent else why_not_submittable(draft),
        why_not_act=why_not_submit(draft, person),
        amended=_amended(signature, sent) if signature else "",
    )


def _amended(signature: "Signature", sent: Submission | None) -> str:
    """Return whether the letter was amended, and whether the payer has what was said since."""
    rows = amendments_of(signature)
    if not rows:
        return ""
    if sent is None or rows[-1].created_at <= sent.submitted_at:
        return AMENDED_BEFORE
    return AMENDED_AFTER


def _answers(sent: Submission | None) -> list[PayerAnswer]:
    if sent is None:
        return []
    rows = sent.answers.select_related(
        "person", "letter", "reply", "corrected_by__person", "corrects"
    ).prefetch_related("appeals__draft", "appeals__person")
    return in_place(list(rows))


def _receipts(sent: Submission | None) -> list[PayerReceipt]:
    return list(sent.receipts.select_related("person", "corrected_by__person")) if sent else []


def _said(
    draft: "Draft", person: "Person", answers: Sequence[PayerAnswer], typed: Sequence[str], *, granted: bool
) -> dict[str, str]:
    """Return every redacted text of the page as the person may read it: with a grant its identifiers put back."""
    texts = [draft.subject, *(text for row in answers for text in (row.words, row.allowed, row.slip, *row.asked))]
    texts += typed
    unique = list(dict.fromkeys(texts))
    if not granted:
        return dict(zip(unique, unique, strict=True))
    sight = Sight(person, Purpose.SIGNED_DOCUMENT)
    return dict(zip(unique, texts_restored(sight=sight, patient_id=draft.patient_id, texts=unique), strict=True))


def _appeals(row: PayerAnswer) -> Iterable[Appeal]:
    return appeals_of(row).select_related("draft", "person") if row.corrects_id else row.appeals.all()


def _slip_of(row: PayerAnswer | PayerReceipt, said: Mapping[str, str]) -> Slip | None:
    newer = getattr(row, "corrected_by", None)
    return Slip(newer.person.formal_name, newer.created_at, said[newer.slip]) if newer is not None else None


def _answer(sent: Submission, row: PayerAnswer, said: Mapping[str, str]) -> AnswerView:
    is_refusal = row.stage in REFUSALS
    letter = letter_of(row) if is_refusal else None
    return AnswerView(
        row=row,
        corrected=_slip_of(row, said),
        corrects=STAGE_WORDS[Stage(row.corrects.stage)] if row.corrects else "",
        stage=STAGE_WORDS[Stage(row.stage)] if row.stage else NOTHING_ANSWERED,
        reason=reason_words(row.reason_code) if row.reason_code else "",
        words=said[row.words],
        allowed=said[row.allowed],
        asked=tuple(said[line] for line in row.asked),
        authorization=row.authorization if row.authorization_sealed else "",
        document_id=letter.document_id if letter else None,
        appeals=() if hasattr(row, "corrected_by") else tuple(_appeals(row)),
        is_refusal=is_refusal,
        why_not_appeal=why_not_appeal(sent, row) if is_refusal else NOT_REFUSED,
        over_fhir=hasattr(row, "reply"),
    )


PAYERS = [(one.value, words) for one, words in PAYER_WORDS.items()]
CHANNELS = [(one.value, one.value.capitalize()) for one in Channel]


def outcomes_in(*, organization_id: UUID, start: datetime, end: datetime) -> QuerySet[Any, Any]:
    """Return how the letters whose payer decided in [start, end) ended, tied to what made them, as groups with counts.

    Keys: ``stage`` (as it stands), ``edit_class`` (of the decision that was signed), ``policy`` and ``policy_version``,
    ``release`` (digest), ``reviewer_id``, ``is_appeal``, ``count``. No patient and no draft is in it.
    """
    sent = Submission.objects.filter(organization=organization_id, decided_at__gte=start, decided_at__lt=end)
    named = sent.annotate(
        edit_class=F("signature__decision__edit_class"),
        reviewer_id=F("signature__decision__person"),
        policy=F("draft__policy__policy_id"),
        policy_version=F("draft__policy__version"),
        release=F("draft__release__digest"),
        is_appeal=Q(draft__appeal__isnull=False),
    )
    keys = ("stage", "edit_class", "policy", "policy_version", "release", "reviewer_id", "is_appeal")
    groups: QuerySet[Any, Any] = named.values(*keys).annotate(count=Count("pk")).order_by(*keys)
    return groups
