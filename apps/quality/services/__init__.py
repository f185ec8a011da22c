"""Acts of the gauges: each leaves its audit event."""

from apps.quality.services.publishing import period_publish
from apps.quality.services.report_files import report_ask, report_take, reports_expire
from apps.quality.services.reports import outcomes_viewed, overrides_viewed, report_files_viewed

__all__ = [
    "outcomes_viewed", "overrides_viewed", "period_publish", "report_ask", "report_files_viewed",
    "report_take", "reports_expire",
]  # fmt: skip
