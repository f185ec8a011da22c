"""Acts of the gauges: each leaves its audit event."""

from apps.quality.services.reports import outcomes_viewed, overrides_export, overrides_viewed
from apps.quality.services.signals import cause_judge, signals_viewed

__all__ = ["cause_judge", "outcomes_viewed", "overrides_export", "overrides_viewed", "signals_viewed"]
