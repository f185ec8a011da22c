"""Scores on what was kept apart: templates and names that no training text holds. Exact spans, Wilson intervals."""

from collections.abc import Iterator
from math import sqrt
from typing import TypedDict

from spacy.language import Language

from apps.redaction.names.pipeline import LABELS, doc_of
from apps.redaction.names.tokens import words_of
from apps.redaction.names.training.generator import Generator, Sample

SCORED = 3000
_Z = 1.959964  # two-sided 95 %


class Share(TypedDict):
    """A share of a count and the interval it lies in at 95 %."""

    of: int
    share: float
    low: float
    high: float


def share_of(part: int, whole: int) -> Share:
    """Return a share with its Wilson interval; of nothing, all is possible."""
    if not whole:
        return Share(of=0, share=0.0, low=0.0, high=1.0)
    p, z2 = part / whole, _Z**2
    middle, spread = p + z2 / (2 * whole), _Z * sqrt(p * (1 - p) / whole + z2 / (4 * whole**2))
    low, high = ((middle + sign * spread) / (1 + z2 / whole) for sign in (-1, 1))
    return Share(of=whole, share=round(p, 4), low=round(max(low, 0.0), 4), high=round(min(high, 1.0), 4))


def scores_of(nlp: Language, seed: int) -> dict[str, dict[str, Share] | Share]:
    """Return recall and precision of each label, and the share of texts without names that were altered."""
    samples = list(Generator(seed, held_out=True).samples(SCORED))
    found = list(_found(nlp, samples))
    scores: dict[str, dict[str, Share] | Share] = {}
    for label in LABELS:
        told = [{s for s in sample.spans if s[2] == label} for sample in samples]
        seen = [{s for s in spans if s[2] == label} for spans in found]
        right = sum(len(t & s) for t, s in zip(told, seen, strict=True))
        scores[label] = {
            "recall": share_of(right, sum(map(len, told))),
            "precision": share_of(right, sum(map(len, seen))),
        }
    plain = [spans for sample, spans in zip(samples, found, strict=True) if not sample.spans]
    scores["texts_without_names_altered"] = share_of(sum(map(bool, plain)), len(plain))
    return scores


def _found(nlp: Language, samples: list[Sample]) -> Iterator[set[tuple[int, int, str]]]:
    split = [words_of(sample.text) for sample in samples]
    docs = nlp.pipe(doc_of(nlp, words.words, words.spaces) for words in split)
    for words, doc in zip(split, docs, strict=True):
        yield {(words.starts[e.start], words.ends[e.end - 1], e.label_) for e in doc.ents}
