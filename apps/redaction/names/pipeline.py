"""The shape of the name finder: a blank spaCy pipeline with one component, and how texts enter it."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.attrs import LOWER, NORM, PREFIX, SHAPE, SUFFIX
from spacy.lang.lex_attrs import word_shape
from spacy.language import Language
from spacy.tokens import Doc

from apps.redaction.names.tokens import LINE, UNKNOWN, folded
from apps.redaction.names.vectors import CONTINUES, WordVectors, vectors_load

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


def pipeline_blank(vectors: WordVectors) -> Language:
    """Return the untrained pipeline over a vocabulary."""
    logging.getLogger("spacy").setLevel(logging.ERROR)
    nlp = spacy.blank("en")
    known = frozenset(word for word in vectors.words if not word.startswith(CONTINUES))
    getters = {
        LOWER: folded,
        NORM: lambda word: folded(word) if folded(word) in known else UNKNOWN,
        PREFIX: lambda word: folded(word)[:3],
        SUFFIX: lambda word: folded(word)[-4:],
        SHAPE: lambda word: LINE if word == LINE else word_shape(word),
    }
    vectors.attr = LOWER
    vocab = cast("Any", nlp.vocab)
    vocab.lex_attr_getters, vocab.vectors = getters, vectors
    nlp.add_pipe("ner", config=_NER)
    for label in LABELS:
        recognizer(nlp).add_label(label)
    return nlp


def recognizer(nlp: Language) -> Any:
    """Return the one component of the pipeline; spaCy declares none of its methods."""
    return nlp.get_pipe("ner")


def doc_of(nlp: Language, words: Sequence[str], spaces: Sequence[bool]) -> Doc:
    """Return the words as the pipeline reads them."""
    return Doc(nlp.vocab, words=list(words), spaces=list(spaces))


def pipeline_load(folder: Path = MODEL) -> Language:
    """Return the trained pipeline. Reads the folder only; no network."""
    nlp = pipeline_blank(vectors_load(folder))
    recognizer(nlp).from_disk(folder / "ner", exclude=["vocab"])
    return nlp
