"""That somebody had a signed document verified, or compared a file with it. Nothing of the file is kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.actors import Actor

if TYPE_CHECKING:
    from apps.drafting.models import Draft
    from apps.review.models import Signature


@transaction.atomic
def document_verify(*, draft: "Draft", signature: "Signature", failed: Sequence[str], actor: Actor) -> None:
    """Record that every hash of a signed document was recomputed; ``failed`` names the parts that differ."""
    _record(
        draft, signature, actor, Action.DOCUMENT_VERIFIED, Outcome.FAILURE if failed else Outcome.SUCCESS, failed=failed
    )


@transaction.atomic
def file_compare(*, draft: "Draft", signature: "Signature", matches: bool, actor: Actor) -> None:
    """Record that a file was held against the signed one, and whether it is that."""
    _record(draft, signature, actor, Action.FILE_COMPARED, Outcome.SUCCESS if matches else Outcome.FAILURE)


def _record(
    draft: "Draft", signature: "Signature", actor: Actor, action: Action, outcome: Outcome, **details: object
) -> None:
    event_append(
        actor=actor, action=action, patient_id=draft.patient_id, object_type="signature", object_id=signature.pk,
        outcome=outcome, details={"draft_id": draft.pk, **details},
    )  # fmt: skip
