"""Chart pages: which patients, one chart, one document, a search inside it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.chart.domain.identity.settling import SettlingRefused
from apps.chart.selectors import access_document, access_patient
from apps.core.context import in_emergency
from apps.core.htmx import render_page
from apps.viewer import selectors, services
from apps.viewer.domain.misfiled import SETTLE
from apps.viewer.forms import ChartsForm, QuestionForm, SearchForm, SettleForm, SpanForm

LONGEST_NUMBER = 7
SETTLED = "Kept: this page belongs to this patient. Searches and drafts use it from now on."
SET_ASIDE_AGAIN = "Kept: this page is set aside again. No answer and no draft is made from it."


@require_http_methods(["GET", "POST"])
@permission_required(Permission.OPEN_CHARTS)
def charts(request: PersonRequest) -> HttpResponse:
    """List the patients whose chart the person may see. A search comes by POST: no name stands in an address."""
    form = ChartsForm(request.POST or None)
    words = form.cleaned_data["words"] if form.is_bound and form.is_valid() else ""
    page = selectors.charts_page(request.user, words, request.GET.get("page", "1"))
    patients = list(page.object_list)
    services.charts_list(shown=len(patients), searched=bool(words), actor=actor_for(request.user))
    context = {"form": form, "rows": selectors.chart_rows(request.user, patients), "page": page, "words": words}
    context["is_over"] = request.GET.get("over") == "emergency"
    return render_page(request, "viewer/charts.html", "viewer/partials/charts.html", context)


@require_GET
@permission_required(Permission.OPEN_CHARTS)
def chart_detail(request: PersonRequest, patient_id: UUID) -> HttpResponse:
    """Show one chart: the banner, the timeline by encounter, the search."""
    patient = access_patient(request.user, patient_id)
    services.chart_show(patient=patient, actor=actor_for(request.user))
    context = {
        "banner": selectors.patient_banner(patient),
        "timeline": selectors.timeline(request.user, patient, _number(request)),
        "form": SearchForm(),
        "may_see_looks": not in_emergency(str(patient.pk)),
    }
    return render(request, "viewer/chart_detail.html", context)


def _number(request: PersonRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isdecimal() and len(number) < LONGEST_NUMBER else 1


@require_POST
@permission_required(Permission.OPEN_CHARTS)
def chart_search(request: PersonRequest, patient_id: UUID) -> HttpResponse:
    """Show the places of one chart that answer a search."""
    patient = access_patient(request.user, patient_id)
    form = SearchForm(request.POST)
    found, status = None, 422
    if form.is_valid():
        words = form.cleaned_data["words"]
        found = services.chart_search(patient=patient, text=words, person=request.user, actor=actor_for(request.user))
        status = 200
    context: dict[str, object] = {"form": form, "found": found, "patient_id": patient.pk}
    if not request.htmx:
        context["banner"] = selectors.patient_banner(patient)
    return render_page(request, "viewer/chart_search.html", "viewer/partials/hits.html", context, status=status)


@require_POST
@permission_required(Permission.OPEN_CHARTS)
def chart_ask(request: PersonRequest, patient_id: UUID) -> HttpResponse:
    """Answer a question about one chart with quotations, or say plainly that the chart does not answer it."""
    patient = access_patient(request.user, patient_id)
    form = QuestionForm(request.POST)
    answer, status = None, 422
    if form.is_valid():
        words = form.cleaned_data["words"]
        answer = services.chart_ask(patient=patient, text=words, person=request.user, actor=actor_for(request.user))
        status = 200
    context: dict[str, object] = {"form": form, "answer": answer, "patient_id": patient.pk}
    if not request.htmx:
        context["banner"] = selectors.patient_banner(patient)
    return render_page(request, "viewer/chart_ask.html", "viewer/partials/answer.html", context, status=status)


@require_GET
@permission_required(Permission.OPEN_CHARTS)
def document_detail(request: PersonRequest, patient_id: UUID, document_id: UUID) -> HttpResponse:
    """Show one document version, with a span marked when a search led here."""
    document = access_document(request.user, document_id)
    if document.patient_id != patient_id:
        raise Http404
    span = SpanForm(request.GET).span(len(document.text))
    view = services.document_show(document=document, span=span, person=request.user, actor=actor_for(request.user))
    context = {
        "banner": selectors.patient_banner(document.patient), "view": view,
        "doubt": selectors.doubt_of(request.user, document),
    }  # fmt: skip
    return render(request, "viewer/document_detail.html", context)


@require_POST
@permission_required(Permission.SIGN_DRAFT, act=SETTLE)
def document_settle(request: PersonRequest, patient_id: UUID, document_id: UUID) -> HttpResponse:
    """Keep that a page whose header names another person belongs to this patient, or take that back."""
    document = access_document(request.user, document_id)
    if document.patient_id != patient_id:
        raise Http404
    form = SettleForm(request.POST)
    try:
        reason = form.reason()
        services.document_settle(document=document, reason=reason, person=request.user, actor=actor_for(request.user))
    except SettlingRefused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, SETTLED if reason.says_it_belongs else SET_ASIDE_AGAIN)
    return redirect("viewer:document_detail", patient_id, document_id)
