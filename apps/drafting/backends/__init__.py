"""The inference backends. Which one drafts is decided here, in one place."""

from apps.drafting.backends.extractive import ExtractiveBackend
from apps.drafting.interface import InferenceBackend


def backend_in_use() -> InferenceBackend:
    """Return the backend that drafts now."""
    return ExtractiveBackend()
