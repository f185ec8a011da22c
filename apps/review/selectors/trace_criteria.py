"""The answers to the criteria as the trace of a draft tells them: what code said, and what a person left of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from apps.drafting.domain.claims import Stance
from apps.drafting.selectors import criteria_of_draft
from apps.review.domain import trace as it
from apps.review.domain.gate import CHANGED

if TYPE_CHECKING:
    from apps.drafting.models import Claim, CriterionAnswer, Draft


def criteria_traced(
    draft: "Draft", claims: "Sequence[Claim]", decided: Mapping[str, it.Act], *, with_words: bool
) -> tuple[it.CriterionTrace, ...]:
    """Return the answers in the policy's order; ``decided`` is the last act on a claim by its id. Two statements."""
    return tuple(_criterion(one, claims, decided, with_words=with_words) for one in criteria_of_draft(draft))


def _criterion(
    answer: "CriterionAnswer", claims: "Sequence[Claim]", decided: Mapping[str, it.Act], *, with_words: bool
) -> it.CriterionTrace:
    own = [claim for claim in claims if claim.criterion_id == answer.node_id]
    stances = [cited.stance for cited in answer.citations.all()]
    return it.CriterionTrace(
        criterion=answer.node_id,
        verdict=answer.verdict,
        not_applicable=answer.not_applicable,
        reason=answer.reason if with_words else "",
        supporting=stances.count(Stance.SUPPORTS),
        contradicting=stances.count(Stance.CONTRADICTS),
        claims=tuple(claim.ordinal for claim in own),
        changed=tuple(claim.ordinal for claim in own if _is_changed(decided.get(str(claim.pk)))),
    )


def _is_changed(act: it.Act | None) -> bool:
    return act is not None and act.what in CHANGED
