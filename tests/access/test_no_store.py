"""No cache keeps a page: every address of the workbench forbids it, whatever it answers (S08)."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import World

ARGUMENTS = {"uuid": str(uuid4()), "str": "x", "int": "1", "slug": "x", "path": "x"}


def addresses(patterns: Any = None, prefix: str = "/") -> Iterator[str]:
    """Yield every address, its arguments of things that do not exist."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = str(pattern.pattern)
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__.replace("Converter", "").lower()
            for spelled in (f"<{kind}:{name}>", f"<str:{name}>", f"<{name}>"):
                route = route.replace(spelled, ARGUMENTS["str" if kind == "string" else kind])
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + route)
        elif isinstance(pattern, URLPattern):
            yield prefix + route


@pytest.mark.parametrize("who", ["okafor", "nobody"])
def test_every_answer_of_every_address_forbids_caches_to_keep_it(world: World, who: str) -> None:
    client = Client(raise_request_exception=False)
    if who != "nobody":
        client.force_login(world.people[who])
    asked = [(address, method) for address in addresses() for method in ("get", "post")]
    answers = {(address, method): getattr(client, method)(address) for address, method in asked}
    assert len(answers) > 200
    kept = [name for name, answer in answers.items() if "no-store" not in answer.get("Cache-Control", "")]
    assert kept == []
