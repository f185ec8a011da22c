"""Cutting texts into tokens: llama.cpp's word pieces, from the vocabulary of the embedder's own file."""

import atexit
from pathlib import Path

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from apps.retrieval.embedder.errors import EmbedderUnavailable

Tokens = NDArray[np.int64]


class WordPieces:
    """The tokenizer of a GGUF file; its network is not loaded."""

    def __init__(self, weights: Path) -> None:
        """Read the vocabulary. Raises EmbedderUnavailable when llama.cpp cannot."""
        settings = llama_cpp.llama_model_default_params()
        settings.vocab_only = True
        self._model = llama_cpp.llama_model_load_from_file(str(weights).encode(), settings)
        if not self._model:
            raise EmbedderUnavailable(f"llama.cpp cannot read the vocabulary of {weights.name}.")
        # At interpreter exit llama.cpp must go before the modules it needs to go.
        atexit.register(llama_cpp.llama_model_free, self._model)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)

    def cut(self, text: str, longest: int) -> Tokens:
        """Return the first ``longest`` tokens of a text, a start and an end mark among them."""
        written = text.encode("utf-8", "replace")
        room = 3 * len(written) + 2  # a letter taken apart is at most three, and there are two marks
        tokens = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._vocabulary, written, len(written), tokens, room, True, False)
        return np.array(tokens[: min(count, longest)], dtype=np.int64)
