"""A figure of fewer than three reviewers is somebody's own: no table of places holds it, or lets it be subtracted."""

from collections.abc import Mapping, Set
from typing import TypeVar

FEWEST_PEOPLE = 3
Value = TypeVar("Value")
Person = TypeVar("Person")


def values_of_few(people: Mapping[Value, Set[Person]]) -> list[Value]:
    """Return the values that stand together because fewer than three people decided on them.

    Beside them stand the next smallest, until what stands together is of three people or nothing is left apart:
    otherwise the whole less the others would tell.
    """
    ordered = sorted(people, key=lambda value: (len(people[value]), str(value)))
    together: set[Person] = set()
    chosen: list[Value] = []
    for value in ordered:
        if len(people[value]) >= FEWEST_PEOPLE and (not chosen or len(together) >= FEWEST_PEOPLE):
            break
        chosen.append(value)
        together |= set(people[value])
    return chosen
