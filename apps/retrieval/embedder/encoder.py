"""The network of all-MiniLM-L6-v2 on the CPU: a BERT encoder with mean pooling, written with numpy.

Source: Devlin et al. 2019 (BERT); the names of the tensors are those of llama.cpp's architecture "bert". GELU is its
tanh form (Hendrycks and Gimpel 2016), as llama.cpp computes it. Decision record 0017 says why it runs here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from numpy.typing import NDArray

from apps.retrieval.embedder.tokens import Tokens

Floats = NDArray[np.float32]
Spans = list[tuple[int, int]]

_GELU_ROWS = 32  # so many rows at a time stay in the processor's nearest memory
_GELU_SLOPE, _GELU_CUBE = np.float32(np.sqrt(2 / np.pi)), np.float32(0.044715)
_ONE, _HALF = np.float32(1), np.float32(0.5)


@dataclass(frozen=True, slots=True)
class Linear:
    """x @ weight + bias; ``weight`` is [in, out]."""

    weight: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        y = x @ self.weight
        y += self.bias
        return y


@dataclass(frozen=True, slots=True)
class Norm:
    """Layer normalisation of each row, in place."""

    weight: Floats
    bias: Floats
    epsilon: np.float32

    def __call__(self, x: Floats) -> Floats:
        x -= x.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
        x *= (_ONE / np.sqrt(variance + self.epsilon))[:, None]
        x *= self.weight
        x += self.bias
        return x


@dataclass(frozen=True, slots=True)
class Block:
    """One transformer block: attention, then the feed-forward part, each added to its input and normalised."""

    qkv: Linear  # query, key and value side by side
    attention_out: Linear
    attention_norm: Norm
    up: Linear
    down: Linear
    norm: Norm
    heads: int

    def __call__(self, x: Floats, spans: Spans) -> Floats:
        attended = self.attention_out(_attention(self.qkv(x), spans, self.heads))
        attended += x
        x = self.attention_norm(attended)
        fed = self.down(_gelu(self.up(x)))
        fed += x
        return self.norm(fed)


class Encoder:
    """Token ids in, unit vectors and the vectors of the tokens out."""

    def __init__(self, weights: Path) -> None:
        """Read the GGUF file: matrices into memory, the table of words where it lies."""
        reader = gguf.GGUFReader(weights)
        tensors: dict[str, Floats] = {tensor.name: tensor.data for tensor in reader.tensors}
        epsilon = np.float32(_setting(reader, "attention.layer_norm_epsilon"))
        heads = int(_setting(reader, "attention.head_count"))
        self._words = tensors["token_embd.weight"]
        self._places = tensors["position_embd.weight"] + tensors["token_types.weight"][0]
        self._norm = _norm(tensors, "token_embd_norm", epsilon)
        blocks = range(int(_setting(reader, "block_count")))
        self._blocks = [_block(tensors, f"blk.{number}.", epsilon, heads) for number in blocks]
        self.dimensions = int(self._words.shape[1])
        self.longest = len(self._places)  # tokens of one text

    def encode(self, texts: Sequence[Tokens]) -> tuple[Floats, list[Floats]]:
        """Return one unit vector per text, and per text the vectors of its tokens: [tokens, dimensions].

        They are the same to the bit whatever else is encoded with them.

        All texts share each matrix product, row under row without padding; attention stays inside a text.
        """
        spans = list(_spans(texts))
        places = np.concatenate([np.arange(len(text)) for text in texts])
        x = self._words[np.concatenate(texts)]
        x += self._places[places]
        x = self._norm(x)
        for block in self._blocks:
            x = block(x, spans)
        pooled = np.stack([x[start:end].mean(axis=0) for start, end in spans])
        pooled /= np.linalg.norm(pooled, axis=1, keepdims=True)
        return pooled, [x[start:end] for start, end in spans]


def _spans(texts: Sequence[Tokens]) -> Iterator[tuple[int, int]]:
    start = 0
    for text in texts:
        yield start, start + len(text)
        start += len(text)


def _attention(qkv: Floats, spans: Spans, heads: int) -> Floats:
    rows, width = len(qkv), qkv.shape[1] // 3
    scale = _ONE / np.sqrt(np.float32(width // heads))
    attended = np.empty((rows, width), dtype=np.float32)
    for start, end in spans:
        query, key, value = qkv[start:end].reshape(end - start, 3, heads, -1).transpose(1, 2, 0, 3)
        weights = (query * scale) @ key.transpose(0, 2, 1)
        weights -= weights.max(axis=-1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=-1, keepdims=True)
        attended[start:end].reshape(end - start, heads, -1)[:] = (weights @ value).transpose(1, 0, 2)
    return attended


def _gelu(x: Floats) -> Floats:
    """Apply x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) in place."""
    for first in range(0, len(x), _GELU_ROWS):
        rows = x[first : first + _GELU_ROWS]
        inner = rows * rows
        inner *= _GELU_CUBE
        inner += _ONE
        inner *= rows
        inner *= _GELU_SLOPE
        np.tanh(inner, out=inner)
        inner += _ONE
        inner *= _HALF
        rows *= inner
    return x


def _setting(reader: Any, key: str) -> Any:
    return reader.get_field(f"bert.{key}").contents()


def _block(tensors: dict[str, Floats], prefix: str, epsilon: np.float32, heads: int) -> Block:
    def linear(*names: str) -> Linear:
        return Linear(
            np.ascontiguousarray(_joined(tensors, prefix, names, "weight", np.vstack).T),
            _joined(tensors, prefix, names, "bias", np.concatenate),
        )

    return Block(
        qkv=linear("attn_q", "attn_k", "attn_v"),
        attention_out=linear("attn_output"),
        attention_norm=_norm(tensors, f"{prefix}attn_output_norm", epsilon),
        up=linear("ffn_up"),
        down=linear("ffn_down"),
        norm=_norm(tensors, f"{prefix}layer_output_norm", epsilon),
        heads=heads,
    )


def _joined(
    tensors: dict[str, Floats], prefix: str, names: Sequence[str], kind: str, join: Callable[..., Floats]
) -> Floats:
    return join([tensors[f"{prefix}{name}.{kind}"] for name in names])


def _norm(tensors: dict[str, Floats], name: str, epsilon: np.float32) -> Norm:
    return Norm(np.array(tensors[f"{name}.weight"]), np.array(tensors[f"{name}.bias"]), epsilon)
