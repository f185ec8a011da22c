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
from apps.quality.services.case_files import WrittenCase, cases_write
from apps.quality.services.digests import digest_make, digest_viewed
from apps.quality.services.regression import CaseRefused, case_label, case_propose, case_viewed
from apps.quality.services.reports import outcomes_viewed, overrides_export, overrides_viewed
from apps.quality.services.signals import cause_judge, plain_viewed, signals_viewed

__all__ = [
    "CaseRefused",
    "WrittenCase",
    "baseline_sign",
    "breakdown_viewed",
    "case_label",
    "case_propose",
    "case_viewed",
    "cases_write",
    "cause_judge",
    "decisions_viewed",
    "digest_make",
    "digest_viewed",
    "outcomes_viewed",
    "overrides_export",
    "overrides_viewed",
    "plain_viewed",
    "rare_viewed",
    "reading_give",
    "reading_show",
    "readings_show",
    "round_draw",
    "round_finish",
    "round_seat",
    "round_viewed",
    "second_reading_show",
    "signals_viewed",
]
