"""The peer: the same weights in a plain BERT forward under PyTorch, as its users write it.

Texts are sorted by length, padded to the longest of their batch, and run in inference mode with PyTorch's own scaled
dot product attention, on as many threads as PyTorch takes by itself.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gguf
import llama_cpp
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

EPSILON, HEADS, LONGEST, LARGEST_BATCH = 1e-12, 12, 512, 64


def described() -> str:
    """Return which PyTorch it is and how many threads it takes."""
    return f"PyTorch {torch.__version__} with {torch.get_num_threads()} threads"


class PyTorchBert:
    """all-MiniLM-L6-v2 in 32 bits."""

    def __init__(self, weights: Path) -> None:
        tensors = gguf.GGUFReader(weights).tensors
        self._w: dict[str, Any] = {tensor.name: torch.from_numpy(np.array(tensor.data)) for tensor in tensors}
        self._words = llama_cpp.Llama(model_path=str(weights), vocab_only=True, verbose=False)
        self._blocks = sum(name.endswith("ffn_up.weight") for name in self._w)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector per text, in order."""
        tokens = [self._words.tokenize(text.encode())[:LONGEST] for text in texts]
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
        found = np.empty((len(tokens), len(self._w["token_embd_norm.weight"])), dtype=np.float32)
        for first in range(0, len(order), LARGEST_BATCH):
            part = order[first : first + LARGEST_BATCH]
            with torch.inference_mode():
                found[part] = self._forward(*_padded([tokens[i] for i in part])).numpy()
        return found

    def embed_on_one_thread(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the same: PyTorch's threads wait for each other, which a busy machine makes them pay for."""
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return self.embed(texts)
        finally:
            torch.set_num_threads(threads)

    def _forward(self, ids: Any, mask: Any) -> Any:
        w = self._w
        x = w["token_embd.weight"][ids] + w["position_embd.weight"][: ids.shape[1]] + w["token_types.weight"][0]
        x = self._norm(x, "token_embd_norm")
        for number in range(self._blocks):
            x = self._block(x, f"blk.{number}.", None if bool(mask.all()) else mask[:, None, None, :])
        shown = mask[..., None].float()
        return functional.normalize((x * shown).sum(1) / shown.sum(1), dim=1)

    def _block(self, x: Any, prefix: str, mask: Any) -> Any:
        batch, length, width = x.shape
        query, key, value = (
            self._linear(x, f"{prefix}attn_{part}").view(batch, length, HEADS, -1).transpose(1, 2) for part in "qkv"
        )
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        attended = attended.transpose(1, 2).reshape(batch, length, width)
        x = self._norm(x + self._linear(attended, f"{prefix}attn_output"), f"{prefix}attn_output_norm")
        fed = self._linear(functional.gelu(self._linear(x, f"{prefix}ffn_up")), f"{prefix}ffn_down")
        return self._norm(x + fed, f"{prefix}layer_output_norm")

    def _linear(self, x: Any, name: str) -> Any:
        return functional.linear(x, self._w[f"{name}.weight"], self._w[f"{name}.bias"])

    def _norm(self, x: Any, name: str) -> Any:
        return functional.layer_norm(x, x.shape[-1:], self._w[f"{name}.weight"], self._w[f"{name}.bias"], EPSILON)


def _padded(tokens: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    longest = max(map(len, tokens))
    ids = torch.zeros((len(tokens), longest), dtype=torch.long)
    mask = torch.zeros((len(tokens), longest), dtype=torch.bool)
    for row, text in enumerate(tokens):
        ids[row, : len(text)] = torch.tensor(text)
        mask[row, : len(text)] = True
    return ids, mask
