"""What the desk refuses, in sentences."""

from apps.core.errors import WorkbenchError


class ReviewError(WorkbenchError):
    """An act that the rules of review do not allow as things stand (HTTP 422)."""


class Collision(ReviewError):
    """Somebody, or another window, was here first; nothing was changed (HTTP 409)."""


class SignersLeftOut(ReviewError):
    """Rules under which somebody who signs here could sign nothing any more: set only by who says that they know."""
