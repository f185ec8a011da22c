"""Decide and sign: what changed, the judgement, and what shows who signs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required, site_of
from apps.access.domain.continuous import is_continued, remember_signed
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, signing_ways
from apps.core.errors import NotAllowed, Unavailable, WorkbenchError
from apps.drafting.services.acts import act_of
from apps.governance.domain.verdict import Act
from apps.governance.selectors import generation_allowed
from apps.review import pipeline, services
from apps.review.domain import gate
from apps.review.domain.kept import TypedAct
from apps.review.domain.letter_lint import Gap
from apps.review.domain.status import HARM, HOLDS_SIGNATURE, SIGNABLE, Outcome
from apps.review.errors import Collision
from apps.review.forms import DecisionForm
from apps.review.pipeline.away import draft_sign_away
from apps.review.return_forms import LACKS, LackingForm
from apps.review.selectors import access_draft, final_text, header_of, letter_gaps, review_page
from apps.review.selectors.attention import attention_token
from apps.review.selectors.final_text import FinalText
from apps.review.selectors.header import header_record
from apps.review.selectors.rights import item_of, why_not_return, why_not_sign, why_not_waiting
from apps.review.selectors.rules import rules_of
from apps.review.selectors.second import needed_words, second_needed, second_told
from apps.review.selectors.sheet import decision_sheet
from apps.review.selectors.statements import statements_shown
from apps.review.selectors.typed import sheet_of
from apps.review.selectors.wishes import wishes_of
from apps.review.views.away import come_back, fields_of, leave, waited
from apps.review.views.typed import late
from apps.viewer.selectors import Purpose, patient_banner

if TYPE_CHECKING:
    from apps.review.selectors.accessed import AccessedDraft

ENTER = "The Enter key decides nothing here: what you typed is kept, the password apart. Press the button at the end."
OUTCOMES = {
    Outcome.APPROVE: (
        "Approve",
        "The machine's text stands, every high-severity claim checked or waived.",
    ),
    Outcome.EDIT: ("Approve with my edits", "The text stands as you changed it."),
    Outcome.REJECT: ("Reject", "The draft is not used. Say why; nothing is sent."),
    Outcome.CANNOT_JUDGE: ("Cannot judge", "You lack what you would need to decide. Nothing is sent."),
    Outcome.RETURN: ("Return to requester", "Who asked for it answers what you need first. Nothing is sent."),
}
MEANINGS = (
    ("approved", "I reviewed this document against the chart and approve it"),
    ("reviewed", "I reviewed this document; responsibility for the content stays with its requester"),
    ("authored", "This document is my own statement"),
)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.SIGN_DRAFT, late=late(TypedAct.DECIDE))
def draft_decide(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show AI text and final text side by side, take the judgement, and for an approval the signature."""
    draft = access_draft(request.user, draft_id)
    if sentence := why_not_sign(draft, request.user):
        raise NotAllowed(sentence)
    item = item_of(draft)
    if request.method == "GET" and item and item.status in HOLDS_SIGNATURE:
        return redirect("review:draft_signed", draft_id=draft.pk)
    text = final_text(draft)
    sheet = sheet_of(draft, request.user, TypedAct.SHEET) if request.method == "GET" else None
    form = DecisionForm(
        request.POST or fields_of(sheet),
        text=text,
        signer=request.user.email,
        initial={"outcome": request.GET.get("outcome", "")},
    )
    waited(form, sheet)
    status = 200
    if request.method == "POST":
        status = 422
        lacking = _lacking(request, draft)
        if "looked" in request.POST:
            form.add_error(None, ENTER)
        elif form.is_valid() and lacking.is_valid():
            try:
                return _decide(request, draft, form, lacking)
            except WorkbenchError as refusal:
                draft = access_draft(request.user, draft_id)
                if _signed_just_now(draft, request):
                    return redirect("review:draft_signed", draft_id=draft.pk)
                form.add_error(None, refusal.sentence)
                status = _status(refusal)
                text = final_text(draft)
    context = _context(request, draft, form, text) | {"waited": sheet}
    services.draft_show(draft=draft, actor=actor_for(request.user))
    return render(request, "review/draft_decide.html", context, status=status)


@require_GET
@permission_required(Permission.SIGN_DRAFT)
def draft_decide_back(request: PersonRequest, draft_id: UUID, asked: UUID) -> HttpResponse:
    """Sign the sheet that waited while its signer was at the identity provider."""
    draft = access_draft(request.user, draft_id)
    if sentence := why_not_sign(draft, request.user):
        raise NotAllowed(sentence)
    fields = fields_of(sheet_of(draft, request.user, TypedAct.SHEET))
    form = DecisionForm(fields, text=final_text(draft), signer=request.user.email)

    def sign(**shown: Any) -> None:
        pipeline.draft_sign(**_signing(request, draft, form), **shown)

    return come_back(request, draft, TypedAct.SHEET, asked, form, sign)


def _signed_just_now(draft: "AccessedDraft", request: PersonRequest) -> bool:
    """Return whether the same person's first click signed it: the second one leads to what was signed."""
    item = item_of(draft)
    return item is not None and item.status in HOLDS_SIGNATURE and item.claimed_by_id == request.user.pk


def _status(refusal: WorkbenchError) -> int:
    if isinstance(refusal, Unavailable):
        return 503
    return 409 if isinstance(refusal, Collision) else 422


def _lacking(request: PersonRequest, draft: "AccessedDraft") -> LackingForm:
    """Return the documents the reviewer lacks; only of an outcome that says so."""
    data = request.POST if request.POST.get("outcome") in LACKS else {}
    return LackingForm(data, wishes=wishes_of(draft))


def _decide(request: PersonRequest, draft: "AccessedDraft", form: DecisionForm, lacking: LackingForm) -> HttpResponse:
    judgement, actor = form.judgement(), actor_for(request.user)
    if judgement.outcome not in SIGNABLE:
        services.item_decide(
            draft=draft, judgement=judgement, lacking=tuple(lacking.wanted()), person=request.user, actor=actor
        )
        end = "review:draft_detail" if judgement.outcome is Outcome.RETURN else "review:draft_decided"
        return redirect(end, draft_id=draft.pk)
    if form.shown().away:
        return leave(request, TypedAct.SHEET, form, draft_sign_away, **_signing(request, draft, form))
    services.words_discard(draft=draft, act=TypedAct.SHEET, claim_id=None, person=request.user, actor=actor)
    pipeline.draft_sign(
        **_signing(request, draft, form),
        shown=form.shown(),
        is_continued=is_continued(request.session, request.user.pk),
    )
    remember_signed(request.session, request.user.pk)
    return redirect("review:draft_signed", draft_id=draft.pk)


def _signing(request: PersonRequest, draft: "AccessedDraft", form: DecisionForm) -> dict[str, Any]:
    """Return what is asked of both, signing and asking a key to sign."""
    return {
        "draft": draft,
        "judgement": form.judgement(),
        "meaning": form.cleaned_data["meaning"],
        "header": header_of(draft, patient_banner(draft.patient), request.user, Purpose.DECISION),
        "person": request.user,
        "actor": actor_for(request.user),
    }


@require_POST
@permission_required(Permission.SIGN_DRAFT)
def draft_challenge(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Say what a security key has to sign for the form as it is filled in, or why it would not be signed."""
    draft = access_draft(request.user, draft_id)
    if sentence := why_not_sign(draft, request.user):
        raise NotAllowed(sentence)
    form = DecisionForm(request.POST, text=final_text(draft), signer=request.user.email)
    if not form.is_valid():
        sentences = " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)
        return JsonResponse({"sentence": sentences}, status=422)
    try:
        asked = pipeline.draft_sign_begin(**_signing(request, draft, form), site=site_of(request))
    except WorkbenchError as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=_status(refusal))
    return JsonResponse(asked)


def _context(request: PersonRequest, draft: "AccessedDraft", form: DecisionForm, text: FinalText) -> dict[str, Any]:
    page = review_page(draft, request.user, Purpose.DECISION)
    record = header_record(draft)
    banner = patient_banner(draft.patient, record)
    header = header_of(draft, banner, request.user, Purpose.DECISION, said=page.said, record=record)
    gaps = letter_gaps(draft, text, header, request.user)
    own, chosen = statements_shown(page, request.user), form["outcome"].value() or ""
    asked = services.spot_check_ask(
        draft=draft, text=text, outcome=chosen, person=request.user, actor=actor_for(request.user)
    )
    ways = signing_ways(request.user, site_of(request).host, rules_of(draft.organization_id).step_up)
    waits = why_not_waiting(draft) or ways.why_none or (asked.sentence if asked else "")
    outcomes = _outcomes(text, act_of(draft), waits, gaps, why_not_return(draft, request.user))
    because = needed_words(second_needed(draft, request.user)[0])
    lacking = LackingForm(request.POST or None, wishes=wishes_of(draft))
    return {
        "page": page,
        "draft": draft,
        "banner": banner,
        "header": header,
        "gaps": gaps,
        "sheet": decision_sheet(page, text, own, form.kinds_chosen(), chosen),
        "form": form,
        "text": text,
        "outcomes": outcomes,
        "second_because": because,
        "second_who": second_told(draft, request.user) if because else None,
        "lacking_form": lacking,
        "lacks_ticked": lacking["lacks"].value() or (),
        "chosen": chosen,
        "spot_check": asked,
        "meanings": MEANINGS,
        "harms": HARM.items(),
        "ticked": form["read"].value() or (),
        "blocked": page.why_not_act,
        "attention": "" if page.why_not_act else attention_token(draft.pk, request.user),
        "ways": ways,
        "is_first": not is_continued(request.session, request.user.pk),
    }


def _outcomes(
    text: FinalText, act: Act, waits: str, gaps: Sequence[Gap], no_return: str
) -> list[tuple[str, str, str, str]]:
    """Return value, name, explanation and why-not of each outcome; while drafting is stopped nothing can be signed."""
    verdict = generation_allowed(act)
    rows = []
    for outcome, (name, explanation) in OUTCOMES.items():
        why_not = gate.why_not_outcome(outcome, text.facts, text.added) or (waits if outcome in SIGNABLE else "")
        if outcome is Outcome.RETURN:
            why_not = no_return
        elif outcome in SIGNABLE and not verdict.allowed:
            why_not = f"{verdict.sentence} No draft can be signed until it is resumed."
        elif outcome in SIGNABLE and not why_not and any(gap.blocks for gap in gaps):
            why_not = "The letter cannot be released yet: see what it lacks."
        rows.append((outcome.value, name, explanation, why_not))
    return rows
