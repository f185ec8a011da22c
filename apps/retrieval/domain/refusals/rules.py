"""What is refused on sight: readable forms of words (``data/refusals/rules.txt``), whatever they are about."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from apps.retrieval.domain.refusals.categories import Category

NAMES, OF_RECORD, ANY, PURPOSE, TOLD = "names", "of_record", "any", "purpose_", "purpose_of_record"
_CATEGORIES = {f"{before}{category.value}": category for category in Category for before in ("", PURPOSE)}
_SECTIONS = {NAMES, OF_RECORD, ANY, TOLD, *_CATEGORIES}
_NAME = re.compile(r"<([A-Z]+)>")
Patterns = Sequence[re.Pattern[str]]
ByCategory = Sequence[tuple[Category, re.Pattern[str]]]


@dataclass(frozen=True, slots=True)
class Rules:
    """The forms of words of each category, what is asked of the record, and what is asked how or to be written.

    ``of_purpose``: what only the words of a draft request may not ask for; ``told``: what they ask of the record.
    """

    by_category: ByCategory
    of_purpose: ByCategory
    of_record: Patterns
    of_any_kind: Patterns
    told: Patterns = ()

    def category_of(self, sentence: str) -> Category | None:
        """Return what a sentence asks for beyond doubt, or None. In lower case, without politeness."""
        if self._asks_of_record(sentence):
            return None
        return next((category for category, pattern in self.by_category if pattern.search(sentence)), None)

    def category_of_purpose(self, clause: str) -> Category | None:
        """Return what a clause of a draft request asks for that is no purpose of a draft, or None. In lower case."""
        if self._asks_of_record(clause):
            return None
        every = (*self.of_purpose, *self.by_category)
        return next((category for category, pattern in every if pattern.search(clause)), None)

    def asks_what_is_told(self, clauses: Sequence[str]) -> bool:
        """Say whether every clause of a draft request plainly asks what the record tells. In lower case."""
        return bool(clauses) and all(any(one.search(clause) for one in self.told) for clause in clauses)

    def asks_how_or_for_a_text(self, sentence: str) -> bool:
        """Say whether a sentence asks how something is done, or for a text that is none of a record."""
        return not self._asks_of_record(sentence) and any(pattern.search(sentence) for pattern in self.of_any_kind)

    def refuses(self, text: str) -> bool:
        """Say whether any rule refuses a sentence."""
        sentence = text.lower()
        return self.category_of(sentence) is not None or self.asks_how_or_for_a_text(sentence)

    def _asks_of_record(self, sentence: str) -> bool:
        return any(pattern.search(sentence) for pattern in self.of_record)


def read_rules(text: str) -> Rules:
    """Read a file of rules. Raises ValueError for an unknown section or name, re.error for what is no expression."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    section = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("[") and line.endswith("]") and line[1:-1].isidentifier():
            section = line[1:-1]
        elif not line.startswith("#"):
            lines[section].append(line)
    if unknown := set(lines) - _SECTIONS:
        raise ValueError(f"No section of rules is called {min(unknown)!r}.")
    names = _names(lines[NAMES])
    found = {
        name: [re.compile(_named(line, names)) for line in of_it] for name, of_it in lines.items() if name != NAMES
    }
    of_purpose = [
        (_CATEGORIES[name], rule)
        for name, of_it in found.items()
        if name in _CATEGORIES and name.startswith(PURPOSE)
        for rule in of_it
    ]
    by_category = [(Category(name), rule) for name, of_it in found.items() if name in set(Category) for rule in of_it]
    return Rules(by_category, of_purpose, found.get(OF_RECORD, []), found.get(ANY, []), found.get(TOLD, []))


def _names(lines: Sequence[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for line in lines:
        name, _, pattern = line.partition(" = ")
        names[name] = _named(pattern, names)
    return names


def _named(pattern: str, names: dict[str, str]) -> str:
    if unknown := set(_NAME.findall(pattern)) - set(names):
        raise ValueError(f"No name of the rules is {min(unknown)!r}.")
    return _NAME.sub(lambda match: names[match.group(1)], pattern)
