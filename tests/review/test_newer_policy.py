"""A draft keeps the version of the policy it names, and says when a newer one is in force."""

from datetime import timedelta

from django.urls import reverse

from apps.core import clock
from apps.coverage.models import CoveragePolicy
from apps.coverage.services import policy_load
from tests.coverage.test_tree import POLICY
from tests.factories import SETUP

WARNING = "Version 2 of policy TS-01 is in force"


def names_a_policy(desk):
    desk.draft.policy = policy_load(body=POLICY, actor=SETUP)
    desk.draft.kind = "prior_auth_letter"
    desk.draft.save()
    return desk


def load_newer(*, days_ago):
    start = (clock.today() - timedelta(days=days_ago)).isoformat()
    return policy_load(body={**POLICY, "version": "2", "effective": {"start": start, "end": None}}, actor=SETUP)


def pages_of(desk):
    client = desk.client(desk.world.okafor)
    page = client.get(reverse("review:draft_detail", args=[desk.draft.pk])).content.decode()
    return page, client.get("/").content.decode()


def test_a_draft_whose_policy_has_a_newer_version_in_force_says_so_and_keeps_its_own(desk):
    load_newer(days_ago=3)
    page, queue = pages_of(names_a_policy(desk))
    assert WARNING in page
    assert "This draft argues from version 1, and keeps it." in page
    assert "policy v2 in force" in queue
    newer = desk.client(desk.world.okafor).get(reverse("coverage:policy_named"), {"policy_id": "TS-01", "version": "2"})
    assert newer.url == reverse("coverage:policy_detail", args=[CoveragePolicy.objects.get(version="2").pk])
    desk.draft.refresh_from_db()
    assert desk.draft.policy.version == "1"


def test_a_version_that_is_not_yet_in_force_or_only_a_draft_warns_nobody(desk):
    load_newer(days_ago=-3)
    CoveragePolicy.objects.create(
        organization=desk.world.cedar, policy_id="TS-01", version="3", title="Test drug", payer="Example Payer",
        effective_start=clock.today(), body=POLICY, sha256="0" * 64, uploaded_by=desk.world.lindqvist,
    )  # fmt: skip
    page, queue = pages_of(names_a_policy(desk))
    assert "is in force</h2>" not in page
    assert "in force</span>" not in queue


def test_a_draft_whose_version_was_retired_says_so_where_no_other_is_in_force(desk):
    names_a_policy(desk)
    assert "was retired</h2>" not in pages_of(desk)[0]
    CoveragePolicy.objects.filter(pk=desk.draft.policy_id).update(
        status="RETIRED", retired_at=clock.now(), retired_by=desk.world.lindqvist, retired_reason="Withdrawn."
    )
    page, queue = pages_of(desk)
    assert "Version 1 of policy TS-01 was retired</h2>" in page
    assert "No version of this policy is in force in its place." in page
    assert "policy v1 retired" in queue
    load_newer(days_ago=3)
    assert WARNING in pages_of(desk)[0]
