"""What is signed after the first signature: the second one, and addenda."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required, site_of
from apps.access.domain.continuous import is_continued, remember_signed
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, signing_ways
from apps.core.errors import NotAllowed, Unavailable, WorkbenchError
from apps.review import pipeline, services
from apps.review.domain import gate
from apps.review.domain.amendments import AMENDMENT_REASONS, KIND_WORDS
from apps.review.domain.kept import TypedAct
from apps.review.domain.status import REASON_CODES
from apps.review.errors import Collision
from apps.review.later_forms import AmendForm, SecondForm, SigningForm
from apps.review.pipeline.away import draft_amend_away, draft_second_away
from apps.review.selectors import access_draft, final_text, review_page, signed_document
from apps.review.selectors.amendments import cited_documents, why_not_amend
from apps.review.selectors.rules import rules_of
from apps.review.selectors.second import needed_words, why_not_second
from apps.review.selectors.typed import sheet_of, words_kept
from apps.review.views.away import come_back, fields_of, leave, waited
from apps.review.views.decisions import MEANINGS
from apps.review.views.typed import late
from apps.viewer.selectors import Purpose, patient_banner

if TYPE_CHECKING:
    from collections.abc import Callable

    from apps.access.models import Person
    from apps.review.selectors.accessed import AccessedDraft
    from apps.review.selectors.decisions import SignedDocument

REFUSED = "The draft is back with who signed it first, with your reason."


def _late_second(request: HttpRequest, person: "Person", draft_id: UUID) -> None:
    if request.POST.get("act") == "refuse":
        late(TypedAct.SECOND)(request, person, draft_id)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.SIGN_DRAFT, late=_late_second)
def draft_second(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show what somebody signed first; take the second signature, or its refusal."""
    draft, signed = _signed(request, draft_id)
    kept = words_kept(draft, request.user, TypedAct.SECOND)
    sheet = sheet_of(draft, request.user, TypedAct.SECOND_SHEET) if request.method == "GET" else None
    form = SecondForm(request.POST or fields_of(sheet), initial=dict(kept.words) if kept else None)
    waited(form, sheet)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _second(request, draft, form)
            except WorkbenchError as refusal:
                status = _refused(form, refusal)
                draft, signed = _signed(request, draft_id)
    else:
        services.draft_show(draft=draft, actor=actor_for(request.user))
    left = gate.why_not_second(final_text(draft).facts)
    context = _context(request, draft, signed, form) | {
        "why_not": why_not_second(draft, request.user), "left": left, "reasons": REASON_CODES.items(),
        "because": needed_words(signed.decision.second_for), "waited": sheet,
    }  # fmt: skip
    return render(request, "review/draft_second.html", context, status=status)


def _second(request: PersonRequest, draft: "AccessedDraft", form: SecondForm) -> HttpResponse:
    data, person, actor = form.cleaned_data, request.user, actor_for(request.user)
    if data["act"] == "refuse":
        services.second_refuse(
            draft=draft, reason_code=data["reason_code"], words=data["words"], person=person, actor=actor
        )
        messages.success(request, REFUSED)
        return redirect("review:draft_detail", draft_id=draft.pk)
    signing: dict[str, Any] = {"draft": draft, "seen_sha256": data["seen"], "meaning": data["meaning"]}
    if form.shown().away:
        return leave(request, TypedAct.SECOND_SHEET, form, draft_second_away, **signing)
    services.words_discard(draft=draft, act=TypedAct.SECOND_SHEET, claim_id=None, person=person, actor=actor)
    pipeline.draft_second_sign(
        **signing, shown=form.shown(), is_continued=is_continued(request.session, person.pk), person=person, actor=actor
    )
    remember_signed(request.session, request.user.pk)
    return redirect("review:draft_signed", draft_id=draft.pk)


@require_GET
@permission_required(Permission.SIGN_DRAFT)
def draft_second_back(request: PersonRequest, draft_id: UUID, asked: UUID) -> HttpResponse:
    """Sign a second time what waited while its signer was at the identity provider."""
    draft, _ = _signed(request, draft_id)
    form = SecondForm(fields_of(sheet_of(draft, request.user, TypedAct.SECOND_SHEET)))

    def sign(**shown: Any) -> None:
        data = form.cleaned_data
        pipeline.draft_second_sign(
            draft=draft, seen_sha256=data["seen"], meaning=data["meaning"], person=request.user,
            actor=actor_for(request.user), **shown,
        )  # fmt: skip

    return come_back(request, draft, TypedAct.SECOND_SHEET, asked, form, sign)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.SIGN_DRAFT, late=late(TypedAct.AMEND))
def draft_amend(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Write an addendum beside what was signed, and sign it."""
    draft, signed = _signed(request, draft_id)
    kept = words_kept(draft, request.user, TypedAct.AMEND)
    sheet = sheet_of(draft, request.user, TypedAct.AMEND_SHEET) if request.method == "GET" else None
    form = AmendForm(
        request.POST or fields_of(sheet), sources=cited_documents(signed), initial=dict(kept.words) if kept else None
    )
    waited(form, sheet)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _amend(request, draft, form)
            except WorkbenchError as refusal:
                status = _refused(form, refusal)
                draft, signed = _signed(request, draft_id)
    context = _context(request, draft, signed, form) | {
        "why_not": why_not_amend(draft, request.user), "kinds": KIND_WORDS.items(),
        "reasons": AMENDMENT_REASONS.items(), "waited": sheet,
    }  # fmt: skip
    return render(request, "review/draft_amend.html", context, status=status)


def _amend(request: PersonRequest, draft: "AccessedDraft", form: AmendForm) -> HttpResponse:
    person, actor = request.user, actor_for(request.user)
    if form.shown().away:
        correction = form.correction()
        return leave(request, TypedAct.AMEND_SHEET, form, draft_amend_away, draft=draft, correction=correction)
    services.words_discard(draft=draft, act=TypedAct.AMEND_SHEET, claim_id=None, person=person, actor=actor)
    pipeline.draft_amend(
        draft=draft, correction=form.correction(), shown=form.shown(),
        is_continued=is_continued(request.session, request.user.pk), person=request.user,
        actor=actor_for(request.user),
    )  # fmt: skip
    remember_signed(request.session, request.user.pk)
    return redirect("review:draft_signed", draft_id=draft.pk)


@require_GET
@permission_required(Permission.SIGN_DRAFT)
def draft_amend_back(request: PersonRequest, draft_id: UUID, asked: UUID) -> HttpResponse:
    """Sign the addendum that waited while its signer was at the identity provider."""
    draft, signed = _signed(request, draft_id)
    form = AmendForm(fields_of(sheet_of(draft, request.user, TypedAct.AMEND_SHEET)), sources=cited_documents(signed))

    def sign(**shown: Any) -> None:
        pipeline.draft_amend(
            draft=draft, correction=form.correction(), person=request.user, actor=actor_for(request.user), **shown
        )

    return come_back(request, draft, TypedAct.AMEND_SHEET, asked, form, sign)


@require_POST
@permission_required(Permission.SIGN_DRAFT)
def draft_second_challenge(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Say what a security key has to sign for a second signature, or why it would not be signed."""
    draft, _ = _signed(request, draft_id)
    form = SecondForm(request.POST)
    if not form.is_valid():
        return _unfit(form)
    data = form.cleaned_data
    return _asked(request, pipeline.draft_second_begin, draft=draft, seen_sha256=data["seen"], meaning=data["meaning"])


@require_POST
@permission_required(Permission.SIGN_DRAFT)
def draft_amend_challenge(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Say what a security key has to sign for an addendum as it is written, or why it would not be signed."""
    draft, signed = _signed(request, draft_id)
    form = AmendForm(request.POST, sources=cited_documents(signed))
    if not form.is_valid():
        return _unfit(form)
    return _asked(request, pipeline.draft_amend_begin, draft=draft, correction=form.correction())


def _unfit(form: SigningForm) -> JsonResponse:
    sentences = " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)
    return JsonResponse({"sentence": sentences}, status=422)


def _asked(request: PersonRequest, begin: "Callable[..., dict[str, Any]]", **act: Any) -> JsonResponse:
    try:
        asked = begin(**act, site=site_of(request), person=request.user, actor=actor_for(request.user))
    except WorkbenchError as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=_status(refusal))
    return JsonResponse(asked)


def _signed(request: PersonRequest, draft_id: UUID) -> "tuple[AccessedDraft, SignedDocument]":
    draft = access_draft(request.user, draft_id)
    signed = signed_document(draft, request.user)
    if signed is None:
        raise Http404("Nothing was signed.")
    return draft, signed


def _refused(form: Any, refusal: WorkbenchError) -> int:
    form.add_error(None, refusal.sentence)
    return _status(refusal)


def _status(refusal: WorkbenchError) -> int:
    if isinstance(refusal, Unavailable):
        return 503
    if isinstance(refusal, NotAllowed):
        return 403
    return 409 if isinstance(refusal, Collision) else 422


def _context(request: PersonRequest, draft: "AccessedDraft", signed: "SignedDocument", form: Any) -> dict[str, Any]:
    return {
        "draft": draft,
        "signed": signed,
        "form": form,
        "page": review_page(draft, request.user, Purpose.SIGNED_DOCUMENT),
        "banner": patient_banner(draft.patient),
        "meanings": MEANINGS,
        "ways": signing_ways(request.user, site_of(request).host, rules_of(draft.organization_id).step_up),
        "is_first": not is_continued(request.session, request.user.pk),
    }
