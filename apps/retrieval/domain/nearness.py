"""How many of the asked words stand close together in a passage, the rare ones counting for more."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

SPAN = 12  # words: about half a sentence
Places = Mapping[str, Sequence[int]]  # asked word -> where it stands in a passage, in words


def nearness(passages: Sequence[Places]) -> list[float]:
    """Return for each passage the rarity of the different asked words within its best SPAN words, summed.

    Rarity is that among the passages given (the idf of BM25): of what the requester may see, and of nothing else.
    """
    found = Counter(word for places in passages for word in places)
    rarity = {word: math.log(1 + (len(passages) - n + 0.5) / (n + 0.5)) for word, n in found.items()}
    return [_best_span(places, rarity) for places in passages]


def _best_span(places: Places, rarity: Mapping[str, float]) -> float:
    stands = sorted((place, word) for word, at in places.items() for place in at)
    inside: Counter[str] = Counter()
    best = 0.0
    first = 0
    for place, word in stands:
        inside[word] += 1
        while stands[first][0] < place - SPAN:
            inside[stands[first][1]] -= 1
            first += 1
        best = max(best, math.fsum(rarity[known] for known, count in inside.items() if count))
    return best
