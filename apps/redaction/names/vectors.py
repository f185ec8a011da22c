"""What words mean to the name finder: a vector for each word it knows, and for any other the mean of its pieces'."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

CONTINUES = "##"  # marks a piece that continues a word, as in its source's table
_LONGEST = 40  # letters; nothing longer is a word


class WordVectors:
    """A vector table in the way spaCy asks for one (``get_batch``), that has an answer for words it never saw."""

    strings: Any = ()
    name, mode = "names", "pieces"
    attr = 0  # which attribute of a word is looked up

    def __init__(self, words: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self.words = words
        self.shape, self.n_keys = vectors.shape, len(words)
        self._vectors = vectors
        self._rows = {word: row for row, word in enumerate(words)}
        self._unknown = np.zeros(vectors.shape[1], dtype=np.float32)

    def __len__(self) -> int:
        return len(self.words)

    def to_ops(self, ops: Any) -> None:
        """Stay where it is: there is one processor."""

    def get_batch(self, keys: Iterable[int]) -> NDArray[np.float32]:
        """Return a row for each key of spaCy's string store."""
        return self.of([self.strings[int(key)] for key in keys])

    def of(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return a row for each word."""
        batch = np.empty((len(words), self.shape[1]), dtype=np.float32)
        for i, word in enumerate(words):
            row = self._rows.get(word)
            batch[i] = self._of_pieces(word) if row is None else self._vectors[row]
        return batch

    def _of_pieces(self, word: str) -> NDArray[np.float32]:
        rows = pieces_of(word, self._rows)
        return np.asarray(self._vectors[rows].mean(axis=0), dtype=np.float32) if rows else self._unknown


def pieces_of(word: str, rows: dict[str, int]) -> list[int]:
    """Split a word into the longest pieces there are, from its start. Returns their rows; none where it cannot be."""
    found: list[int] = []
    start = 0
    while start < len(word) <= _LONGEST:
        mark = CONTINUES if start else ""
        end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in rows), 0)
        if not end:
            return []
        found.append(rows[mark + word[start:end]])
        start = end
    return found


def vectors_save(folder: Path, words: Sequence[str], quantized: NDArray[np.int8], scale: float) -> None:
    """Write the words and their vectors, these as 8-bit steps of ``scale``."""
    (folder / "words.json").write_text(
        json.dumps({"scale": scale, "words": list(words)}, ensure_ascii=False, indent=0), encoding="utf-8", newline="\n"
    )
    np.save(folder / "vectors.npy", quantized, allow_pickle=False)


def vectors_load(folder: Path) -> WordVectors:
    """Return what ``vectors_save`` wrote."""
    written = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    quantized = np.load(folder / "vectors.npy", allow_pickle=False)
    return WordVectors(written["words"], quantized.astype(np.float32) * np.float32(written["scale"]))
