"""The weekly look at the log: which weeks wait for a name, and one of them."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.audit_reviews import week_page, weeks_page
from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.audit_review import CONCLUSION_WORDS, LONGEST_NOTE
from apps.access.domain.roles import Permission
from apps.access.errors import AccessError
from apps.access.selectors import actor_for, may
from apps.access.services import audit_review_sign
from apps.audit.services import week_viewed

LONGEST_NUMBER = 18  # digits that a bigint always holds


@require_GET
@permission_required(Permission.VIEW_AUDIT)
def weeks(request: PersonRequest) -> HttpResponse:
    """List the weeks that are over, and who signed each off."""
    return render(request, "audit/weeks.html", {"rows": weeks_page(request.user)})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VIEW_AUDIT)
def week(request: PersonRequest, monday: str) -> HttpResponse:
    """Show what of a week is worth a look; keep what the reviewer found."""
    day, refusal = _day(monday), ""
    typed = {name: request.POST.get(name, "") for name in ("conclusion", "note")}
    if request.method == "POST":
        try:
            audit_review_sign(
                person=request.user, monday=day, seen=_number(request.POST.get("seen", "")),
                actor=actor_for(request.user), **typed,
            )  # fmt: skip
        except AccessError as error:
            refusal = error.sentence
        else:
            messages.success(request, "The week is signed off with your name.")
            return redirect("audit:weeks")
    week_viewed(actor=actor_for(request.user), week=day.isoformat())
    context = {
        "page": week_page(request.user, day), "typed": typed, "refusal": refusal, "longest": LONGEST_NOTE,
        "choices": [(value, *words) for value, words in CONCLUSION_WORDS.items()],
        "may_sign": may(request.user, Permission.REVIEW_AUDIT),
    }  # fmt: skip
    return render(request, "audit/week.html", context, status=422 if refusal else 200)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404("No such week.") from None
    if day.isoformat() != text:
        raise Http404("No such week.")
    return day


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else -1
