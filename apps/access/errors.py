"""What access refuses, in sentences."""

from apps.core.errors import WorkbenchError


class AccessError(WorkbenchError):
    """A person, team or organization that cannot be made as asked."""


class StepUpFailed(AccessError):
    """The person did not prove again that it is them; nothing was signed."""


class ProviderAway(AccessError):
    """The identity provider cannot be asked at the moment, or is none (HTTP 422); other ways are as they were."""
