"""Acts of the gauges: each leaves its audit event."""

from apps.quality.services.adjudication import (
    reading_give,
    reading_show,
    readings_show,
    round_draw,
    round_finish,
    round_seat,
    round_viewed,
    second_reading_show,
)
from apps.quality.services.baselines import baseline_sign
from apps.quality.services.breakdowns import breakdown_viewed, decisions_viewed, rare_viewed
from apps.quality.services.reports import outcomes_viewed, overrides_export, overrides_viewed

__all__ = [
    "baseline_sign",
    "breakdown_viewed",
    "decisions_viewed",
    "outcomes_viewed",
    "overrides_export",
    "overrides_viewed",
    "rare_viewed",
    "reading_give",
    "reading_show",
    "readings_show",
    "round_draw",
    "round_finish",
    "round_seat",
    "round_viewed",
    "second_reading_show",
]
