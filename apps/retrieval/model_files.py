"""What governance asks of the index: which model file it reads with, and which one that must be."""

from pathlib import Path

from django.conf import settings

from apps.governance.domain.rooms import ModelFile
from apps.retrieval.domain.version import MODEL_NAME, MODEL_SHA256
from apps.retrieval.embedder import FILE_NAME


def embedder_files() -> list[ModelFile]:
    """Return the embedder's file where it was written already; it is written, and checked, when first needed."""
    path = Path(settings.WORKBENCH_MODELS_DIR) / FILE_NAME
    return [ModelFile(MODEL_NAME, path, expected=MODEL_SHA256)] if path.exists() else []
