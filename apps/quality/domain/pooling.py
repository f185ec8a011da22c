"""No figure of fewer than three reviewers leaves: groups of fewer are counted together, level by level. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from apps.quality.domain.few import FEWEST_PEOPLE, values_of_few

TOGETHER = f"groups of fewer than {FEWEST_PEOPLE} reviewers"

Path = tuple[str, ...]


def places(people: Mapping[Path, frozenset[Any]], above: Path = ()) -> dict[Path, Path]:
    """Return of each group the path under which it is counted, so that three people or more stand behind every path.

    Groups of fewer are one group, with the next smallest beside them where even together they are too few. Where
    nothing else is left they are told apart no further than what they are all part of.
    """
    depth = len(above)
    below: dict[str, set[Any]] = {}
    for path, who in people.items():
        if len(path) > depth:
            below.setdefault(path[depth], set()).update(who)
    together = set(values_of_few(below))
    if len(together) == len(below):
        return dict.fromkeys(people, above)
    found: dict[Path, Path] = {}
    for name in below:
        among = {path: who for path, who in people.items() if path[: depth + 1] == (*above, name)}
        if name in together:
            found |= dict.fromkeys(among, (*above, TOGETHER))
        else:
            found |= places(among, (*above, name))
    return found


def stretches(people: Sequence[tuple[Any, Iterable[Any]]]) -> dict[Any, Any]:
    """Return of each time the one it is counted with, in order: the first of as many as three people decided in."""
    found: dict[Any, Any] = {}
    begun: list[Any] = []
    before: Any = None
    who: set[Any] = set()
    for time, deciding in people:
        begun.append(time)
        who.update(deciding)
        if len(who) >= FEWEST_PEOPLE:
            before = begun[0]
            found |= dict.fromkeys(begun, before)
            begun, who = [], set()
    return found | dict.fromkeys(begun, before if before is not None else begun[0] if begun else None)
