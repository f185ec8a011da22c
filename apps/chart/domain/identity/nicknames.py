"""Given names that stand for each other in records of the United States; one line is one name."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

_FILE = Path(__file__).with_name("nicknames.txt")


def _read() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(_FILE.read_text(encoding="utf-8").splitlines()):
        for name in () if line.startswith("#") else line.split():
            found[name].add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


SAME_GIVEN_NAME: Mapping[str, frozenset[int]] = _read()  # name -> the lines it stands in
