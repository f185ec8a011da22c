"""Fixtures that the tests of several rooms stand on: an indexed note, a policy, the lines of the log."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from apps.coverage.models import CoveragePolicy
from apps.coverage.services import policy_load
from apps.drafting.models import Draft
from tests.coverage.test_tree import POLICY
from tests.drafting.conftest import WORKER, request_letter, request_summary, run, take_in
from tests.factories import World
from tests.kept import Kept, keep
from tests.retrieval.conftest import index_note

LEAF = {
    "id": "1", "op": "leaf", "text": "Leflunomide has been tried.",
    "test": {"kind": "trial", "any_of": ["leflunomide"], "outcome": "inadequate_response"},
}  # fmt: skip


@pytest.fixture
def index(db: None) -> Callable[..., Any]:
    """Store, redact and index one note, as (patient, text, ...); return its redacted document."""
    return index_note


@pytest.fixture
def policy(db: None) -> CoveragePolicy:
    """Load a policy of one criterion: leflunomide has been tried."""
    return policy_of_one_criterion()


def policy_of_one_criterion() -> CoveragePolicy:
    return policy_load(body={**POLICY, "root": {"id": "TS-01", "op": "all", "children": [LEAF]}}, actor=WORKER)


@pytest.fixture(scope="session")
def kept_summary(kept_world: Kept[World], django_db_blocker: Any) -> Kept[Draft]:
    """A chart summary that the belt made of Anna's chart."""
    return _kept_draft(kept_world, django_db_blocker, request_summary)


@pytest.fixture(scope="session")
def kept_letter(kept_world: Kept[World], django_db_blocker: Any) -> Kept[Draft]:
    """A letter that the belt made of Anna's chart under a policy of one criterion."""
    return _kept_draft(kept_world, django_db_blocker, lambda world: request_letter(world, policy_of_one_criterion()))


def _kept_draft(kept_world: Kept[World], blocker: Any, request: Callable[[World], Draft]) -> Kept[Draft]:
    def make() -> Draft:
        take_in(kept_world.made.cedar, "anna", "Anna", "Lindgren-Sato")
        return run(request(kept_world.made))

    with blocker.unblock():
        return keep(make, on=[kept_world])


@pytest.fixture
def log_lines() -> Iterator[Callable[[], list[Any]]]:
    """Collect what the root handler writes, exactly as it would reach standard error."""
    handler = cast("logging.StreamHandler[Any]", logging.getLogger().handlers[0])
    written = io.StringIO()
    before = handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    handler.setStream(cast("Any", before))
