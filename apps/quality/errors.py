"""What the gauges refuse, in sentences."""

from apps.core.errors import WorkbenchError


class QualityError(WorkbenchError):
    """An act that the rules of the gauges do not allow as things stand (HTTP 422)."""


class ReportError(QualityError):
    """A report that cannot be published, made or taken away as it was asked for."""


class TooLate(QualityError):
    """Somebody, or another window, was here first; nothing was changed (HTTP 409)."""
