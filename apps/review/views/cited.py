"""A letter for who sees it to its payer, with the words that it cites and nothing else of the chart."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.core.htmx import render_page, wants_partial
from apps.review import services
from apps.review.selectors.cited import access_cited, cited_letter


@require_GET
@permission_required(Permission.READ_EVIDENCE)
def cited(request: PersonRequest, draft_id: UUID) -> HttpResponse:
    """Show the letter with its criteria; each citation is a chip."""
    found = access_cited(request.user, draft_id)
    context = {"letter": cited_letter(found, request.user), "draft": found.draft}
    services.cited_letter_show(draft=found.draft, actor=actor_for(request.user))
    return render(request, "review/cited.html", context)


@require_GET
@permission_required(Permission.READ_EVIDENCE)
def cited_words(request: PersonRequest, draft_id: UUID, citation_id: UUID) -> HttpResponse:
    """Open the words behind a chip in the evidence pane, or as a whole page with the same panes."""
    found, actor = access_cited(request.user, draft_id), actor_for(request.user)
    words = services.cited_words_show(cited=found, citation_id=citation_id, person=request.user, actor=actor)
    context = {"words": words, "draft": found.draft}
    if not wants_partial(request):
        context["letter"] = cited_letter(found, request.user)
        services.cited_letter_show(draft=found.draft, actor=actor)
    return render_page(request, "review/cited.html", "review/partials/cited_words.html", context)
