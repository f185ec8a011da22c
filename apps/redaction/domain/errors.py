"""What the wall refuses, in sentences."""

from apps.core.errors import WorkbenchError


class CorrectionRefused(WorkbenchError):
    """A correction that cannot be made as asked; nothing was changed (HTTP 422)."""


class StaleRedaction(CorrectionRefused):
    """The document was redacted again since the page was opened; nothing was changed (HTTP 409)."""
