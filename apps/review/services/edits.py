"""What the changes of a draft concern, kept with the decision: as code proposed it and as the clinician left it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from apps.review.domain.edit_kinds import Kinds, in_order, settled
from apps.review.errors import ReviewError
from apps.review.models import ClaimEdit, ReviewDecision
from apps.review.selectors.final_text import TextEdit


@dataclass(frozen=True, slots=True)
class TypedEdit:
    """One change, with the kinds that a person left of those proposed, or put in their place."""

    edit: TextEdit
    kinds: Kinds


def edits_typed(edits: Iterable[TextEdit], chosen: Mapping[int, Kinds]) -> tuple[TypedEdit, ...]:
    """Return each change with its kinds. Raises ReviewError for one that is said to be of no kind at all."""
    typed = tuple(TypedEdit(edit, settled(edit.proposed, chosen.get(edit.ordinal, edit.proposed))) for edit in edits)
    if bare := [str(one.edit.ordinal) for one in typed if not one.kinds]:
        raise ReviewError(
            f"Say what the change of claim{'' if len(bare) == 1 else 's'} {', '.join(bare)} concerns: "
            f"leave at least one kind ticked."
        )
    return typed


def edits_keep(decision: ReviewDecision, edits: Iterable[TypedEdit]) -> None:
    """Write the rows; they are never changed."""
    ClaimEdit.objects.bulk_create(
        ClaimEdit(
            decision=decision,
            ordinal=one.edit.ordinal,
            claim_id=one.edit.claim_id or None,
            proposed=list(in_order(one.edit.proposed)),
            kinds=list(in_order(one.kinds)),
        )
        for one in edits
    )


def edits_told(decision: ReviewDecision) -> dict[str, object]:
    """Return what the audit log keeps of them: which kinds, and of how many changes the proposal was corrected."""
    rows = list(decision.edits.values_list("proposed", "kinds"))
    return {
        "edit_kinds": sorted({kind for _, kinds in rows for kind in kinds}),
        "kinds_corrected": sum(proposed != kinds for proposed, kinds in rows),
    }
