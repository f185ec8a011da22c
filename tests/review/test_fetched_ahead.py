"""An opening counts when a person asked for the source and was given it: nothing fetched ahead opens the gate."""

import pytest
from django.urls import reverse

from apps.audit.domain.actions import Action
from apps.audit.selectors import events_for
from apps.review.models import EvidenceOpening
from apps.review.selectors import review_page

AHEAD = [
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
    {"Purpose": "prefetch"},
    {"X-Purpose": "preview"},
    {"X-Moz": "prefetch"},
    {"HX-Request": "true", "HX-Preloaded": "true"},
]


def source_of(desk):
    return reverse("review:citation", args=[desk.draft.pk, desk.citation(1).pk])


def opened(desk):
    events = events_for(
        organization_id=desk.world.cedar.pk, draft_id=desk.draft.pk, action=Action.EVIDENCE_OPENED
    ).count()  # fmt: skip
    return EvidenceOpening.objects.count(), events


@pytest.mark.parametrize("headers", AHEAD, ids=str)
def test_a_source_that_a_browser_fetches_ahead_is_not_given_and_counts_for_nothing(desk, headers):
    answer = desk.client(desk.world.okafor).get(source_of(desk), headers=headers)
    assert answer.status_code == 503
    assert b"CDAI" not in answer.content
    assert "no-store" in answer["Cache-Control"]
    assert opened(desk) == (0, 0)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}, {"Sec-Fetch-Mode": "navigate"}], ids=str)
def test_the_same_source_asked_for_by_a_person_is_given_and_counts(desk, headers):
    answer = desk.client(desk.world.okafor).get(source_of(desk), headers=headers)
    assert (answer.status_code, opened(desk)) == (200, (1, 1))


@pytest.mark.parametrize("method", ["head", "post", "options"])
def test_what_is_no_get_delivers_no_source_and_counts_for_nothing(desk, method):
    answer = getattr(desk.client(desk.world.okafor), method)(source_of(desk))
    assert answer.status_code == 405
    assert opened(desk) == (0, 0)


def test_a_page_that_is_fetched_ahead_leaves_no_event_that_somebody_saw_it(desk):
    address = reverse("review:draft_detail", args=[desk.draft.pk])
    assert desk.client(desk.world.okafor).get(address, headers={"Sec-Purpose": "prefetch"}).status_code == 503
    assert not events_for(organization_id=desk.world.cedar.pk, action=Action.DRAFT_VIEWED).exists()


def test_what_a_colleague_opened_checks_no_claim_of_mine(desk, colleague):
    desk.client(colleague).get(source_of(desk))
    mine = review_page(desk.as_seen_by(desk.world.okafor), desk.world.okafor).claims[0]
    theirs = review_page(desk.as_seen_by(colleague), colleague).claims[0]
    assert (mine.facts.unopened, theirs.facts.unopened) == (2, 1)
