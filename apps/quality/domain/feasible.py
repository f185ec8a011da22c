"""What everything that is published still leaves open: the audit of a suppression, by linear programming.

Whoever holds a file knows every number that stands in it, how its numbers add up, and that what is withheld is not
zero (a zero is shown). A withheld cell can be every whole number for which the rest still fits together. Here the
least and the largest of these are looked for until they lie far enough apart; what is found is always a whole solution.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Key = tuple[str, ...]
LARGEST_SMALL = 10
A_FEW = 4  # cells: fewer are looked at one by one
A_HAIR = 1e-6
ENOUGH_TIMES = 2 * (LARGEST_SMALL + 1)  # of which nothing is known may be that many times as large


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells that add up to another."""

    whole: Key
    parts: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        return (self.whole, *self.parts)


@dataclass(slots=True)
class Span:
    """The least and the largest value that a withheld cell is known to be able to have."""

    low: int
    high: int

    def is_wide(self, value: int) -> bool:
        """Say whether the cell is protected: a small one may as well be large, and as much lies open as its mark says.

        A larger one, withheld for the sake of others, cannot be told exactly.
        """
        if value > LARGEST_SMALL:
            return self.high > self.low
        return self.high > LARGEST_SMALL and self.high - self.low >= LARGEST_SMALL


def span_in(one: Sum, key: Key, cells: Mapping[Key, int], hidden: set[Key]) -> Span:
    """Return what one sum alone leaves open of a withheld cell of it. What is open above is as high as need be."""
    others = [part for part in one.parts if part in hidden and part != key]
    known = [cells[part] for part in one.parts if part not in hidden]
    free = ENOUGH_TIMES * cells[key]
    if key == one.whole:
        return Span(sum(known) + len(others), free if others else sum(known))
    if one.whole in hidden:
        return Span(1, free)
    rest = cells[one.whole] - sum(known)
    return Span(1 if others else rest, rest - len(others))


class Audit:
    """Looks for withheld cells of which what is published tells too much.

    What was once seen to be possible stays possible when more is withheld, so each look begins where the last ended.
    """

    def __init__(self, cells: Mapping[Key, int], sums: Sequence[Sum]) -> None:
        self.cells = cells
        self.of: defaultdict[Key, list[Sum]] = defaultdict(list)
        for one in sums:
            for key in one.keys:
                self.of[key].append(one)
        self.spans: dict[Key, Span] = {}

    def exposed(self, hidden: Iterable[Key]) -> Key | None:
        """Return the smallest withheld cell that is told too much of, None where there is none."""
        everything = set(hidden)
        for key in everything:
            self.spans.setdefault(key, Span(self.cells[key], self.cells[key]))
        while narrow := self._narrow(everything):
            keys, sums = self._component(narrow[0], everything)
            program = Program(self.cells, keys, sums)
            self._look_at_many(program, narrow)
            for key in [key for key in narrow if key in program.at]:
                if not self._is_protected(program, key):
                    return key
        return None

    def _narrow(self, hidden: Iterable[Key]) -> list[Key]:
        narrow = [key for key in hidden if self.of[key] and not self.spans[key].is_wide(self.cells[key])]
        return sorted(narrow, key=lambda key: (self.cells[key], key))

    def _component(self, first: Key, hidden: set[Key]) -> tuple[list[Key], list[Sum]]:
        """Return the withheld cells that some sum ties to one, with these sums; others tell nothing of it."""
        keys, among = {first: None}, dict[Sum, None]()
        waiting = [first]
        while waiting:
            for one in self.of[waiting.pop()]:
                among[one] = None
                new = [key for key in one.keys if key in hidden and key not in keys]
                keys.update(dict.fromkeys(new))
                waiting += new
        return list(keys), list(among)

    def _look_at_many(self, program: "Program", narrow: Sequence[Key]) -> None:
        """Move many narrow cells at once, each up or down in turns, as long as that shows something new."""
        for turn in range(len(self.cells).bit_length()):
            moved = [key for key in narrow if key in program.at and not self.spans[key].is_wide(self.cells[key])]
            if len(moved) < A_FEW:
                return
            for sign in (-1, 1):
                signs = {key: sign if at >> turn & 1 else -sign for at, key in enumerate(moved)}
                self._learn(program, signs)

    def _is_protected(self, program: "Program", key: Key) -> bool:
        for sign in (-1, 1):  # the largest value, then the least
            if not self.spans[key].is_wide(self.cells[key]):
                self._learn(program, {key: sign})
        return self.spans[key].is_wide(self.cells[key])

    def _learn(self, program: "Program", signs: Mapping[Key, int]) -> None:
        """Widen every span by what one whole solution shows to be possible."""
        for key, value in program.solution(signs).items():
            span = self.spans[key]
            span.low, span.high = min(span.low, value), max(span.high, value)


class Program:
    """The linear program of some withheld cells: all that fits what is published."""

    def __init__(self, cells: Mapping[Key, int], keys: Sequence[Key], sums: Sequence[Sum]) -> None:
        from scipy.sparse import coo_array

        self.at = {key: column for column, key in enumerate(keys)}
        equal = [[(1, one.whole), *((-1, part) for part in one.parts)] for one in sums]
        self.given: dict[str, Any] = {"bounds": (1, ENOUGH_TIMES * max(cells[key] for key in keys)), "method": "highs"}
        if equal:
            places = [(at, *term) for at, row in enumerate(equal) for term in row]
            ours = [(sign, at, self.at[key]) for at, sign, key in places if key in self.at]
            signs, down, across = zip(*ours, strict=True)
            self.given["A_eq"] = coo_array((signs, (down, across)), shape=(len(equal), len(keys))).tocsr()
            self.given["b_eq"] = [sum(-sign * cells[key] for sign, key in row if key not in self.at) for row in equal]

    def solution(self, signs: Mapping[Key, int]) -> dict[Key, int]:
        """Return a whole solution in which cells are as small (1) or as large (-1) as they can be together."""
        from scipy.optimize import linprog

        cost = [0.0] * len(self.at)
        for key, sign in signs.items():
            cost[self.at[key]] = sign
        values = linprog(cost, **self.given).x
        if any(abs(value - round(value)) > A_HAIR for value in values):
            values = linprog(cost, **self.given, integrality=1).x
        return {key: round(value) for key, value in zip(self.at, values, strict=True)}
