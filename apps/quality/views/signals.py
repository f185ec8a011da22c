"""Signals: what became of passages, where overrides may come from, what reviewers complain of."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.quality.domain import definitions
from apps.quality.domain.broken import word_list
from apps.quality.domain.causes import CAUSE_RULES_VERSION, CAUSES, RULES, Cause
from apps.quality.domain.dimensions import KIND_NAMES
from apps.quality.domain.passages import DIMENSION_WORDS, OF_SOURCES
from apps.quality.facts import facts_bring_up
from apps.quality.forms import PERIODS
from apps.quality.selectors import access_override, signal_cases, signal_report
from apps.quality.services import cause_judge, signals_viewed
from apps.quality.signal_forms import CauseForm, SignalsForm
from apps.quality.signalling import signals_bring_up


@require_GET
@permission_required(Permission.VIEW_QUALITY)
def signals(request: PersonRequest) -> HttpResponse:
    """Show the signals of the person's own organization for a period."""
    organization_id = request.user.organization_id
    form = SignalsForm(request.GET)
    facts_bring_up(organization_id=organization_id)
    signals_bring_up(organization_id=organization_id)
    start, end = form.period()
    report = signal_report(organization_id=organization_id, start=start, end=end, dimension=form.dimension)
    page, cases = signal_cases(
        organization_id=organization_id, start=start, end=end, cause=form.of, complaint=form.complaint,
        page=request.GET.get("page", "1"),
    )  # fmt: skip
    signals_viewed(report=report, actor=actor_for(request.user))
    context = _words() | {"report": report, "page": page, "cases": cases, "form": form,
                          "chosen": form.chosen, "period_asked": urlencode(form.in_address)}  # fmt: skip
    return render(request, "quality/signals.html", context)


def _words() -> dict[str, Any]:
    """Return what the page says of its figures and rules."""
    return {
        "periods": PERIODS,
        "measures": definitions.SIGNAL_MEASURES,
        "dimensions": DIMENSION_WORDS,
        "of_sources": OF_SOURCES,
        "causes": CAUSES,
        "rules": RULES,
        "rules_version": CAUSE_RULES_VERSION,
        "word_list": word_list(),
        "kinds": KIND_NAMES,
    }


@require_POST
@permission_required(Permission.VIEW_QUALITY)
def signal_cause(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Keep what the person says of a proposed cause, and lead back to where they were."""
    signal, form = access_override(request.user, draft_id), CauseForm(request.POST)
    if form.is_valid():
        cause = Cause(form.cleaned_data["cause"])
        cause_judge(signal=signal, cause=cause, person=request.user, actor=actor_for(request.user))
        messages.success(request, f"Kept beside the proposal: {CAUSES[cause].name.lower()}.")
    else:
        messages.error(request, " ".join(str(sentence) for said in form.errors.values() for sentence in said))
    return redirect(f"{reverse('quality:signals')}?{_back(request)}#cases")


def _back(request: PersonRequest) -> str:
    """Return the address the person came with, as far as it is one of ours."""
    form = SignalsForm(request.POST)
    page = request.POST.get("page", "")
    kept = {**form.in_address, "by": form.dimension.value, "of": form.of, "words": form.complaint,
            "page": page if page.isascii() and page.isdecimal() else ""}  # fmt: skip
    return urlencode({name: value for name, value in kept.items() if value})
