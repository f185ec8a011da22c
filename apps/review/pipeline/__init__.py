"""Acts that need more than one service: asking once, the proof before the signature, a letter for the chart."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils.timezone import get_default_timezone

from apps.access.domain.factors import Factor, Shown, SigningAct, Site, StepUp
from apps.access.services import step_up_begin, step_up_prove
from apps.chart.domain.documents import DocumentKind
from apps.chart.services import document_store
from apps.core import clock
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.core.standing import standing_in
from apps.core.tasks import ring
from apps.coverage.selectors import internal_target
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.denials import Refused
from apps.drafting.pipeline import draft_request
from apps.drafting.services import words_check
from apps.redaction.selectors import may_on_patient
from apps.redaction.services import documents_redact, text_conceal
from apps.retrieval.services import redacted_documents_index
from apps.review import services
from apps.review.domain import typed
from apps.review.domain.denials import appeal_subject, reason_words
from apps.review.domain.letter import day_words
from apps.review.domain.status import ENDED, ReturnAct, ReviewStatus
from apps.review.errors import Collision, ReviewError
from apps.review.selectors.authorizations import why_not_appeal
from apps.review.selectors.beside import told
from apps.review.selectors.items import drafts_asked_lately
from apps.review.selectors.requests import documents_since
from apps.review.selectors.rights import ENDED as ENDED_SENTENCES
from apps.review.selectors.rights import item_of, why_not_answer, why_not_submit
from apps.review.selectors.rules import rules_of
from apps.review.selectors.standing import appeals_of, letter_of
from apps.review.services.decisions import Judgement
from apps.review.services.second import second_act
from apps.review.tasks import answer_chart
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument
    from apps.drafting.models import Draft
    from apps.review.models import Amendment, ChartAnswer, PayerAnswer, SecondSignature, Signature
    from apps.review.selectors.accessed import AccessedDraft

SAME_CLICK = timedelta(seconds=60)
ASKED_ANEW = "Asked for anew."


def draft_ask(
    *, request: Mapping[str, Any], instead_of: "Draft | None" = None, person: "Person", actor: Actor
) -> "tuple[Draft, bool]":
    """Ask for a draft, once: return it and whether it is new.

    The very same request of the same person is answered with the draft it made before while that is still in progress
    or younger than ``SAME_CLICK``, unless it is the one this is asked ``instead_of``. Requests of one person wait for
    one another, so that a double click makes one draft.
    Raises what ``drafting.pipeline.draft_request`` raises; words that need a clinician first, outside the transaction.
    """
    patient_id, words = request["patient_id"], (request["subject"], request.get("urgency_reason", ""))
    if may_on_patient(person, patient_id, "view_chart", emergency=False):
        words_check(patient_id=patient_id, words=words, actor=actor)
    return _ask_once(request, instead_of, person, actor)


def _internal_target(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request with the house's own time to send a letter, where nobody gave one."""
    if request["kind"] != DraftKind.PRIOR_AUTH_LETTER or request.get("due_at"):
        return dict(request)
    return {**request, "due_at": internal_target(clock.now()).at}


@transaction.atomic
def _ask_once(
    request: Mapping[str, Any], instead_of: "Draft | None", person: "Person", actor: Actor
) -> "tuple[Draft, bool]":
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"review.draft_ask {person.pk}"])
    subject = text_conceal(patient_id=request["patient_id"], text=request["subject"].strip(), actor=actor)
    same = drafts_asked_lately(person, {**request, "subject": subject}, clock.now() - SAME_CLICK)
    asked = (same.exclude(pk=instead_of.pk) if instead_of else same).first()
    if asked is not None:
        return asked, False
    return draft_request(**_internal_target(request), person=person, actor=actor), True


def draft_ask_again(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> "tuple[Draft, bool]":
    """Ask once more for what a draft was asked for, in the same words, on the redactions in use now; see ``draft_ask``.

    ``draft`` is one that ``access_draft`` let in. Raises Collision for one that was decided or whose sources are
    redacted as they were, and what ``draft_ask`` raises.
    """
    if not told(draft).redacted_again:
        raise Collision("The sources of this draft are redacted as they were when it was made: nothing would change.")
    _check_not_ended(draft)
    return _ask_like(draft, person, actor)


@transaction.atomic
def chart_ask(**asked: Any) -> "ChartAnswer":
    """Ask what a chart says to a policy (``services.chart_check_ask``), and ring for a worker where it is not known."""
    row = services.chart_check_ask(**asked)
    if row.finished_at is None:
        ring(answer_chart, answer_id=row.pk)
    return row


def draft_ask_anew(*, draft: "AccessedDraft", person: "Person", actor: Actor) -> "tuple[Draft, bool]":
    """Ask once more for what a draft was asked for, with the documents that came in since; see ``draft_ask``.

    ``draft`` is one that ``access_draft`` let in. Raises Collision for one that was decided or where nothing came in,
    and what ``draft_ask`` raises.
    """
    if not documents_since(person, draft).exists():
        raise Collision("No document came in since this draft was asked for: nothing would change.")
    _check_not_ended(draft)
    return _ask_like(draft, person, actor)


def _check_not_ended(draft: "Draft") -> None:
    item = item_of(draft)
    if item is not None and item.status in ENDED:
        raise Collision(ENDED_SENTENCES[ReviewStatus(item.status)])


def _ask_like(draft: "AccessedDraft", person: "Person", actor: Actor) -> "tuple[Draft, bool]":
    """Ask for the same in the same words; what comes in the place of an appeal is one, too.

    A draft that was returned to this person is withdrawn with it.
    """
    request = _request_of(draft, person)
    words_check(patient_id=draft.patient_id, words=(request["subject"], request["urgency_reason"]), actor=actor)
    if draft.denial:
        request["denial"] = Refused.told(draft.denial)
    appeal = getattr(draft, "appeal", None)
    with transaction.atomic():
        new, is_new = _ask_once(request, draft, person, actor)
        if appeal is not None and is_new:
            services.appeal_replace(appeal=appeal, draft=new, person=person, actor=actor)
        if is_new and not why_not_answer(draft, person):
            withdrawn = ReturnAct.WITHDRAWN
            services.return_answer(draft=draft, act=withdrawn, words=ASKED_ANEW, person=person, actor=actor)
    return new, is_new


def _request_of(draft: "Draft", person: "Person") -> dict[str, Any]:
    """Return what a draft was asked for, as the drafting room takes it, its words restored for the person."""
    subject, reason = texts_restored(
        sight=Sight(person, Purpose.REVIEW), patient_id=draft.patient_id, texts=[draft.subject, draft.urgency_reason]
    )
    due_at = draft.due_at if draft.due_at and draft.due_at > clock.now() else None
    return {
        "patient_id": draft.patient_id, "kind": draft.kind, "subject": subject, "policy": draft.policy,
        "service_code": draft.service_code, "diagnosis_codes": tuple(draft.diagnosis_codes), "urgency": draft.urgency,
        "urgency_reason": reason, "due_at": due_at, "service_on": draft.service_on,
    }  # fmt: skip


def appeal_ask(*, draft: "Draft", answer: "PayerAnswer", person: "Person", actor: Actor) -> "Draft":
    """Ask for a letter that appeals a refusal of a letter that ``access_draft`` let in; return the new draft.

    Its subject says that it is an appeal, of which refusal, for which stated reason. Raises ReviewError where the
    refusal cannot be appealed, and what ``draft_ask`` raises.
    """
    if sentence := why_not_appeal(answer.submission, answer):
        raise ReviewError(sentence)
    request = _request_of(draft, person)
    notice = day_words(answer.notice_on or answer.answered_on)
    request |= {"subject": appeal_subject(request["subject"], answer.reason_code, notice), "due_at": None}
    request |= {"denial": _refused(draft, answer)}
    words_check(patient_id=draft.patient_id, words=(request["subject"], request["urgency_reason"]), actor=actor)
    with transaction.atomic():
        before = appeals_of(answer).select_related("draft").order_by("-created_at").first()
        new, is_new = _ask_once(request, before.draft if before else draft, person, actor)
        if not is_new:
            raise Collision("You asked for this very letter a moment ago. It stands on the desk.")
        services.appeal_bind(answer=answer, draft=new, person=person, actor=actor)
    return new


def _refused(draft: "Draft", answer: "PayerAnswer") -> Refused:
    """Return what the drafting room is told of a refusal; new is what came in after the denied letter was drafted."""
    letter = letter_of(answer)
    return Refused(
        notice_on=answer.notice_on or answer.answered_on, reason=reason_words(answer.reason_code), words=answer.words,
        letter_id=str(letter.document_id) if letter else "", since=draft.ready_at or draft.created_at,
    )  # fmt: skip


@transaction.atomic
def payer_letter_store(*, answer: "PayerAnswer", text: str, person: "Person", actor: Actor) -> "SourceDocument":
    """Put the payer's letter into the chart, redacted and in the index, tied to its refusal: all or nothing.

    Raises NotAllowed without the right, Collision when it is there already, ReviewError for an empty or hidden text.
    """
    draft = answer.submission.draft
    if sentence := why_not_submit(draft, person):
        raise NotAllowed(sentence)
    if typed.is_blank(text):
        raise ReviewError("Give the text of the payer's letter.")
    if sentence := typed.why_not_typed(text):
        raise ReviewError(sentence)
    dated = answer.notice_on or answer.answered_on
    with standing_in(draft.organization_id):  # who puts a letter into a chart need not be somebody who reads it
        document, _ = document_store(
            organization=draft.organization, patient=draft.patient, encounter=None, source_system="workbench",
            series=f"PayerLetter/{answer.pk}", kind=DocumentKind.PAYER_LETTER, title=DocumentKind.PAYER_LETTER.label,
            author=draft.policy.payer if draft.policy else "", author_role="payer",
            dated_at=datetime.combine(dated, time(12), tzinfo=get_default_timezone()), text=text.strip(), actor=actor,
        )  # fmt: skip
        (redacted,) = documents_redact(document_ids=[document.pk], actor=actor)
        redacted_documents_index(redacted_document_ids=[redacted.pk], actor=actor)
    services.payer_letter_bind(answer=answer, document=document, person=person, actor=actor)
    return document


def draft_second_sign(
    *, draft: "AccessedDraft", seen_sha256: str, meaning: str, shown: Shown, is_continued: bool, person: "Person",
    actor: Actor,
) -> "SecondSignature":  # fmt: skip
    """Hold what the person shows against what was signed first, then sign it a second time.

    Raises what ``second_sign`` and ``step_up_prove`` raise; what keeps it from being signed is said first.
    """
    signed: dict[str, Any] = {"draft": draft, "seen_sha256": seen_sha256, "meaning": meaning, "person": person}
    step_up = _prove(draft, second_act(**signed), shown, person, actor, is_continued=is_continued)
    return services.second_sign(**signed, step_up=step_up, actor=actor)


def draft_second_begin(
    *, draft: "AccessedDraft", seen_sha256: str, meaning: str, site: Site, person: "Person", actor: Actor
) -> dict[str, Any]:
    """Return what the second signer's security keys are asked to sign. Raises as ``draft_sign_begin`` does."""
    _check_keys_sign(draft)
    act = second_act(draft=draft, seen_sha256=seen_sha256, meaning=meaning, person=person)
    return step_up_begin(person=person, act=act, site=site, actor=actor)


def draft_amend(
    *, draft: "AccessedDraft", correction: services.Correction, shown: Shown, is_continued: bool, person: "Person",
    actor: Actor,
) -> "Amendment":  # fmt: skip
    """Hold what the person shows against the addendum, then sign it.

    Raises what ``document_amend`` and ``step_up_prove`` raise; what keeps it from being signed is said first.
    """
    act = services.amend_act(draft=draft, correction=correction, person=person, actor=actor)
    step_up = _prove(draft, act, shown, person, actor, is_continued=is_continued)
    return services.document_amend(draft=draft, correction=correction, step_up=step_up, person=person, actor=actor)


def draft_amend_begin(
    *, draft: "AccessedDraft", correction: services.Correction, site: Site, person: "Person", actor: Actor
) -> dict[str, Any]:
    """Return what the security keys of an addendum's signer are asked to sign. Raises as ``draft_sign_begin`` does."""
    _check_keys_sign(draft)
    act = services.amend_act(draft=draft, correction=correction, person=person, actor=actor)
    return step_up_begin(person=person, act=act, site=site, actor=actor)


def _prove(
    draft: "AccessedDraft", act: SigningAct, shown: Shown, person: "Person", actor: Actor, *, is_continued: bool
) -> StepUp:
    """Hold what is shown against one act, by the ways the house rules allow. Raises what ``step_up_prove`` does."""
    allowed = rules_of(draft.organization_id).step_up
    return step_up_prove(person=person, act=act, shown=shown, allowed=allowed, is_continued=is_continued, actor=actor)


def _check_keys_sign(draft: "AccessedDraft") -> None:
    if Factor.WEBAUTHN not in rules_of(draft.organization_id).step_up:
        raise NotAllowed("Your organization does not let security keys sign.")


def draft_sign(
    *,
    draft: "AccessedDraft",
    judgement: Judgement,
    meaning: str,
    header: Mapping[str, str],
    shown: Shown,
    is_continued: bool,
    person: "Person",
    actor: Actor,
) -> "Signature | None":
    """Hold what the person shows against this very record, then decide and sign. A wrong attempt stays on record.

    What keeps the draft from being signed is said first: no code is used up for nothing. Nobody's draft is taken in an
    act of its own: the log is not held while the file is made. Before all that comes the one look that is asked of who
    would sign faster than anybody reads. Raises what ``item_sign`` and ``step_up_prove`` raise.
    """
    services.spot_check_require(draft=draft, person=person, actor=actor)
    act = services.signing_act(
        draft=draft, judgement=judgement, meaning=meaning, header=header, person=person, actor=actor
    )
    step_up = _prove(draft, act, shown, person, actor, is_continued=is_continued)
    item = item_of(draft)
    if item is not None and item.status == ReviewStatus.OPEN:
        services.item_claim(draft=draft, person=person, actor=actor)
    return services.item_sign(
        draft=draft, judgement=judgement, meaning=meaning, header=header, step_up=step_up, person=person, actor=actor
    )


def draft_sign_begin(
    *,
    draft: "AccessedDraft",
    judgement: Judgement,
    meaning: str,
    header: Mapping[str, str],
    site: Site,
    person: "Person",
    actor: Actor,
) -> dict[str, Any]:
    """Return what the browser asks the person's security keys to sign: this record, in this meaning, within 2 minutes.

    Raises what ``services.signing_act`` and ``step_up_begin`` raise.
    """
    _check_keys_sign(draft)
    act = services.signing_act(
        draft=draft, judgement=judgement, meaning=meaning, header=header, person=person, actor=actor
    )
    return step_up_begin(person=person, act=act, site=site, actor=actor)
