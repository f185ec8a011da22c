"""What a draft is to the kill switch: whose it is, of which kind, and which machine would write it."""

from apps.drafting.backends import backend_in_use
from apps.drafting.domain.status import DraftStatus
from apps.drafting.interface import InferenceBackend
from apps.drafting.models import Draft
from apps.governance.domain.releases import release_digest
from apps.governance.domain.verdict import Act
from apps.governance.selectors import code_in_use, packages_sha256
from apps.redaction.domain.kinds import REDACTOR_VERSION
from apps.retrieval.selectors import index_in_use

WRITTEN = frozenset({DraftStatus.GENERATED, DraftStatus.READY})


def act_of(draft: Draft) -> Act:
    """Return what is about to be done for a draft: the release is the one in use, or the one that wrote its text.

    A draft that was halted and is made again is written anew, whatever release wrote it before.
    """
    written = draft.release.digest if draft.release and draft.status in WRITTEN else release_in_use()
    return Act(organization_id=str(draft.organization_id), workflow=draft.kind, release=written)


def release_in_use() -> str:
    """Return the digest of the release that would write a draft now."""
    return release_digest(machine_parts(backend_in_use()))


def machine_parts(backend: InferenceBackend) -> dict[str, str]:
    """Return the parts that make a release: the same parts, the same digest."""
    code_version, code_sha256 = code_in_use()
    return {
        "backend": backend.name,
        "model_name": backend.model_name,
        "model_sha256": backend.model_sha256,
        "tokenizer_sha256": backend.tokenizer_sha256,
        "engine": backend.engine,
        "prompt_version": backend.prompt_version,
        "prompt_sha256": backend.prompt_sha256,
        "index_version": index_in_use(),
        "redactor_version": REDACTOR_VERSION,
        "code_version": code_version,
        "code_sha256": code_sha256,
        "packages_sha256": packages_sha256(),
    }
