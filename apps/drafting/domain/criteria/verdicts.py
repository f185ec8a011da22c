"""Three verdicts and what groups make of them: Kleene's strong three-valued logic, INSUFFICIENT being "not known"."""

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What the chart says to one criterion."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    INSUFFICIENT = "INSUFFICIENT"


RANK = {Verdict.NOT_MET: 0, Verdict.INSUFFICIENT: 1, Verdict.MET: 2}


def opposite(verdict: Verdict) -> Verdict:
    """Return the verdict on the denial of what was asked."""
    return {Verdict.MET: Verdict.NOT_MET, Verdict.NOT_MET: Verdict.MET}.get(verdict, verdict)


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst; MET of nothing."""
    return min(verdicts, key=RANK.__getitem__, default=Verdict.MET)


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the best; NOT_MET of nothing."""
    return max(verdicts, key=RANK.__getitem__, default=Verdict.NOT_MET)


def none_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return whether not one holds."""
    return opposite(any_of(verdicts))


def at_least(count: int, verdicts: Iterable[Verdict]) -> Verdict:
    """Return whether so many hold: known only when what is not known could not change it."""
    given = list(verdicts)
    met = given.count(Verdict.MET)
    possible = met + given.count(Verdict.INSUFFICIENT)
    if met >= count:
        return Verdict.MET
    return Verdict.INSUFFICIENT if possible >= count else Verdict.NOT_MET


def grouped(op: str, verdicts: Iterable[Verdict], count: int | None = None) -> Verdict:
    """Return what a group (all, any, none, at_least) makes of its children. Raises KeyError for another word."""
    given = list(verdicts)
    if op == "at_least":
        return at_least(count or 1, given)
    return {"all": all_of, "any": any_of, "none": none_of}[op](given)
