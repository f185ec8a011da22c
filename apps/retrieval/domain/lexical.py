"""The words of a question in the passages of one search: BM25, and how many of them stand close together."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

K1, B = 1.2, 0.75  # BM25 (Robertson and Zaragoza 2009)
SPAN = 12  # words: about half a sentence


@dataclass(frozen=True, slots=True)
class Words:
    """One passage as a search sees it: its length, and where the asked words stand in it, in words from its start."""

    length: int
    positions: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class LexicalScore:
    """``words``: BM25. ``near``: the rarity of the different asked words within the best SPAN words, summed."""

    words: float
    near: float


def lexical_scores(passages: Sequence[Words], weights: Mapping[str, float]) -> list[LexicalScore]:
    """Return the scores of each passage for the asked words, in order.

    ``weights`` holds every asked word: 1 for what was asked, less for what a dictionary added. Rarity and mean length
    are those of the passages given: of what the requester may see, and of nothing else.
    """
    found = Counter(word for passage in passages for word in passage.positions if word in weights)
    value = {word: weights[word] * _rarity(count, len(passages)) for word, count in found.items()}
    mean = sum(passage.length for passage in passages) / len(passages) if passages else 0.0
    return [LexicalScore(_bm25(passage, value, mean), _near(passage, value)) for passage in passages]


def _rarity(holding: int, passages: int) -> float:
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def _bm25(passage: Words, value: Mapping[str, float], mean: float) -> float:
    damping = K1 * (1 - B + B * passage.length / mean) if mean else K1
    counts = ((value[word], len(places)) for word, places in passage.positions.items() if word in value)
    return math.fsum(worth * count * (K1 + 1) / (count + damping) for worth, count in counts)


def _near(passage: Words, value: Mapping[str, float]) -> float:
    places = sorted((p, word) for word, at in passage.positions.items() if word in value for p in at)
    inside: Counter[str] = Counter()
    best = total = 0.0
    first = 0
    for place, word in places:
        total += 0.0 if inside[word] else value[word]
        inside[word] += 1
        while places[first][0] < place - SPAN:
            gone = places[first][1]
            inside[gone] -= 1
            total -= 0.0 if inside[gone] else value[gone]
            first += 1
        best = max(best, total)
    return best
