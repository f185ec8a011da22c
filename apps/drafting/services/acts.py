"""What a draft is to the kill switch: whose it is, of which kind, and which machine would write it."""

from apps.drafting.backends import backend_in_use
from apps.drafting.interface import InferenceBackend
from apps.drafting.models import Draft
from apps.governance.domain.releases import release_digest
from apps.governance.domain.verdict import Act
from apps.redaction.domain.kinds import REDACTOR_VERSION
from apps.retrieval.selectors import index_in_use


def act_of(draft: Draft) -> Act:
    """Return what is about to be done for a draft: the release is the one in use, or the one that wrote it already."""
    written = draft.release.digest if draft.release else release_digest(machine_parts(backend_in_use()))
    return Act(organization_id=str(draft.organization_id), workflow=draft.kind, release=written)


def machine_parts(backend: InferenceBackend) -> dict[str, str]:
    """Return the parts that make a release: the same parts, the same digest."""
    return {
        "backend": backend.name,
        "model_name": backend.model_name,
        "model_sha256": backend.model_sha256,
        "prompt_version": backend.prompt_version,
        "index_version": index_in_use(),
        "redactor_version": REDACTOR_VERSION,
    }
