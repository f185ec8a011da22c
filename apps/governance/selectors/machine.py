"""Which machine is it: releases, their parts, and what people say about them."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.governance.domain.scopes import DIGEST
from apps.governance.models import CardFeedback, Release


def releases() -> QuerySet[Release]:
    """Return every release, newest first."""
    return Release.objects.order_by("-created_at", "-pk")


def release_get(digest: str) -> Release:
    """Return a release by its whole digest, or raise Http404."""
    release = Release.objects.filter(digest=digest).first() if DIGEST.fullmatch(digest) else None
    if release is None:
        raise Http404("No such release.")
    return release


def feedback_of(organization_id: UUID) -> QuerySet[CardFeedback]:
    """Return what an organization's people said about releases, newest first."""
    rows = CardFeedback.objects.filter(organization=organization_id)
    return rows.select_related("release", "person").order_by("-created_at", "-pk")
