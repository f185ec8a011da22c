"""Reading the library: the list, one version as a tree, what changed between two."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest
from apps.core.htmx import render_page
from apps.coverage.domain.errors import PolicyNotFound
from apps.coverage.forms.acts import FilterForm, NamedForm
from apps.coverage.selectors import access_policy, policy_get
from apps.coverage.selectors.pages import comparison, policy_rows
from apps.coverage.views.pages import detail, reading

ON_A_PAGE = 50


@require_GET
@reading
def policies(request: PersonRequest) -> HttpResponse:
    """List the versions, by payer, by a code they speak of, by status."""
    form = FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"payer": "", "code": "", "status": ""}
    rows = policy_rows(request.user, **wanted)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
               "query": query.urlencode(), "is_narrowed": any(wanted.values())}  # fmt: skip
    return render_page(request, "coverage/policies.html", "coverage/partials/policies.html", context)


@require_GET
@reading
def policy_detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Show one version: the payer's words, what counts as evidence, each typed test as a sentence."""
    return detail(request, access_policy(request.user, pk))


@require_GET
@reading
def policy_named(request: PersonRequest) -> HttpResponse:
    """Lead from the name and version of a policy to its page."""
    form = NamedForm(request.GET)
    if not form.is_valid():
        raise Http404
    try:
        policy = policy_get(**form.cleaned_data, organization_id=request.user.organization_id)
    except PolicyNotFound:
        raise Http404 from None
    return redirect("coverage:policy_detail", pk=policy.pk)


@require_GET
@reading
def policy_changes(request: PersonRequest, pk: UUID, before: UUID) -> HttpResponse:
    """Show what changed from one version to another, node by node."""
    after, earlier = access_policy(request.user, pk), access_policy(request.user, before)
    context = {"after": after, "before": earlier, "comparison": comparison(earlier, after)}
    return render(request, "coverage/policy_changes.html", context)
