"""What governance asks of belt 2: which release would write a draft now, and which drafts a release wrote."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from apps.drafting.models import Draft
from apps.drafting.services.acts import release_in_use
from apps.governance.domain.rooms import TouchedDraft

__all__ = ["drafts_touched", "release_in_use"]


def drafts_touched(release_ids: Iterable[UUID], organization_id: UUID) -> Iterator[TouchedDraft]:
    """Yield the drafts of an organization that one of these releases wrote, or began to write, newest first."""
    rows = Draft.objects.filter(organization_id=organization_id, release__in=list(release_ids))
    for draft in rows.select_related("release").order_by("-created_at", "pk"):
        digest = draft.release.digest if draft.release else ""
        yield TouchedDraft(str(draft.pk), draft.kind, draft.status, draft.created_at, draft.ready_at, digest)
