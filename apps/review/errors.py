"""What the desk refuses, in sentences."""

from apps.core.errors import WorkbenchError


class ReviewError(WorkbenchError):
    """An act that the rules of review do not allow as things stand (HTTP 422)."""


class Collision(ReviewError):
    """Somebody, or another window, was here first; nothing was changed (HTTP 409)."""
