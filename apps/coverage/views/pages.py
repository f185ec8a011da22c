"""What the views share: who may read, and the page of a version, with the sentence of a refusal where there is one."""

from collections.abc import Callable
from typing import Any, ParamSpec
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from apps.access.decorators import GuardedView, PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.errors import NotAllowed, WorkbenchError
from apps.coverage.forms.acts import ReasonForm, SourceForm
from apps.coverage.models import CoveragePolicy
from apps.coverage.selectors import access_policy
from apps.coverage.selectors.pages import policy_page

P = ParamSpec("P")
READERS = (Permission.OPEN_CHARTS, Permission.OPEN_DESK, Permission.VALIDATE_POLICIES)


def reading(view: GuardedView[P]) -> Callable[..., HttpResponseBase]:
    """Let a view run for whoever works with charts, letters or policies."""
    return permission_required(Permission.WRITE_POLICIES, *READERS, act="read coverage policies")(view)


def detail(request: PersonRequest, policy: CoveragePolicy, form: forms.BaseForm | None = None) -> HttpResponse:
    """Show a version whole; a refused form brings its sentence along (422)."""
    context = {
        "page": policy_page(policy, request.user),
        "form": form,
        "reason_form": form if isinstance(form, ReasonForm) else ReasonForm(),
        "source_form": form if isinstance(form, SourceForm) else SourceForm(),
        "refused": request.resolver_match.url_name if form and request.resolver_match else "",
    }
    return render(request, "coverage/policy_detail.html", context, status=422 if form else 200)


def act(
    request: PersonRequest, pk: UUID, form: forms.Form, service: Callable[..., Any], done: str, **given: Any
) -> HttpResponse:
    """Do one act on a version with what a form says, and lead to its page; a refusal stays, with its sentence."""
    policy = access_policy(request.user, pk)
    if not form.is_valid():
        return detail(request, policy, form)
    try:
        service(policy=policy, **form.cleaned_data, **given, person=request.user, actor=actor_for(request.user))
    except NotAllowed:
        raise
    except WorkbenchError as refusal:
        form.add_error(None, refusal.sentence)
        return detail(request, access_policy(request.user, pk), form)
    messages.success(request, done)
    return redirect("coverage:policy_detail", pk=pk)


def is_post(request: HttpRequest) -> bool:
    return request.method == "POST"
