"""Which controlled substances a request names, by ingredient (``data/controlled_substances.json``). Pure."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "controlled_substances.json"


@cache
def schedules() -> Mapping[str, str]:
    """Return the schedule of each ingredient (21 CFR 1308.12 to 1308.15)."""
    listed = json.loads(DATA.read_text())["schedules"]
    return {ingredient: schedule for schedule, ingredients in listed.items() for ingredient in ingredients}


@cache
def _pattern() -> re.Pattern[str]:
    named = "|".join(re.escape(one) for one in sorted(schedules(), key=len, reverse=True))
    return re.compile(rf"(?<![a-z])(?:{named})(?![a-z])")


def controlled_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the ingredients on a schedule that the texts name, each once, in their order."""
    found = (match.group() for text in texts for match in _pattern().finditer(" ".join(text.casefold().split())))
    return tuple(dict.fromkeys(found))
