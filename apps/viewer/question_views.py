"""Handing a refused question over, and the list of those that wait."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.chart.selectors import access_patient
from apps.viewer import selectors, services
from apps.viewer.domain.questions import QuestionStatus
from apps.viewer.forms import HandOverForm

HANDED = "Handed over: the question stands in the list of the people who care for this patient."
HANDED_ALREADY = "This question was handed over before. It stands in the list once."
MOVES = {"take": QuestionStatus.TAKEN, "close": QuestionStatus.ANSWERED_ELSEWHERE}


@require_POST
@permission_required(Permission.OPEN_CHARTS)
def question_hand_over(request: PersonRequest, patient_id: UUID) -> HttpResponse:
    """Hand a question that was not answered to the people who care for the patient."""
    patient = access_patient(request.user, patient_id)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        raise Http404
    _, is_new = services.question_hand_over(
        patient=patient, query_id=form.cleaned_data["query"], person=request.user, actor=actor_for(request.user)
    )
    messages.success(request, HANDED if is_new else HANDED_ALREADY)
    return redirect("viewer:questions")


@require_GET
@permission_required(Permission.OPEN_CHARTS)
def questions(request: PersonRequest) -> HttpResponse:
    """List the questions about the reader's patients that wait for a clinician."""
    services.questions_show(actor=actor_for(request.user))
    page = selectors.questions_page(request.user, request.GET.get("page", "1"))
    context = {"page": page, "rows": selectors.question_rows(request.user, page.object_list)}
    return render(request, "viewer/questions.html", context)


@require_POST
@permission_required(Permission.OPEN_CHARTS)
def question_move(request: PersonRequest, question_id: UUID, move: str) -> HttpResponse:
    """Take up a question, or note that it was answered elsewhere."""
    question = selectors.access_question(request.user, question_id)
    try:
        services.question_move(question=question, to=MOVES[move], person=request.user, actor=actor_for(request.user))
    except services.QuestionMoved as moved:
        messages.error(request, moved.sentence)
    return redirect("viewer:questions")
