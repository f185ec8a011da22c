"""What the chart refuses, in sentences."""

from apps.core.errors import WorkbenchError


class ChartError(WorkbenchError):
    """A record that cannot be stored as it stands."""
