"""What the intake refuses, in sentences that name no patient."""

from apps.core.errors import WorkbenchError


class IntakeError(WorkbenchError):
    """Something that was sent and cannot be taken."""


class Unreadable(IntakeError):
    """A whole message of which nothing can be read."""


class Unfit(IntakeError):
    """One resource that cannot be taken, while the rest of its message can."""
