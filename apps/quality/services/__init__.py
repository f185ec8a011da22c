"""Acts of the gauges: each leaves its audit event."""

from apps.quality.services.reports import outcomes_viewed, overrides_export, overrides_viewed

__all__ = ["outcomes_viewed", "overrides_export", "overrides_viewed"]
