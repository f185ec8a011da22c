"""Figures broken down by one thing, and the decisions behind them."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.quality.domain.charts.drawing import drawing
from apps.quality.domain.charts.funnel_drawing import funnel_drawing
from apps.quality.domain.charts.strips import Strip, pareto, strips
from apps.quality.domain.definitions import CLAIM_METRICS, DEFINITION_VERSION, METRICS
from apps.quality.domain.dimensions import ASPECTS, OF_CLAIMS, RATED_BY, Dimension
from apps.quality.domain.facts import COUNTED_WORDS, CountsAs
from apps.quality.errors import QualityError
from apps.quality.facts import facts_bring_up
from apps.quality.forms import FiltersForm
from apps.quality.selectors import Breakdown, Group, breakdown, decisions_listed
from apps.quality.selectors.decisions import SHOWN
from apps.quality.services import breakdown_viewed, decisions_viewed, figures_withheld
from apps.quality.views.asked import asked_for


@dataclass(frozen=True, slots=True)
class Row:
    """One group of the table, its picture, and what stands behind it."""

    group: Group
    strip: Strip | None
    narrowed: str  # address of the same figures of this value alone
    decisions: str


@require_GET
@permission_required(Permission.VIEW_QUALITY)
def by_dimension(request: PersonRequest, dimension: str) -> HttpResponse:
    """Show the figures of a period broken down by one dimension, narrowed to what the address asks for."""
    by = _dimension(dimension)
    form = FiltersForm(request.GET)
    facts_bring_up(organization_id=request.user.organization_id)
    start, end = form.period()
    try:
        told = breakdown(
            organization_id=request.user.organization_id, start=start, end=end, by=by, filters=_narrowing(by, form)
        )
    except QualityError as error:
        return _withheld(request, form, by, error)
    placed = funnel_drawing(told.funnel) if told.funnel else None
    breakdown_viewed(told=told, actor=actor_for(request.user))
    context = asked_for(form, by) | {
        "told": told,
        "rows": _rows(told, form),
        "metrics": {**METRICS, **CLAIM_METRICS},
        "bars": pareto(told.by_reason),
        "drawn": drawing(told.chart, {}) if told.chart else None,
        "funnel": placed,
        "outstanding": placed.outstanding if placed else (),
        "version": DEFINITION_VERSION,
        "by_people": ASPECTS[by].is_of_reviewers,
    }
    return render(request, "quality/breakdown.html", context)


@require_GET
@permission_required(Permission.VIEW_QUALITY)
def decisions(request: PersonRequest) -> HttpResponse:
    """List the decisions behind a figure: what each counted as, and its trace, masked without a grant."""
    form = FiltersForm(request.GET)
    facts_bring_up(organization_id=request.user.organization_id)
    start, end = form.period()
    chosen = request.GET.get("counts_as", "")
    counts_as = CountsAs(chosen) if chosen in set(CountsAs) else None
    try:
        listed, number = decisions_listed(
            organization_id=request.user.organization_id, start=start, end=end, filters=form.filters,
            counts_as=counts_as, number=request.GET.get("page", 1),
        )  # fmt: skip
    except QualityError as error:
        return _withheld(request, form, None, error)
    decisions_viewed(
        start=start, end=end, filters=form.filters, counts_as=counts_as, number=number, actor=actor_for(request.user)
    )
    kept = {"counts_as": counts_as.value} if counts_as else {}
    context = asked_for(form, None) | {
        "listed": listed,
        "page": listed.page if listed else None,
        "number": number,
        "start": start,
        "end": end,
        "columns": [ASPECTS[one].name for one in SHOWN],
        "counted_words": COUNTED_WORDS,
        "ways": [(one, words, form.address(plus={"counts_as": one})) for one, words in COUNTED_WORDS.items()],
        "counts_as": counts_as,
        "every": form.address(),
        "paged": form.address(plus=kept),
    }
    return render(request, "quality/decisions.html", context)


def _withheld(request: PersonRequest, form: FiltersForm, by: Dimension | None, error: QualityError) -> HttpResponse:
    """Say why these figures are shown to nobody, beside the filters that led here."""
    figures_withheld(by=by, filters=form.filters, actor=actor_for(request.user))
    return render(request, "quality/withheld.html", asked_for(form, by) | {"sentence": error.sentence})


def _dimension(name: str) -> Dimension:
    if name not in (*RATED_BY, *OF_CLAIMS):
        raise Http404
    return Dimension(name)


def _narrowing(by: Dimension, form: FiltersForm) -> dict[Dimension, str]:
    """Return the filters that narrow this breakdown: claims are kept apart by kind of work alone."""
    kept = {Dimension.KIND} if by in OF_CLAIMS else set(Dimension) - set(OF_CLAIMS)
    return {dimension: value for dimension, value in form.filters.items() if dimension in kept}


def _rows(told: Breakdown, form: FiltersForm) -> list[Row]:
    pictures = strips([group.figure for group in told.groups], told.whole)
    following = next(one for one in RATED_BY if one not in {told.by, *told.filters})
    return [_row(told, group, strip, form, following) for group, strip in zip(told.groups, pictures, strict=True)]


def _row(told: Breakdown, group: Group, strip: Strip | None, form: FiltersForm, following: Dimension) -> Row:
    if group.value is None:
        return Row(group, strip, "", "")
    asked = form.address(plus={told.by: group.value})
    narrowed = "" if told.counts is None else f"{reverse('quality:by', args=[following])}?{asked}"
    return Row(group, strip, narrowed, f"{reverse('quality:decisions')}?{asked}")
