"""A copy of a signed document that leaves the workbench."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.viewer.services import identifiers_put_back

if TYPE_CHECKING:
    from apps.drafting.models import Draft
    from apps.review.selectors.decisions import SignedDocument


@transaction.atomic
def document_export(*, draft: "Draft", signed: "SignedDocument", actor: Actor) -> None:
    """Record that a signed document was taken out as a file."""
    event_append(
        actor=actor, action=Action.DOCUMENT_EXPORTED, patient_id=draft.patient_id, object_type="signature",
        object_id=signed.signature.pk,
        details={
            "draft_id": draft.pk, "format": "pdf", "content_sha256": signed.signature.content_sha256,
            **identifiers_put_back(patient_id=draft.patient_id, draft_id=draft.pk, actor=actor),
        },
    )  # fmt: skip


@transaction.atomic
def document_export_refuse(*, draft: "Draft", failed: Sequence[str], actor: Actor) -> None:
    """Record that a document was not handed out because it does not verify; ``failed`` names the checks."""
    event_append(
        actor=actor, action=Action.DOCUMENT_EXPORTED, patient_id=draft.patient_id, object_type="draft",
        object_id=draft.pk, outcome=Outcome.FAILURE, details={"format": "pdf", "failed": list(failed)},
    )  # fmt: skip
