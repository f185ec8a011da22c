"""Training: a stream of invented texts, each seen once, through spaCy's transition-based recognizer."""

import hashlib
from collections.abc import Iterator
from itertools import islice

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, Optimizer, fix_random_seed

from apps.redaction.names.pipeline import doc_of, pipeline_blank, recognizer
from apps.redaction.names.tokens import UNKNOWN, words_of
from apps.redaction.names.training.dice import Dice
from apps.redaction.names.training.generator import Generator, Sample
from apps.redaction.names.training.vocabulary import vocabulary_made
from apps.redaction.names.vectors import WordVectors

DROPOUT = 0.2
BATCH = 24
FIRST_RATE, LAST_RATE = 0.0015, 0.0001
# How often a word is hidden, so that what stands around it must do: a name, a capitalized word, any other word.
HIDDEN_NAME, HIDDEN_CAPITAL, HIDDEN_WORD = 0.35, 0.25, 0.2
_WARM_UP = 150


class Corpus:
    """The samples of one run, and the fingerprint of all of them."""

    def __init__(self, seed: int) -> None:
        self.generator = Generator(seed, held_out=False)
        self.dice = Dice(seed + 1)
        self.hash = hashlib.sha256()
        self.words = 0

    def examples(self, nlp: Language, count: int) -> Iterator[Example]:
        """Yield that many examples, some of their words hidden."""
        for sample in self.generator.samples(count):
            self.hash.update(repr((sample.text, sample.spans)).encode())
            example = example_of(nlp, sample)
            self.words += len(example.predicted)
            self._hide(example)
            yield example

    def _hide(self, example: Example) -> None:
        for token, target in zip(example.predicted, example.reference, strict=True):
            hidden = HIDDEN_WORD if token.text.islower() else HIDDEN_CAPITAL
            if token.text.isalpha() and self.dice.chance(HIDDEN_NAME if target.ent_type_ else hidden):
                token.norm_ = UNKNOWN


def example_of(nlp: Language, sample: Sample) -> Example:
    """Return a sample as spaCy trains on it."""
    found = words_of(sample.text)
    tags = ["O"] * len(found.words)
    for start, end, label in sample.spans:
        inside = [i for i, s in enumerate(found.starts) if start <= s < end]
        for i in inside:
            tags[i] = f"I-{label}"
        tags[inside[0]] = f"B-{label}"
    reference = Doc(nlp.vocab, words=found.words, spaces=found.spaces, ents=tags)
    return Example(doc_of(nlp, found.words, found.spaces), reference)


def pipeline_trained(seed: int, texts: int) -> tuple[Language, Corpus]:
    """Return the trained pipeline and what it was trained on. The same seed gives the same weights on one machine."""
    fix_random_seed(seed)
    words, quantized, scale = vocabulary_made()
    nlp = pipeline_blank(WordVectors(words, quantized.astype(np.float32) * np.float32(scale)))
    corpus = Corpus(seed)
    first = list(islice(corpus.examples(nlp, BATCH * 4), BATCH * 4))
    nlp.initialize(lambda: first)
    optimizer = Adam(FIRST_RATE, L2=0.01, grad_clip=1.0, use_averages=True)
    steps = texts // BATCH
    for step in range(steps):
        optimizer.learn_rate = _rate(step, steps)
        nlp.update(list(corpus.examples(nlp, BATCH)), drop=DROPOUT, sgd=optimizer)
    _settle(nlp, optimizer)
    return nlp, corpus


def _rate(step: int, steps: int) -> float:
    warm = min(1.0, (step + 1) / _WARM_UP)
    return warm * (LAST_RATE + (FIRST_RATE - LAST_RATE) * (1 - step / steps))


def _settle(nlp: Language, optimizer: Optimizer) -> None:
    """Take the average of the weights over the run, which is steadier than the last ones."""
    model = recognizer(nlp).model
    with model.use_params(optimizer.averages):
        averaged = model.to_bytes()
    model.from_bytes(averaged)
