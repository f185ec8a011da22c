"""Who sees which draft, how far it is, and at what cost it is read."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.coverage.models import CoveragePolicy
from apps.drafting.models import Draft
from apps.drafting.selectors import (
    draft_for_review,
    draft_progress,
    draft_status,
    drafts_of_organization,
    drafts_visible_to,
)
from apps.drafting.services import draft_retrieve
from apps.drafting.services.leases import lease_take
from tests.drafting.conftest import WORKER, request_letter, request_summary, run
from tests.factories import World


@pytest.mark.parametrize(
    ("who", "sees"), [("okafor", 1), ("reyes", 1), ("lindholm", 0), ("lindqvist", 0), ("quill", 0), ("admin", 0)]
)
def test_only_who_may_see_the_chart_sees_the_draft(world: World, who: str, sees: int) -> None:
    request_summary(world)
    assert drafts_visible_to(getattr(world, who)).count() == sees


def test_the_masked_list_stays_inside_the_organization(world: World) -> None:
    draft = request_summary(world)
    assert list(drafts_of_organization(world.cedar.pk)) == [draft]
    assert not drafts_of_organization(world.brightwater.pk)


def statements(draft: Draft) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read = draft_for_review(draft.pk)
        for claim in read.claims.all():
            list(claim.citations.all()), list(claim.findings.all())
        list(read.findings.all())
    return len(queries)


def test_a_draft_is_read_in_a_constant_number_of_statements(charted: World, policy: CoveragePolicy) -> None:
    summary, letter = run(request_summary(charted)), run(request_letter(charted, policy))
    assert summary.claims.count() != letter.claims.count()
    assert statements(summary) == statements(letter) <= 5


def test_the_progress_is_told_in_words(charted: World) -> None:
    draft = request_summary(charted)
    assert draft_progress(draft).words == "Drafting, 1 of 4: Waiting for a worker"
    draft_retrieve(draft_id=draft.pk, worker="w", actor=WORKER)
    draft.refresh_from_db()
    assert draft_progress(draft).words == "Drafting, 2 of 4: Writing"
    assert lease_take(draft_id=draft.pk, expected="RETRIEVED", worker="w", actor=WORKER)
    draft.refresh_from_db()
    assert draft_progress(draft).words == "Drafting, 2 of 4: Writing"
    draft.lease_until -= timedelta(seconds=settings.WORKBENCH_LEASE_SECONDS / 2)  # as if nobody had renewed it
    assert draft_progress(draft).words == "Drafting, 2 of 4: Waiting for a worker to take it up again"
    Draft.objects.update(lease_until=None, lease_owner="")
    assert draft_progress(run(draft)).words == "Ready"
    assert not draft_progress(draft).running


def test_a_draft_that_stopped_says_why(world: World) -> None:
    draft = run(request_summary(world))
    assert draft_progress(draft).words == f"Blocked: {draft.reason}"


def test_a_draft_that_is_not_there_has_no_status(db: None) -> None:
    assert draft_status("00000000-0000-4000-8000-000000000000") is None
