"""Which recorded acts of a payer count: one that was corrected does not, what corrects it stands in its place."""

from collections.abc import Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from apps.review.domain.authorizations import STAGE_WORDS, VALID_TRANSITIONS, Stage


class Act(Protocol):
    """An act as it is kept. Without a stage it says that nothing was answered."""

    pk: UUID
    ordinal: int
    stage: str
    corrects_id: UUID | None


Kept = TypeVar("Kept", bound=Act)


def in_place(acts: Sequence[Kept]) -> list[Kept]:
    """Return acts in the order in which they count: what corrects another stands behind it."""
    by_key = {act.pk: act for act in acts}
    return sorted(acts, key=lambda act: (first_of(act, by_key).ordinal, act.ordinal))


def standing(acts: Sequence[Kept]) -> list[Kept]:
    """Return the acts that count, in their order: none that was corrected, none that says that nothing was answered."""
    corrected = {act.corrects_id for act in acts}
    return [act for act in in_place(acts) if act.stage and act.pk not in corrected]


def first_of(act: Kept, by_key: dict[UUID, Kept]) -> Kept:
    """Return the act that was recorded first of those that correct one another."""
    while act.corrects_id is not None:
        act = by_key[act.corrects_id]
    return act


def corrected_stages(acts: Sequence[Kept], corrected: Kept, stage: Stage | None) -> list[Stage]:
    """Return the stages that would stand if ``stage`` (None: nothing) took the place of one act that stands."""
    found = [stage if act.pk == corrected.pk else Stage(act.stage) for act in standing(acts)]
    return [one for one in found if one is not None]


def why_not_follow(stages: Sequence[Stage]) -> str:
    """Return why one of these stages cannot follow the one before it, or an empty text."""
    before = Stage.SUBMITTED
    for stage in stages:
        if stage not in VALID_TRANSITIONS[before]:
            now, then = STAGE_WORDS[before].lower(), STAGE_WORDS[stage].lower()
            return f"Then the record would say {now} and after it {then}, which cannot be. Correct the later one first."
        before = stage
    return ""
