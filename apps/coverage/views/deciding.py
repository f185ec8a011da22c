"""Acts on a version: submitted, validated, sent back, retired, discarded."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.coverage import services
from apps.coverage.domain.errors import PolicyRefused
from apps.coverage.forms.acts import ReasonForm, SeenForm
from apps.coverage.selectors import access_policy
from apps.coverage.views.pages import act, detail

works_on_policies = permission_required(Permission.VALIDATE_POLICIES, Permission.WRITE_POLICIES)


@require_POST
@permission_required(Permission.WRITE_POLICIES)
def policy_submit(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Ask that another person validates a draft."""
    done = "Submitted. It stays as it is until somebody else validates it or sends it back."
    return act(request, pk, forms.Form(request.POST), services.policy_submit, done)


@require_POST
@permission_required(Permission.VALIDATE_POLICIES)
def policy_validate(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Let letters argue from what others wrote."""
    done = "Validated. New requests may name this version; it never changes again."
    return act(request, pk, SeenForm(request.POST), services.policy_validate, done)


@require_POST
@works_on_policies
def policy_send_back(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Give a version back to be changed."""
    return act(request, pk, ReasonForm(request.POST), services.policy_send_back, "Sent back: it can be changed again.")


@require_POST
@works_on_policies
def policy_retire_ask(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Ask that a version be retired."""
    done = "Asked. It counts as before until another person confirms it."
    return act(request, pk, ReasonForm(request.POST), services.policy_retire_ask, done)


@require_POST
@works_on_policies
def policy_retire(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Keep new requests from naming a version, as the second person."""
    done = "Retired. No new request names it; drafts that do keep it, and say so."
    return act(request, pk, forms.Form(request.POST), services.policy_retire, done)


@require_POST
@works_on_policies
def policy_keep(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Keep a version that was to be retired."""
    return act(request, pk, forms.Form(request.POST), services.policy_keep, "Kept: it counts as before.")


@require_POST
@permission_required(Permission.WRITE_POLICIES)
def policy_discard(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Delete a draft."""
    policy, form = access_policy(request.user, pk), forms.Form(request.POST)
    try:
        services.policy_discard(policy=policy, person=request.user, actor=actor_for(request.user))
    except PolicyRefused as refusal:
        form.add_error(None, refusal.sentence)
        return detail(request, policy, form)
    messages.success(request, f"The draft {policy} is discarded.")
    return redirect("coverage:policies")
