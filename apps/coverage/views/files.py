"""Files of the library: the schema, a version as a file, the payer's own document."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.canonical import sha256_hex
from apps.coverage import services
from apps.coverage.domain.errors import PolicyRefused
from apps.coverage.forms.acts import SourceForm
from apps.coverage.selectors import access_policy, source_of
from apps.coverage.selectors.files import SCHEMA_FILE
from apps.coverage.views.pages import detail, reading


@require_GET
@reading
def policy_schema(request: PersonRequest) -> HttpResponse:
    """Give out the JSON Schema (draft 2020-12) of a policy file."""
    return _file(SCHEMA_FILE.read_bytes(), "coverage-policy.schema.json", "application/schema+json")


@require_GET
@reading
def policy_export(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Give out one version as a policy file: the same version always as the same bytes."""
    policy = access_policy(request.user, pk)
    text = services.policy_export(policy=policy, actor=actor_for(request.user))
    return _file(text.encode(), f"{policy.policy_id}-v{policy.version}.json", "application/json")


@require_GET
@reading
def policy_source(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Give out the payer's own document, as long as it is what was attached."""
    source = source_of(access_policy(request.user, pk))
    if source is None:
        raise Http404
    content = bytes(source.content)
    if sha256_hex(content) != source.sha256:
        messages.error(request, "The document on record is not the one that was attached: its sha256 differs.")
        return redirect("coverage:policy_detail", pk=pk)
    return _file(content, source.name, source.media_type)


@require_POST
@permission_required(Permission.WRITE_POLICIES)
def policy_source_attach(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Keep the payer's own document with a version."""
    policy, form = access_policy(request.user, pk), SourceForm(request.POST, request.FILES)
    if not form.is_valid():
        return detail(request, policy, form)
    document = form.cleaned_data["document"]
    try:
        services.policy_source_attach(
            policy=policy, name=document.name, content=document.read(), person=request.user,
            actor=actor_for(request.user),
        )  # fmt: skip
    except PolicyRefused as refusal:
        form.add_error("document", refusal.sentence)
        return detail(request, policy, form)
    messages.success(request, "The document is kept with this version.")
    return redirect("coverage:policy_detail", pk=pk)


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name)
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{plain}"'}
    )
