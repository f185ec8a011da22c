"""What changed in a stretch of days: releases that came into use, policies validated, desk rules. In sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Min

from apps.core import clock
from apps.coverage.selectors import policies_namable
from apps.governance.selectors import releases
from apps.quality.domain.tallies import RELEASE_LETTERS, Tally
from apps.quality.models import DayTally
from apps.review.selectors import rules_told_in

if TYPE_CHECKING:
    from apps.governance.models import Release

PARTS = {
    "model_name": "model", "prompt_version": "prompt", "index_version": "index", "redactor_version": "redaction",
}  # fmt: skip
NAMED_BY = 6
SAME = "Its program changed; model, prompt, index and redaction did not"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed, on its first day, in a sentence."""

    day: date
    sentence: str


def changes_in(*, organization_id: UUID, first: date, last: date) -> tuple[Change, ...]:
    """Return what changed for an organization from one day to another, the newest first. Four statements."""
    found = [*_releases(organization_id), *_policies(organization_id), *_rules(organization_id)]
    within = [one for one in found if first <= one.day <= last]
    return tuple(sorted(within, key=lambda one: (one.day, one.sentence), reverse=True))


def _releases(organization_id: UUID) -> Iterator[Change]:
    """Yield the releases by the day of the first decision on a draft of each, with what is new in them."""
    tallies = DayTally.objects.filter(organization=organization_id, tally=Tally.RELEASE).order_by()
    begun = dict(tallies.values_list("key").annotate(first=Min("day")))
    known = {one.digest[:RELEASE_LETTERS]: one for one in releases()} if begun else {}
    before: Release | None = None
    for key, day in sorted(begun.items(), key=lambda one: (one[1], one[0])):
        release = known.get(key)
        yield Change(day, f"Release {key[:NAMED_BY]} came into use{_note(release, before)}.")
        before = release or before


def _note(release: "Release | None", before: "Release | None") -> str:
    if release is None:
        return ""
    if before is None:
        return f": {release.model_name}, prompt {release.prompt_version}"
    parts = [(word, getattr(release, name), getattr(before, name)) for name, word in PARTS.items()]
    new = [f"{word} {now}" for word, now, then in parts if now != then]
    return f". New in it: {', '.join(new)}" if new else f". {SAME}"


def _policies(organization_id: UUID) -> Iterator[Change]:
    for policy in policies_namable(organization_id).filter(validated_at__isnull=False):
        if policy.validated_at:
            yield Change(
                clock.day_of(policy.validated_at),
                f"Policy {policy.policy_id} version {policy.version} of {policy.payer} was validated.",
            )


def _rules(organization_id: UUID) -> Iterator[Change]:
    for told in rules_told_in(organization_id):
        for sentence in told.changes:
            yield Change(clock.day_of(told.set_at), f"Rules of the desk: {sentence}")
