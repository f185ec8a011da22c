"""The shape of the name finder: a blank spaCy pipeline with one component, and how texts enter it."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.attrs import LOWER, NORM, PREFIX, SHAPE, SUFFIX
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import NumpyOps

from apps.redaction.names.features import Features
from apps.redaction.names.reader import WORDS, reading
from apps.redaction.names.tokens import Words
from apps.redaction.names.vectors import WordVectors, vectors_load

MODEL = Path(__file__).parent / "model"
LABELS = ("PERSON", "PLACE", "ORGANIZATION", "ADDRESS")
WIDTH = 64
_BLANK = "x"
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
    features = Features(vectors)
    getters: dict[Any, Callable[[str], Any]] = {
        LOWER: features.lower,
        NORM: features.norm,
        PREFIX: features.prefix,
        SUFFIX: features.suffix,
        SHAPE: features.shape,
    }
    vectors.attr = LOWER
    vocab = Vocab(lex_attr_getters=getters)  # before spaCy's own words enter it: they too are read this way
    cast("Any", vocab).vectors = vectors
    nlp = spacy.blank("en", vocab=vocab)
    nlp.add_pipe("ner", config=_NER)
    for label in LABELS:
        recognizer(nlp).add_label(label)
    ops = NumpyOps(use_blis=False)  # numpy multiplies matrices more than twice as fast
    for layer in recognizer(nlp).model.walk():
        layer.ops = ops
    return nlp


def recognizer(nlp: Language) -> Any:
    """Return the one component of the pipeline; spaCy declares none of its methods."""
    return nlp.get_pipe("ner")


def doc_of(nlp: Language, words: Sequence[str], spaces: Sequence[bool]) -> Doc:
    """Return the words as the untrained pipeline reads them."""
    return Doc(nlp.vocab, words=list(words), spaces=list(spaces))


def entities_of(nlp: Language, texts: Sequence[Words]) -> list[list[tuple[int, int, str]]]:
    """Return what the loaded pipeline finds in each text: first word, word after the last, label.

    spaCy gets documents of as many blank words, so that it keeps none of them.
    """
    docs = [Doc(nlp.vocab, words=[_BLANK] * len(text.words), user_data={WORDS: text}) for text in texts]
    ner = recognizer(nlp)
    ner.set_annotations(docs, ner.predict(docs))
    return [[(entity.start, entity.end, entity.label_) for entity in doc.ents] for doc in docs]


def pipeline_load(folder: Path = MODEL) -> Language:
    """Return the trained pipeline. Reads the folder only; no network."""
    vectors = vectors_load(folder)
    nlp = pipeline_blank(vectors)
    recognizer(nlp).from_disk(folder / "ner", exclude=["vocab"])
    model = recognizer(nlp).model
    model.layers[0] = reading(model.layers[0], vectors)
    model.set_ref("tok2vec", model.layers[0])
    return nlp
