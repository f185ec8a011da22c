"""What can be wrong with the embedder, in sentences."""

from apps.core.errors import WorkbenchError


class EmbedderUnavailable(WorkbenchError):
    """The embedder's weights cannot be found, or are not the recorded ones."""
