"""How many of the asked words stand close together in a passage, the rare ones counting for more."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

SPAN = 12  # words: about half a sentence
PLACES = 1 << 14  # places of a tsvector end before it
Stands = Sequence[int]  # where the asked words stand in a passage: number of the word * PLACES + place, in words
_Numbers = NDArray[np.int64]


def nearness(passages: Sequence[Stands], of: int) -> NDArray[np.float64]:
    """Return for each passage the rarity of the different asked words within its best SPAN words, summed.

    ``passages`` are those ``of`` so many that hold an asked word at all, and others. Rarity is that among all (the idf
    of BM25): of what the requester may see, and of nothing else.
    """
    scores = np.zeros(len(passages))
    stands = np.fromiter(chain.from_iterable(passages), dtype=np.int64)
    if not stands.size:
        return scores
    rows = np.repeat(np.arange(len(passages)), [len(stands) for stands in passages])
    words, places = np.divmod(stands, PLACES)
    order = np.lexsort((words, places, rows))
    rows, words, places = rows[order], words[order], places[order]
    near = _near(rows * 2 * PLACES + places, words, _rarity(rows, words, of))
    held, starts = np.unique(rows, return_index=True)
    scores[held] = np.maximum.reduceat(near, starts)
    return scores


def _rarity(rows: _Numbers, words: _Numbers, of: int) -> NDArray[np.float64]:
    """Return the rarity of each word by its number."""
    number = int(words.max()) + 1
    held = np.bincount(np.unique(rows * number + words) % number, minlength=number)
    rarity: NDArray[np.float64] = np.log(1 + (of - held + 0.5) / (held + 0.5))
    return rarity


def _near(keys: _Numbers, words: _Numbers, rarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return at each place the rarity of the words that stand there or at most SPAN places before; keys ascend."""
    near = np.zeros(len(keys))
    for word in np.unique(words):
        last = np.maximum.accumulate(np.where(words == word, keys, -2 * PLACES))
        near += rarity[word] * (keys - last <= SPAN)
    return near
