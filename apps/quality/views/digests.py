"""The weekly digest: the newest, and each as it was made."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.quality.models import WeeklyDigest
from apps.quality.selectors import access_digest, digests_of
from apps.quality.services import digest_viewed

LISTED = 26


@require_GET
@permission_required(Permission.VIEW_QUALITY, Permission.SIGN_DRAFT)
def digest(request: PersonRequest) -> HttpResponse:
    """Show the newest digest of the person's own organization, or say when the first comes."""
    newest = digests_of(request.user.organization_id).first()
    return _page(request, newest) if newest else render(request, "quality/digest.html", {"digest": None})


@require_GET
@permission_required(Permission.VIEW_QUALITY, Permission.SIGN_DRAFT)
def digest_week(request: PersonRequest, week: str) -> HttpResponse:
    """Show the digest of one week as it was made."""
    return _page(request, access_digest(request.user, week))


def _page(request: PersonRequest, shown: WeeklyDigest) -> HttpResponse:
    digest_viewed(digest=shown, actor=actor_for(request.user))
    context = {
        "digest": shown,
        "last": shown.week + timedelta(days=6),
        "house": request.user.organization.name,
        "others": digests_of(request.user.organization_id)[:LISTED],
    }
    return render(request, "quality/digest.html", context)
