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
from apps.quality.services.breakdowns import breakdown_viewed, decisions_viewed, figures_withheld, rare_viewed
from apps.quality.services.case_files import WrittenCase, cases_write
from apps.quality.services.digests import digest_make, digest_viewed
from apps.quality.services.plans import plan_change, plan_save, plans_run
from apps.quality.services.publishing import period_publish
from apps.quality.services.regression import CaseRefused, case_label, case_propose, case_viewed
from apps.quality.services.report_files import report_ask, report_take, reports_expire
from apps.quality.services.reports import (
    outcomes_viewed,
    overrides_viewed,
    publication_viewed,
    report_files_viewed,
    row_files_viewed,
)
from apps.quality.services.row_files import rows_allow, rows_ask, rows_deny
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
    "figures_withheld",
    "outcomes_viewed",
    "overrides_viewed",
    "period_publish",
    "plain_viewed",
    "plan_change",
    "plan_save",
    "plans_run",
    "publication_viewed",
    "rare_viewed",
    "reading_give",
    "reading_show",
    "readings_show",
    "report_ask",
    "report_files_viewed",
    "report_take",
    "reports_expire",
    "round_draw",
    "round_finish",
    "round_seat",
    "round_viewed",
    "row_files_viewed",
    "rows_allow",
    "rows_ask",
    "rows_deny",
    "second_reading_show",
    "signals_viewed",
]
