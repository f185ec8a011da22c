"""The chart in the source pane: choose a document, search it, read about one place, cite it for one's own sentence."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.htmx import render_page, wants_partial
from apps.review import services
from apps.review.citing_forms import CiteForm, ReadingForm, SearchForm
from apps.review.errors import Collision, ReviewError
from apps.review.selectors import access_draft, access_draft_to_act
from apps.review.selectors.citing import citing_of
from apps.review.services.sources import Asked, source_read
from apps.review.views.pages import draft_address, page_context, part_context
from apps.viewer.selectors import timeline
from apps.viewer.services import chart_search, chart_show

if TYPE_CHECKING:
    from apps.review.selectors.accessed import AccessedDraft

LONGEST_NUMBER = 7


@require_GET
@permission_required(Permission.REVIEW_DRAFT)
def sources(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """List the documents of the draft's chart in the source pane, the newest first."""
    draft = access_draft(request.user, draft_id)
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else 1
    shown = {"chart": timeline(request.user, draft.patient, page), "chart_form": SearchForm()}
    chart_show(patient=draft.patient, actor=actor_for(request.user))
    return _pane(request, draft, shown, ReadingForm(request.GET).sentence_id())


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def sources_search(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show the places of the draft's chart that answer a search, in the source pane."""
    draft = access_draft(request.user, draft_id)
    form = SearchForm(request.POST)
    shown: dict[str, Any] = {"chart_form": form}
    if form.is_valid():
        shown["found"] = chart_search(
            patient=draft.patient, text=form.cleaned_data["words"], person=request.user, actor=actor_for(request.user)
        )
    sentence_id = ReadingForm(request.POST).sentence_id()
    return _pane(request, draft, shown, sentence_id, status=200 if "found" in shown else 422)


@require_GET
@permission_required(Permission.REVIEW_DRAFT)
def source(request: PersonRequest, draft_id: UUID, document_id: UUID) -> HttpResponse:
    """Show one document of the draft's chart in the source pane, about one place."""
    form = ReadingForm(request.GET)
    return _read(request, draft_id, document_id, form.asked(), form.sentence_id())


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def source_find(request: PersonRequest, draft_id: UUID, document_id: UUID) -> HttpResponse:
    """Find words inside the document. They come by POST and are kept nowhere."""
    form = ReadingForm(request.POST)
    return _read(request, draft_id, document_id, form.asked(with_words=True), form.sentence_id())


@require_GET
@permission_required(Permission.REVIEW_DRAFT)
def chosen_citation(request: PersonRequest, draft_id: UUID, citation_id: UUID) -> HttpResponse:
    """Open what a person cites for a sentence of theirs."""
    draft = access_draft(request.user, draft_id)
    pane = services.chosen_evidence_open(
        draft=draft, citation_id=citation_id, person=request.user, actor=actor_for(request.user)
    )
    return _pane(request, draft, {"pane": pane}, None)


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def span_cite(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Cite the chosen words for one's own sentence; what comes back is the source with these words marked."""
    draft = access_draft_to_act(request.user, draft_id)
    form = CiteForm(request.POST)
    if not form.is_valid():
        raise Http404
    data = form.cleaned_data
    try:
        cited = services.span_cite(
            draft=draft, sentence_id=data["sentence"], seen=data["seen"], document_id=data["document"],
            person=request.user, actor=actor_for(request.user), **form.span(),
        )  # fmt: skip
    except ReviewError as refusal:
        return _refused(request, draft_id, form, refusal)
    if not wants_partial(request):
        return redirect(f"{reverse('review:chosen_citation', args=[draft.pk, cited.pk])}#evidence")
    fresh = access_draft(request.user, draft_id)
    pane = services.chosen_evidence_open(
        draft=fresh, citation_id=cited.pk, person=request.user, actor=actor_for(request.user)
    )
    return _pane(request, fresh, {"pane": pane, "cited_now": True}, None)


@require_POST
@permission_required(Permission.REVIEW_DRAFT)
def span_take_off(request: PersonRequest, draft_id: UUID, citation_id: UUID) -> HttpResponse:
    """Take a citation off a sentence of one's own."""
    draft = access_draft_to_act(request.user, draft_id)
    try:
        sentence_id = services.span_take_off(
            draft=draft, citation_id=citation_id, seen=request.POST.get("seen", ""), person=request.user,
            actor=actor_for(request.user),
        )  # fmt: skip
    except ReviewError as refusal:
        fresh = access_draft(request.user, draft_id)
        return _pane(request, fresh, {"source_refusal": refusal.sentence}, None, status=_status(refusal))
    fresh = part_context(request, access_draft(request.user, draft_id))["page"]
    claim = fresh.claim(sentence_id)
    return redirect(f"{draft_address(draft)}#{f'claim-{claim.ordinal}' if claim else 'own-words'}")


def _refused(request: PersonRequest, draft_id: UUID, form: CiteForm, refusal: ReviewError) -> HttpResponse:
    """Show the document again, what was chosen still chosen, with the sentence that says why it was not cited."""
    span, document_id = form.span(), form.cleaned_data["document"]
    start = span["start"]
    draft = access_draft(request.user, draft_id)
    reading = source_read(
        draft=draft, document_id=document_id, asked=Asked(at=start), person=request.user,
        actor=actor_for(request.user),
    )  # fmt: skip
    shown = {
        "reading": reading,
        "source_refusal": refusal.sentence,
        "ticked": [f"{left}-{right}" for left, right in form.ticked()],
    }
    return _pane(request, draft, shown, form.cleaned_data["sentence"], status=_status(refusal))


def _status(refusal: ReviewError) -> int:
    return 409 if isinstance(refusal, Collision) else 422


def _read(
    request: PersonRequest, draft_id: UUID, document_id: UUID, asked: Asked, sentence_id: UUID | None
) -> HttpResponse:
    draft = access_draft(request.user, draft_id)
    actor = actor_for(request.user)
    reading = source_read(draft=draft, document_id=document_id, asked=asked, person=request.user, actor=actor)
    return _pane(request, draft, {"reading": reading}, sentence_id)


def _pane(
    request: PersonRequest,
    draft: "AccessedDraft",
    shown: dict[str, Any],
    sentence_id: UUID | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Answer with the source pane, and the sentence it is about; the whole page with the same three panes to others."""
    context = part_context(request, draft) if wants_partial(request) else page_context(request, draft)
    page = context["page"]
    context |= {**shown, "citing": citing_of(page, request.user, sentence_id)}
    if pane := shown.get("pane"):
        context["claim"] = page.claim(pane.claim_id)
    partial = "review/partials/citation_answer.html" if "pane" in shown else "review/partials/source.html"
    return render_page(request, "review/draft_detail.html", partial, context, status=status)
