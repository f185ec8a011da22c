"""The house rules of a desk as they stand, and as they stood."""

from dataclasses import dataclass, fields
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

from apps.review.domain.rules import HighRisk, ReviewRules, StepUpFactor, changes_told
from apps.review.models import ReviewRulesVersion

if TYPE_CHECKING:
    from apps.access.models import Person


def rules_of(organization_id: UUID) -> ReviewRules:
    """Return the rules of an organization's desk: the last version, or what the workbench ships. One statement."""
    version = ReviewRulesVersion.objects.filter(organization_id=organization_id).first()
    return rules_in(version) if version else ReviewRules()


def rules_in(version: ReviewRulesVersion) -> ReviewRules:
    values = {field.name: getattr(version, field.name) for field in fields(ReviewRules)}
    step_up = tuple(StepUpFactor(factor) for factor in values.pop("step_up"))
    second_signature = tuple(HighRisk(risk) for risk in values.pop("second_signature"))
    return ReviewRules(step_up=step_up, second_signature=second_signature, **values)


@dataclass(frozen=True, slots=True)
class RulesTold:
    """One version of the rules: who set it, when and why, and in words what it changed."""

    person: str
    set_at: datetime
    reason: str
    changes: tuple[str, ...]


def rules_told(person: "Person") -> list[RulesTold]:
    """Return every version of the rules of a person's own organization, newest first."""
    return rules_told_in(person.organization_id)


def rules_told_in(organization_id: UUID) -> list[RulesTold]:
    """Return every version of an organization's rules, newest first."""
    rows = list(ReviewRulesVersion.objects.filter(organization_id=organization_id).select_related("person"))
    rules = [*map(rules_in, rows), ReviewRules()]
    return [
        RulesTold(row.person.formal_name, row.created_at, row.reason, changes_told(old, new))
        for row, (new, old) in zip(rows, pairwise(rules), strict=True)
    ]
