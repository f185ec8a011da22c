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
from apps.quality.services.reports import outcomes_viewed, overrides_export, overrides_viewed

__all__ = [
    "outcomes_viewed",
    "overrides_export",
    "overrides_viewed",
    "reading_give",
    "reading_show",
    "readings_show",
    "round_draw",
    "round_finish",
    "round_seat",
    "round_viewed",
    "second_reading_show",
]
