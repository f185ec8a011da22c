"""What keeps figures from leaving, in sentences."""

from apps.core.errors import WorkbenchError


class ReportError(WorkbenchError):
    """A report that cannot be published, made or taken away as it was asked for."""
