"""Second readings: rounds for the analyst, drafts to read for physicians, what was found for who decided."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.errors import NotAllowed, WorkbenchError
from apps.quality import services
from apps.quality.adjudication_forms import ReadingForm, RoundForm
from apps.quality.domain.adjudicated import ADJUDICATED
from apps.quality.domain.adjudication import GOLD_WORDS, MOST_CASES, SEVERITY_WORDS, VERDICT_WORDS, Severity, Verdict
from apps.quality.errors import TooLate
from apps.quality.models import AdjudicationReading
from apps.quality.selectors.adjudication import (
    access_reading,
    access_round,
    access_second_reading,
    readings_given,
    readings_waiting,
    round_view,
    rounds_listed,
    second_readings,
)
from apps.review.selectors.second_reading import MachineDraft, decided_in_words, kind_in_words, machine_draft
from apps.viewer.selectors import Purpose, Sight, patient_banner, patient_label, texts_restored

if TYPE_CHECKING:
    from apps.drafting.models import Draft

KEPT = "Your reading is kept. Nobody else sees it before the round is finished."
SEATED = "{} more seat{} given to readers."
NOBODY_MORE = "Nobody more was found who may read these drafts and took no part in them."


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_QUALITY)
def adjudication(request: PersonRequest) -> HttpResponse:
    """List the rounds of the organization, and draw another."""
    typed = request.POST if request.method == "POST" else None
    form, actor = RoundForm(typed, initial=RoundForm.proposed()), actor_for(request.user)
    if form.is_valid():
        start, end = form.cleaned_data["start"], form.cleaned_data["end"]
        try:
            made = services.round_draw(start=start, end=end, sizes=form.sizes(), person=request.user, actor=actor)
            return redirect("quality:adjudication_round", round_id=made.pk)
        except WorkbenchError as refusal:
            form.add_error(None, refusal.sentence)
    services.round_viewed(found=None, actor=actor)
    context = {
        "form": form,
        "rounds": rounds_listed(request.user.organization_id),
        "most": MOST_CASES,
    }
    return render(request, "quality/adjudication.html", context, status=422 if form.errors else 200)


@require_GET
@permission_required(Permission.VIEW_QUALITY)
def adjudication_round(request: PersonRequest, round_id: UUID) -> HttpResponse:
    """Show how far a round is, and what it came to once it is finished. No patient, no name."""
    found = access_round(request.user, round_id)
    services.round_viewed(found=found, actor=actor_for(request.user))
    return render(request, "quality/adjudication_round.html", {"view": round_view(found), "words": ADJUDICATED})


@require_POST
@permission_required(Permission.VIEW_QUALITY)
def adjudication_seat(request: PersonRequest, round_id: UUID) -> HttpResponse:
    """Look once more for readers."""
    found = access_round(request.user, round_id)
    try:
        given = services.round_seat(found=found, person=request.user, actor=actor_for(request.user))
        messages.info(request, SEATED.format(given, "" if given == 1 else "s") if given else NOBODY_MORE)
    except TooLate as refusal:
        messages.error(request, refusal.sentence)
    return redirect("quality:adjudication_round", round_id=found.pk)


@require_POST
@permission_required(Permission.VIEW_QUALITY)
def adjudication_finish(request: PersonRequest, round_id: UUID) -> HttpResponse:
    """End a round as it stands."""
    found = access_round(request.user, round_id)
    try:
        services.round_finish(found=found, person=request.user, actor=actor_for(request.user))
    except TooLate as refusal:
        messages.error(request, refusal.sentence)
    return redirect("quality:adjudication_round", round_id=found.pk)


@require_GET
@permission_required(Permission.ADJUDICATE)
def readings(request: PersonRequest) -> HttpResponse:
    """List the drafts that wait for this person's reading, and what was found in drafts that they decided."""
    waiting, told = readings_waiting(request.user), second_readings(request.user)
    services.readings_show(waiting=len(waiting), actor=actor_for(request.user))
    context = {
        "waiting": [(one.reading, *_named(one.draft)) for one in waiting],
        "told": [(one, *_named(one.draft)) for one in told],
        "given": readings_given(request.user),
    }
    return render(request, "quality/readings.html", context)


def _named(draft: "Draft") -> tuple[str, str]:
    """Return what kind of draft it is, and its patient, of a draft that the person may open."""
    return kind_in_words(draft), patient_label(draft.patient, granted=True)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.ADJUDICATE)
def reading(request: PersonRequest, reading_id: UUID) -> HttpResponse:
    """Show a draft as the machine wrote it, and take this person's answer."""
    seat = access_reading(request.user, reading_id)
    machine = machine_draft(request.user, seat.draft_id)
    form, status = ReadingForm(sentences=machine.ordinals), 200
    if request.method == "POST":
        form = ReadingForm(request.POST, sentences=machine.ordinals)
        if (refused := _given(request, seat, form)) is None:
            messages.success(request, KEPT)
            return redirect("quality:readings")
        status = refused
    services.reading_show(draft=machine.draft, case_id=seat.case_id, actor=actor_for(request.user))
    return render(request, "quality/reading.html", _reading_context(seat, machine, form), status=status)


def _given(request: PersonRequest, seat: AdjudicationReading, form: ReadingForm) -> int | None:
    """Keep what was answered; return the status of a refusal, whose sentence stands in the form, or None."""
    if not form.is_valid():
        return 422
    try:
        services.reading_give(
            reading_id=seat.pk, answer=form.answer(), person=request.user, actor=actor_for(request.user)
        )
    except NotAllowed:
        raise
    except WorkbenchError as refusal:
        form.add_error(None, refusal.sentence)
        return 409 if isinstance(refusal, TooLate) else 422
    return None


def _reading_context(seat: AdjudicationReading, machine: MachineDraft, form: ReadingForm) -> dict[str, Any]:
    return {
        "seat": seat,
        "is_over": seat.case.round.finished_at is not None,
        "machine": machine,
        "form": form,
        "banner": patient_banner(machine.draft.patient),
        "verdicts": [(key.value, *words) for key, words in VERDICT_WORDS.items()],
        "severities": [(key.value, words) for key, words in SEVERITY_WORDS.items()],
        "said": VERDICT_WORDS,
    }


def _words(one: AdjudicationReading) -> tuple[str, str]:
    """Return what a reader answered, and what could have come of it."""
    verdict, _ = VERDICT_WORDS[Verdict(one.verdict)]
    return verdict, SEVERITY_WORDS[Severity(one.severity)] if one.severity else ""


@require_GET
@permission_required(Permission.SIGN_DRAFT)
def second_reading(request: PersonRequest, case_id: UUID) -> HttpResponse:
    """Tell a person, and nobody else, what two readers found in a draft that they decided."""
    case, answers = access_second_reading(request.user, case_id)
    machine = machine_draft(request.user, case.draft_id)
    sight = Sight(request.user, Purpose.REVIEW)
    comments = texts_restored(
        sight=sight, patient_id=machine.draft.patient_id, texts=[one.comment for one in answers]
    )  # fmt: skip
    context = {
        "case": case,
        "gold": GOLD_WORDS[case.gold],
        "did": decided_in_words(case.decision),
        "answers": [(one, *_words(one), comment) for one, comment in zip(answers, comments, strict=True)],
        "machine": machine,
        "wrong": {number for one in answers for number in one.claims},
        "banner": patient_banner(machine.draft.patient),
    }
    services.second_reading_show(case=case, draft=machine.draft, actor=actor_for(request.user))
    return render(request, "quality/second_reading.html", context)
