"""Reading words the fast way: what the trained layers compute for each word, without spaCy seeing any text.

The same numbers, to rounding, as spaCy's ``Tok2Vec`` (``MultiHashEmbed`` and ``MaxoutWindowEncoder``) with the linear
layer after it, on which the weights are trained. A feature meets the first layer's weights when the model is loaded,
not for each word anew; and the recognizer gets documents of blank words, so that no store of strings keeps a name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id
from spacy.tokens import Doc
from thinc.api import Model

from apps.redaction.names.features import Features
from apps.redaction.names.tokens import Words
from apps.redaction.names.vectors import WordVectors

Floats = NDArray[np.float32]
WORDS = "words"  # under which a document of blank words keeps the words to be read
_SMALLEST = np.float32(1e-8)  # what thinc adds to a variance


@dataclass(frozen=True, slots=True)
class _Norm:
    """Layer normalization."""

    scale: Floats
    shift: Floats
    mean: Floats

    def __call__(self, rows: Floats) -> Floats:
        centred: Floats = rows - (rows @ self.mean)[:, None]
        spread = np.einsum("ij,ij->i", centred, centred) * self.mean[0] + _SMALLEST
        centred *= (1 / np.sqrt(spread))[:, None]
        centred *= self.scale
        centred += self.shift
        return centred


@dataclass(frozen=True, slots=True)
class _Maxout:
    """A maxout layer with the normalization that follows it; its pieces stand one after another."""

    weights: Floats
    bias: Floats
    norm: _Norm

    def of(self, summed: Floats) -> Floats:
        """Return the layer's output from its weighted sums, which are overwritten."""
        summed += self.bias
        width = len(self.norm.scale)
        best = summed[:, :width]
        for start in range(width, summed.shape[1], width):
            best = np.maximum(best, summed[:, start : start + width])
        return self.norm(best)


class Reader:
    """Computes a row for each word of some texts."""

    def __init__(self, tok2vec: Model[Any, Any], vectors: WordVectors) -> None:
        """Take over the weights of trained layers."""
        maxouts = list(zip(_named(tok2vec, "maxout"), _named(tok2vec, "layernorm"), strict=True))
        self._mix, *self._windows = (_maxout_of(layer, norm) for layer, norm in maxouts)
        width = len(self._mix.norm.scale)
        *parts, meaning = (self._mix.weights[i : i + width] for i in range(0, len(self._mix.weights), width))
        *self._tables, spaces = (
            (layer.attrs["seed"], np.ascontiguousarray(_numbers(layer, "E") @ part))
            for layer, part in zip(_named(tok2vec, "hashembed"), parts, strict=True)
        )
        self._ops: Any = tok2vec.ops
        self._spaces = self._looked_up(np.array([0, 1], dtype=np.uint64), *spaces)
        [static], last = _named(tok2vec, "static_vectors"), _named(tok2vec, "linear")[-1]
        self._meaning = np.ascontiguousarray(_numbers(static, "W").T @ meaning)
        self._last, self._last_bias = np.ascontiguousarray(_numbers(last, "W").T), _numbers(last, "b")
        self._vectors, self._features = vectors, Features(vectors)

    def read(self, texts: Sequence[Words]) -> Floats:
        """Return a row for each word, text after text."""
        numbers: dict[tuple[str, bool], int] = {}
        order = [
            numbers.setdefault(pair, len(numbers))
            for text in texts
            for pair in zip(text.words, text.spaces, strict=True)
        ]
        rows, places = self._padded(self._words(list(numbers))[order], [len(text.words) for text in texts])
        for layer in self._windows:
            rows = rows + layer.of(_beside(rows) @ layer.weights)
        found: Floats = rows[places] @ self._last + self._last_bias
        return found

    def _words(self, pairs: Sequence[tuple[str, bool]]) -> Floats:
        """Return a row for each word and whether a space follows it, before its neighbours are looked at."""
        features = [self._features(word) for word, _ in pairs]
        keys = np.array([[get_string_id(part) for part in written] for written in features], dtype=np.uint64)
        summed = self._vectors.of([self._features.lower(word) for word, _ in pairs]) @ self._meaning
        summed += self._spaces[[int(space) for _, space in pairs]]
        for column, (seed, table) in enumerate(self._tables):
            summed += self._looked_up(np.ascontiguousarray(keys[:, column]), seed, table)
        return self._mix.of(summed)

    def _looked_up(self, keys: NDArray[np.uint64], seed: int, table: Floats) -> Floats:
        return np.asarray(self._ops.gather_add(table, self._ops.hash(keys, seed) % len(table)), dtype=np.float32)

    def _padded(self, rows: Floats, lengths: Sequence[int]) -> tuple[Floats, NDArray[np.intp]]:
        """Put empty rows between texts, as many as a word looks to a side, and say where the words are."""
        gap = len(self._windows)
        places = np.arange(len(rows)) + np.repeat(np.arange(1, len(lengths) + 1) * gap, lengths)
        padded = np.zeros((len(rows) + gap * (len(lengths) + 1), rows.shape[1]), dtype=np.float32)
        padded[places] = rows
        return padded, places


def reading(tok2vec: Model[Any, Any], vectors: WordVectors) -> Model[Any, Any]:
    """Return a layer that does what the trained layers do, on documents of ``blank``. It does not learn."""
    reader = Reader(tok2vec, vectors)

    def forward(_: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[Floats, Callable[[Any], None]]:
        return reader.read([doc.user_data[WORDS] for doc in docs]), lambda _: None

    return Model("reading", forward, dims={"nO": tok2vec.get_dim("nO")})


def _beside(rows: Floats) -> Floats:
    """Return each row between its neighbours."""
    width = rows.shape[1]
    wide = np.zeros((len(rows), 3 * width), dtype=np.float32)
    wide[1:, :width] = rows[:-1]
    wide[:, width : 2 * width] = rows
    wide[:-1, 2 * width :] = rows[1:]
    return wide


def _named(model: Model[Any, Any], name: str) -> list[Model[Any, Any]]:
    return [layer for layer in model.walk(order="dfs_pre") if layer.name == name]


def _numbers(layer: Model[Any, Any], name: str) -> Floats:
    return np.asarray(layer.get_param(name), dtype=np.float32)


def _maxout_of(layer: Model[Any, Any], norm: Model[Any, Any]) -> _Maxout:
    weights, bias = _numbers(layer, "W"), _numbers(layer, "b")  # [output, piece, input], [output, piece]
    width, _, inputs = weights.shape
    return _Maxout(
        np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(inputs, -1)),
        np.ascontiguousarray(bias.T.reshape(-1)),
        _Norm(_numbers(norm, "G"), _numbers(norm, "b"), np.full(width, 1 / width, dtype=np.float32)),
    )
