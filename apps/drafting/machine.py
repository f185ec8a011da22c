"""What governance asks of belt 2: which release would write a draft now, and which drafts a release wrote."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from apps.drafting.backends import backend_in_use
from apps.drafting.models import Draft
from apps.drafting.services.acts import machine_parts
from apps.governance.domain.rooms import ModelFile, TouchedDraft


def machine_in_use() -> dict[str, str]:
    """Return the parts of the release that would write a draft now."""
    return machine_parts(backend_in_use())


def model_files() -> list[ModelFile]:
    """Return the file of the language model that would draft now; none for a backend without one in this process.

    Its sha256 is not recorded in the code: a person registers the file (``manage.py model_register``).
    """
    backend = backend_in_use()
    return [ModelFile(backend.model_name, backend.model_file)] if backend.model_file else []


def drafts_touched(release_ids: Iterable[UUID], organization_id: UUID) -> Iterator[TouchedDraft]:
    """Yield the drafts of an organization that one of these releases wrote, or began to write, newest first.

    Those known to be wrong are no part of care: nothing of them can have left.
    """
    rows = Draft.objects.filter(organization_id=organization_id, release__in=list(release_ids), is_seeded=False)
    for draft in rows.select_related("release").order_by("-created_at", "pk"):
        digest = draft.release.digest if draft.release else ""
        yield TouchedDraft(str(draft.pk), draft.kind, draft.status, draft.created_at, draft.ready_at, digest)
