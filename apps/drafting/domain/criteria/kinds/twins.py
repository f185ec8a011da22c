"""One course that the medication list has twice, as ordered and as reported: its reason for the end holds for both."""

from collections.abc import Sequence
from dataclasses import replace

from apps.drafting.domain.criteria.episodes import Episode
from apps.drafting.domain.facts.records import drug_key


def with_reasons(listed: Sequence[Episode]) -> list[Episode]:
    """Return listed courses, those without a reason with that of the line which has the same medicine and days."""
    return [_with_reason(one, listed) for one in listed]


def _with_reason(one: Episode, listed: Sequence[Episode]) -> Episode:
    if one.reason or one.outcomes or one.ongoing or one.start is None:
        return one
    same = [
        other for other in listed
        if other.reason and not other.never and (other.start, other.end) == (one.start, one.end)
        and drug_key(other.head) == drug_key(one.head)
    ]  # fmt: skip
    return replace(one, reason=same[0].reason, outcomes=same[0].outcomes) if same else one
