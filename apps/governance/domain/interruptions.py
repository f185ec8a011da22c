"""What became of a stop: when and by whom it was made, and since when it goes on again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from apps.governance.domain.scopes import Scope
from apps.governance.domain.verdict import Stop


@dataclass(frozen=True, slots=True)
class Interruption:
    """One stop of one scope. ``resumed_at`` is None while it stands."""

    scope: Scope
    reason: str
    stopped_at: datetime
    stopped_by: str
    resumed_at: datetime | None = None

    def says(self, sentence: str) -> bool:
        """Return whether this stop spoke this sentence, which may have been cut where it was kept."""
        return bool(sentence) and Stop(self.scope, self.reason).sentence.startswith(sentence)


def interruption_behind(
    interruptions: Iterable[Interruption], sentence: str, halted_at: datetime
) -> Interruption | None:
    """Return the newest stop that stood at a moment and spoke this sentence; None when none of them did."""
    behind = (one for one in interruptions if one.stopped_at <= halted_at and one.says(sentence))
    return max(behind, key=lambda one: one.stopped_at, default=None)
