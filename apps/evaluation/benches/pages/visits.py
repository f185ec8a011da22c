"""One page or act, visited again and again: its SQL statements, and the milliseconds of each visit."""

import gc
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import connection

from apps.core.domain.bench import Say

if TYPE_CHECKING:
    from collections.abc import Iterator

VISITS = 30
P95 = "_p95_ms"
SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")  # they ask for nothing


@dataclass(frozen=True, slots=True)
class Visit:
    """What is measured, by name, and what puts things back after an act; that is not measured."""

    name: str
    ask: Callable[[], Any]
    put_back: Callable[[], Any] | None = None


def measured(visits: Iterable[Visit], suffix: str, say: Say) -> dict[str, float]:
    """Return of each visit its statements and the 50th and 95th percentile of ``VISITS`` of them."""
    figures: dict[str, float] = {}
    for visit in visits:
        statements, seconds = _visited(visit)
        figures[f"{visit.name}_sql{suffix}"] = statements
        for share in (50, 95):
            figures[f"{visit.name}_p{share}_ms{suffix}"] = float(np.percentile(seconds, share)) * 1000
        say(f"{visit.name}{suffix}: {statements} statements, {np.percentile(seconds, 50) * 1000:.0f} ms")
    return figures


def growth(figures: Mapping[str, float]) -> dict[str, float]:
    """Return of each page how many times as long its 95th percentile is at 100x."""
    names = [key.removesuffix(P95) for key in figures if key.endswith(P95)]
    return {f"{name}_p95_growth": figures[f"{name}{P95}_x100"] / figures[f"{name}{P95}"] for name in names}


def _visited(visit: Visit) -> tuple[int, list[float]]:
    _once(visit)
    with _counted() as statements:
        _answered(visit.ask())
    if visit.put_back:
        _answered(visit.put_back())
    return len(statements), [_once(visit) for _ in range(VISITS)]


def _once(visit: Visit) -> float:
    gc.collect()  # what was left by the visits before is not this one's
    began = time.perf_counter()
    answer = visit.ask()
    seconds = time.perf_counter() - began
    _answered(answer)
    if visit.put_back:
        _answered(visit.put_back())
    return seconds


@contextmanager
def _counted() -> "Iterator[list[str]]":
    counted: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(SAVEPOINTS):
            counted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield counted


def _answered(response: Any) -> None:
    if response.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{response.request['PATH_INFO']} answered {response.status_code}; its time means nothing.")
