"""What the log costs a page: the same pages with their event, and with the event left out, in turns."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.test import Client
from django.urls import reverse

from apps.audit.domain.chain import GENESIS
from apps.core.domain.bench import Say
from apps.evaluation.benches.pages.world import World, world_made

VISITS = 40
APPEND = "apps.audit.services._append"


def pages_with_and_without(say: Say) -> dict[str, tuple[float, float]]:
    """Return by page the median milliseconds of a visit with its event and without."""
    world = world_made(say)
    return {name: _in_turns(visit) for name, visit in _visits(world)}


def _visits(world: World) -> Iterator[tuple[str, Callable[[], object]]]:
    client = Client(headers={"host": "localhost"})
    client.force_login(world.physician, backend=settings.AUTHENTICATION_BACKENDS[0])
    chart = {"patient_id": world.patient.pk}
    for name, view, where in (
        ("queue", "review:queue", {}),
        ("review", "review:draft_detail", {"draft_id": world.review.pk}),
        ("chart", "viewer:chart_detail", chart),
        ("signed", "review:draft_signed", {"draft_id": world.signed.pk}),
    ):
        yield name, partial(client.get, reverse(view, kwargs=where))


def _in_turns(visit: Callable[[], Any]) -> tuple[float, float]:
    for _ in range(3):
        if visit().status_code != HTTPStatus.OK:
            raise AssertionError("A page of the bench does not open.")
    with_it, without = [], []
    for _ in range(VISITS):
        with_it.append(_milliseconds(visit))
        with _unrecorded():
            without.append(_milliseconds(visit))
    return statistics.median(with_it), statistics.median(without)


def _milliseconds(visit: Callable[[], object]) -> float:
    began = time.perf_counter()
    visit()
    return (time.perf_counter() - began) * 1000


@contextmanager
def _unrecorded() -> Iterator[None]:
    """Let no event be written: what the page would cost if nobody recorded it."""

    def nothing(row: Mapping[str, Any]) -> dict[str, Any]:
        return {"sequence": 1, "previous_hash": GENESIS, "hash": GENESIS}

    with patch(APPEND, nothing):
        yield
