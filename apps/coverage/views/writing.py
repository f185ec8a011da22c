"""Drafts: begun, imported from a file or from a payer's form, and what stands above their tree."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.errors import NotAllowed, WorkbenchError
from apps.coverage import pipeline, services
from apps.coverage.domain.exporting import body_of
from apps.coverage.domain.tree import parse
from apps.coverage.forms.acts import ImportForm, QuestionnaireForm, VersionForm
from apps.coverage.forms.heads import HeadForm, NewForm, head_initial
from apps.coverage.models import CoveragePolicy
from apps.coverage.selectors import access_policy
from apps.coverage.views.pages import is_post

FORM_OR_POST = require_http_methods(["GET", "POST"])
writing = permission_required(Permission.WRITE_POLICIES)


@FORM_OR_POST
@writing
def policy_new(request: PersonRequest) -> HttpResponse:
    """Begin a policy of which nothing is written yet."""
    form = NewForm(request.POST if is_post(request) else None)
    if form.is_valid() and (policy := _made(request, form, lambda: _import(request, body_of(form.policy())))):
        messages.success(request, "A draft is begun. Add its criteria one by one.")
        return redirect("coverage:policy_detail", pk=policy.pk)
    return _head_page(request, form, None)


@FORM_OR_POST
@writing
def policy_import(request: PersonRequest) -> HttpResponse:
    """Take a policy file as a draft."""
    form = ImportForm(request.POST, request.FILES) if is_post(request) else ImportForm()
    if form.is_valid() and (policy := _made(request, form, lambda: _import(request, form.body()))):
        messages.success(request, f"{policy} is here as a draft.")
        return redirect("coverage:policy_detail", pk=policy.pk)
    return _import_page(request, form, QuestionnaireForm(), form)


@require_POST
@writing
def questionnaire_import(request: PersonRequest) -> HttpResponse:
    """Take a payer's form (FHIR Questionnaire) as a draft, with itself as the source."""
    form = QuestionnaireForm(request.POST, request.FILES)
    if form.is_valid() and (taken := _made(request, form, lambda: _questionnaire(request, form))):
        policy, left_out = taken
        messages.success(request, f"{policy} is here as a draft. The form names no threshold: write what is enough.")
        for sentence in left_out:
            messages.warning(request, sentence)
        return redirect("coverage:policy_detail", pk=policy.pk)
    return _import_page(request, ImportForm(), form, form)


@FORM_OR_POST
@writing
def policy_version(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Begin a draft version from another one."""
    policy = access_policy(request.user, pk)
    form = VersionForm(request.POST if is_post(request) else None)
    if form.is_valid() and (new := _made(request, form, lambda: _begin(request, policy, form))):
        messages.success(request, f"{new} is a draft with the words of version {policy.version}. Change what is new.")
        return redirect("coverage:policy_detail", pk=new.pk)
    context = {"policy": policy, "form": form}
    return render(request, "coverage/policy_version.html", context, status=422 if form.errors else 200)


@FORM_OR_POST
@writing
def policy_head(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Change what stands above the tree of a draft."""
    policy = access_policy(request.user, pk)
    now = parse(policy.body)
    form = HeadForm(request.POST) if is_post(request) else HeadForm(initial=head_initial(now))
    if is_post(request) and form.is_valid() and _made(request, form, lambda: _edit(request, policy, form.values(now))):
        messages.success(request, "Changed.")
        return redirect("coverage:policy_detail", pk=pk)
    return _head_page(request, form, policy)


def _made(request: PersonRequest, form: forms.Form, make: Callable[[], Any]) -> Any:
    """Return what was made, or None with the refusal's sentence on the form."""
    try:
        return make()
    except NotAllowed:
        raise
    except WorkbenchError as refusal:
        form.add_error(None, refusal.sentence)
        return None


def _import(request: PersonRequest, body: Any) -> CoveragePolicy:
    return services.policy_import(body=body, person=request.user, actor=actor_for(request.user))


def _questionnaire(request: PersonRequest, form: QuestionnaireForm) -> tuple[CoveragePolicy, tuple[str, ...]]:
    data = form.cleaned_data
    return pipeline.questionnaire_take(
        name=data["questionnaire"].name, content=data["questionnaire"].read(), policy_id=data["policy_id"],
        version=data["version"], payer=data["payer"], start=data["start"], person=request.user,
        actor=actor_for(request.user),
    )  # fmt: skip


def _begin(request: PersonRequest, policy: CoveragePolicy, form: VersionForm) -> CoveragePolicy:
    return services.policy_version_begin(
        policy=policy, **form.cleaned_data, person=request.user, actor=actor_for(request.user)
    )


def _edit(request: PersonRequest, policy: CoveragePolicy, new: Any) -> CoveragePolicy:
    seen = request.POST.get("seen", "")
    return services.policy_edit(policy=policy, new=new, seen=seen, person=request.user, actor=actor_for(request.user))


def _head_page(request: PersonRequest, form: HeadForm, policy: CoveragePolicy | None) -> HttpResponse:
    if policy:  # whoever saves again has seen what it says now
        policy.refresh_from_db(fields=["sha256"])
    context = {"form": form, "policy": policy}
    return render(request, "coverage/policy_head.html", context, status=422 if form.errors else 200)


def _import_page(request: PersonRequest, form: ImportForm, other: QuestionnaireForm, used: forms.Form) -> HttpResponse:
    context = {"import_form": form, "questionnaire_form": other, "form": used}
    return render(request, "coverage/policy_import.html", context, status=422 if used.errors else 200)
