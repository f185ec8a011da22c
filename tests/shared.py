"""Fixtures that the tests of several rooms stand on: an indexed note, a policy, the lines of the log."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from apps.coverage.models import CoveragePolicy
from apps.coverage.services import policy_load
from tests.coverage.test_tree import POLICY
from tests.drafting.conftest import WORKER
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
    return policy_load(body={**POLICY, "root": {"id": "TS-01", "op": "all", "children": [LEAF]}}, actor=WORKER)


@pytest.fixture
def log_lines() -> Iterator[Callable[[], list[Any]]]:
    """Collect what the root handler writes, exactly as it would reach standard error."""
    handler = cast("logging.StreamHandler[Any]", logging.getLogger().handlers[0])
    written = io.StringIO()
    before = handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    handler.setStream(cast("Any", before))
