"""The shape of the name finder: a blank spaCy pipeline with one component, and how texts enter it."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.attrs import NORM, PREFIX, SHAPE, SUFFIX
from spacy.lang.lex_attrs import word_shape
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vectors import Vectors

from apps.redaction.names.tokens import LINE, UNKNOWN, folded

MODEL = Path(__file__).parent / "model"
LABELS = ("PERSON", "PLACE", "ORGANIZATION", "ADDRESS")
WIDTH = 96
_WINDOW = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": WIDTH, "window_size": 1, "maxout_pieces": 3}
_EMBED = {
    "@architectures": "spacy.MultiHashEmbed.v2",
    "width": WIDTH,
    "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY"],
    "rows": [3000, 1500, 2500, 500, 50],
    "include_static_vectors": True,
}
_NER = {
    "moves": None,
    "update_with_oracle_cut_size": 100,
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": True,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": _EMBED,
            "encode": {**_WINDOW, "depth": 4},
        },
    },
}


def pipeline_blank(words: Sequence[str], vectors: "np.ndarray[Any, Any]") -> Language:
    """Return the untrained pipeline over a vocabulary: row i of the vectors belongs to word i."""
    logging.getLogger("spacy").setLevel(logging.ERROR)
    nlp = spacy.blank("en")
    known = frozenset(words)
    getters = {
        NORM: lambda word: folded(word) if folded(word) in known else UNKNOWN,
        PREFIX: lambda word: folded(word)[:3],
        SUFFIX: lambda word: folded(word)[-4:],
        SHAPE: lambda word: LINE if word == LINE else word_shape(word),
    }
    nlp.vocab.lex_attr_getters = getters  # type: ignore[attr-defined]
    keys = [nlp.vocab.strings.add(word) for word in words]
    nlp.vocab.vectors = Vectors(data=vectors, keys=keys, strings=nlp.vocab.strings, attr="NORM", name="names")
    nlp.add_pipe("ner", config=_NER)
    return nlp


def doc_of(nlp: Language, words: Sequence[str], spaces: Sequence[bool]) -> Doc:
    """Return the words as the pipeline reads them."""
    return Doc(nlp.vocab, words=list(words), spaces=list(spaces))


def vocabulary_save(folder: Path, words: Sequence[str], quantized: "np.ndarray[Any, Any]", scale: float) -> None:
    """Write the vocabulary: the words, their vectors as 8-bit steps of ``scale``."""
    written = json.dumps(list(words), ensure_ascii=False, indent=0)
    (folder / "words.json").write_text(written, encoding="utf-8", newline="\n")
    np.save(folder / "vectors.npy", quantized, allow_pickle=False)
    (folder / "scale.txt").write_text(f"{scale!r}\n", encoding="utf-8", newline="\n")


def vocabulary_load(folder: Path) -> tuple[list[str], "np.ndarray[Any, Any]"]:
    """Return the words and their vectors, 32-bit floats."""
    words: list[str] = json.loads((folder / "words.json").read_text(encoding="utf-8"))
    scale = float((folder / "scale.txt").read_text(encoding="utf-8"))
    quantized = np.load(folder / "vectors.npy", allow_pickle=False)
    return words, quantized.astype(np.float32) * np.float32(scale)


def pipeline_load(folder: Path = MODEL) -> Language:
    """Return the trained pipeline. Reads the folder only; no network."""
    nlp = pipeline_blank(*vocabulary_load(folder))
    for label in LABELS:
        nlp.get_pipe("ner").add_label(label)  # type: ignore[attr-defined]
    nlp.get_pipe("ner").from_disk(folder / "ner", exclude=["vocab"])  # type: ignore[attr-defined]
    return nlp
