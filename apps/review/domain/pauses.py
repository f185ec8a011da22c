"""When a run at the desk has been long enough to suggest a pause. A suggestion: nothing waits for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.review.domain.attention import RUN_ENDS_AFTER
from apps.review.domain.rules import ReviewRules

MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page that was in use, or a decision that was made (then it starts where it ends)."""

    started_at: datetime
    ended_at: datetime
    active_ms: int = 0
    decisions: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """What a person did at the desk, since when, without ten minutes of something else between."""

    began_at: datetime
    decisions: int = 0
    active_ms: int = 0

    @property
    def minutes(self) -> int:
        return self.active_ms // MINUTE

    def is_long(self, rules: ReviewRules) -> bool:
        """Return whether the house would suggest a pause by now. A limit of 0 is never reached."""
        many = 0 < rules.pause_after_decisions <= self.decisions
        return many or 0 < rules.pause_after_minutes <= self.minutes

    @property
    def sentence(self) -> str:
        """Suggest it, calmly."""
        done = []
        if self.decisions:
            done.append(f"{self.decisions} decision{'' if self.decisions == 1 else 's'}")
        if self.minutes:
            done.append(f"{self.minutes} minute{'' if self.minutes == 1 else 's'} of reading")
        return f"{' and '.join(done)} without a break. Your house suggests a pause about here."


def run_until(now: datetime, stretches: Iterable[Stretch], since: datetime | None = None) -> Run:
    """Return the run that is going on now; what ended by ``since`` was spoken of already and is not counted again.

    A gap of ten minutes ends a run, also one that lasts until now.
    """
    decisions = active = 0
    begins = now
    for one in sorted(stretches, key=lambda one: one.ended_at, reverse=True):
        if begins - one.ended_at >= RUN_ENDS_AFTER:
            break
        begins = min(begins, one.started_at)
        if since is None or one.ended_at > since:
            decisions += one.decisions
            active += one.active_ms
    return Run(begins, decisions, active)
