"""Which version reads charts now, which drafts a part of it touched, and the card of the model that wrote a draft."""

import csv

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, may
from apps.governance import selectors, services
from apps.governance.chai import card_xml
from apps.governance.domain.card import card_groups, said_of
from apps.governance.domain.releases import PART_TITLES, release_digest
from apps.governance.errors import FeedbackRefused
from apps.governance.forms import FeedbackForm, PartForm
from apps.governance.models import Release
from apps.governance.selectors.models import registered_models
from apps.governance.selectors.rooms import machine_in_use
from apps.governance.selectors.touched import touched_by

LATEST = 20
MOST_SHOWN = 200
COLUMNS = ("draft", "kind", "status", "asked_at", "ready_at", "release")


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def releases(request: PersonRequest) -> HttpResponse:
    """Say which release reads charts now, part by part, and which drafts a part of any release touched."""
    return _page(request, PartForm(request.GET))


def _page(request: PersonRequest, form: PartForm) -> HttpResponse:
    parts = machine_in_use()
    digest = release_digest(parts)
    touched = touched_by(form.asked, request.user.organization_id)
    context = {
        "form": form,
        "digest": digest,
        "parts": [(title, parts.get(name, "")) for name, title in PART_TITLES.items()],
        "is_registered": Release.objects.filter(digest=digest).exists(),
        "touched": touched,
        "drafts": touched.drafts[:MOST_SHOWN],
        "releases": selectors.releases()[:LATEST],
        "models": registered_models(),
        "feedback": selectors.feedback_of(request.user.organization_id)[:LATEST],
    }
    return render(request, "governance/releases.html", context, status=200 if form.is_valid() else 422)


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def touched_export(request: PersonRequest) -> HttpResponse:
    """Give out as CSV which drafts of the own organization a part touched: opaque ids, no patient."""
    form = PartForm(request.GET)
    if not form.is_valid():
        return _page(request, form)
    touched = touched_by(form.asked, request.user.organization_id)
    services.touched_export_record(count=len(touched.drafts), actor=actor_for(request.user))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="drafts-touched.csv"'
    rows = csv.writer(response)
    rows.writerow(COLUMNS)
    for draft in touched.drafts:
        ready = draft.ready_at.isoformat() if draft.ready_at else ""
        rows.writerow([draft.id, draft.kind, draft.status, draft.asked_at.isoformat(), ready, draft.release])
    return response


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REVIEW_DRAFT, Permission.RUN_CONTROL_ROOM, act="read model cards")
def card(request: PersonRequest, digest: str) -> HttpResponse:
    """Show the card of a release as it stood when the release was made, and take feedback on it."""
    release = selectors.release_get(digest)
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _gave(request, release, form):
        messages.success(request, "Kept. Whoever runs the control room of your organization reads it.")
        return redirect("governance:card", digest=release.digest)
    if request.method == "GET":
        services.card_show(release=release, actor=actor_for(request.user))
    said, of = said_of(release.card)
    context = {
        "release": release,
        "parts": [(title, getattr(release, name)) for name, title in PART_TITLES.items()],
        "groups": card_groups(release.card),
        "measures": release.card.get("measures", ()),
        "said": said,
        "of": of,
        "form": form,
        "runs_control_room": may(request.user, Permission.RUN_CONTROL_ROOM),
    }
    return render(request, "governance/card.html", context, status=422 if form.errors else 200)


@require_GET
@permission_required(Permission.REVIEW_DRAFT, Permission.RUN_CONTROL_ROOM, act="read model cards")
def card_export(request: PersonRequest, digest: str) -> HttpResponse:
    """Give out the card as a CHAI applied model card (v0.2)."""
    release = selectors.release_get(digest)
    services.card_show(release=release, actor=actor_for(request.user))
    response = HttpResponse(card_xml(release), content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="model-card-{release.digest[:12]}.xml"'
    return response


def _gave(request: PersonRequest, release: Release, form: forms.Form) -> bool:
    try:
        services.feedback_give(
            release=release, text=form.cleaned_data["text"], person=request.user, actor=actor_for(request.user)
        )
    except FeedbackRefused as refusal:
        form.add_error("text", refusal.sentence)
        return False
    return True
