"""Documents by the titles that policies and charts give them, from a data file."""

import re
from functools import lru_cache
from importlib.resources import files

# At the end of a title these say no more than that it is written.
WRITTEN = re.compile(
    r"(?i)[\s,]+(?:final )?(?:reports?|notes?|documentation|documents?|results?|records?|interpretation)$"
)


def plain_title(name: str) -> str:
    """Return the title of a document without what every document is: "polysomnography report" is "polysomnography"."""
    return WRITTEN.sub("", name.strip())


@lru_cache(maxsize=1000)
def titles_of(name: str) -> tuple[str, ...]:
    """Return all titles under which a document of a kind may stand in a chart: its own, the same, and narrower ones."""
    found = [name, *_table().get(plain_title(name).lower(), ()), *_table().get(name.strip().lower(), ())]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    same: dict[str, tuple[str, ...]] = {}
    narrower: dict[str, tuple[str, ...]] = {}
    for line in files("apps.drafting").joinpath("data").joinpath("papers.txt").read_text("utf-8").splitlines():
        left, _, right = ("", "", "") if line.startswith("#") else line.partition(" > ")
        names = tuple(one.strip() for one in left.split(";") if one.strip())
        for name in names:
            same[name.lower()] = (*same.get(name.lower(), ()), *names)
            narrower[name.lower()] = tuple(one.strip() for one in right.split(";") if one.strip())
    return {name: (*titles, *_below(narrower[name], same)) for name, titles in same.items()}


def _below(kinds: tuple[str, ...], same: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(title for kind in kinds for title in same.get(kind.lower(), (kind,)))
