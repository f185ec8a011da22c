"""Policies of before two people were asked for stay usable, and say what they are."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from apps.core.canonical import digest
from apps.coverage.models import CoveragePolicy
from apps.coverage.selectors import policies_in_force
from apps.coverage.services import policy_load
from tests.coverage.test_tree import POLICY
from tests.factories import SETUP

COLUMNS = "id, created_at, policy_id, version, title, payer, effective_start, codes, body, sha256"


@pytest.mark.django_db(transaction=True)
def test_a_policy_of_before_is_used_as_it_was_and_names_no_validator() -> None:
    call_command("migrate", "coverage", "0001", verbosity=0)
    try:
        row = [uuid4(), datetime(2026, 1, 2, tzinfo=UTC), "TS-01", "1", "Test drug", "Example Payer", date(2026, 1, 1),
               json.dumps(POLICY["codes"]), json.dumps(POLICY), digest(POLICY)]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO coverage_coveragepolicy ({COLUMNS}) VALUES ({', '.join(['%s'] * 10)})", row)
    finally:
        call_command("migrate", verbosity=0)
    policy = CoveragePolicy.objects.get()
    assert (policy.status, policy.origin, policy.validated_by) == ("VALIDATED", "before", None)
    assert list(policies_in_force(date(2026, 11, 21))) == [policy]
    assert policy_load(body=POLICY, actor=SETUP) == policy
