"""Acts of the gauges: each leaves its audit event."""

from apps.quality.services.digests import digest_make, digest_viewed
from apps.quality.services.reports import outcomes_viewed, overrides_export, overrides_viewed
from apps.quality.services.signals import cause_judge, plain_viewed, signals_viewed

__all__ = [
    "cause_judge",
    "digest_make",
    "digest_viewed",
    "outcomes_viewed",
    "overrides_export",
    "overrides_viewed",
    "plain_viewed",
    "signals_viewed",
]
