"""Words by which reviewers say that a draft was broken: looked for in redacted remarks, told as groups. Pure.

The list is data with its source (data/broken_words.json). What was written is never kept here, only which groups it
speaks of.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIST = Path(__file__).parents[1] / "data" / "broken_words.json"


@dataclass(frozen=True, slots=True)
class Group:
    """Words that mean one complaint, and what it is called."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class WordList:
    """The list as it stands: its version, where it is from, its groups by key."""

    version: int
    source: str
    groups: Mapping[str, Group]


@cache
def word_list() -> WordList:
    """Read the list."""
    body = json.loads(LIST.read_text(encoding="utf-8"))
    groups = {key: Group(row["name"], _pattern(row["words"])) for key, row in body["groups"].items()}
    return WordList(body["version"], body["source"], groups)


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds whole words, whatever blanks or hyphens stand between them; a star stands for any ending."""
    said = (r"[\s-]+".join(re.escape(part) for part in word.split()).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)", re.IGNORECASE)


def complaints_in(remarks: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of the groups that remarks speak of, in the order of the list."""
    said = "\n".join(remarks)
    return tuple(key for key, group in word_list().groups.items() if group.pattern.search(said))
