"""A draft that is older than what is left of the log: its pages tell what the log cannot, and raise no false alarm."""

import pytest
from django.urls import reverse

from apps.core import clock
from tests.audit.conftest import append
from tests.audit.test_segments import OLD, destroyed, old_log
from tests.review.acts import finish, sign
from tests.review.test_verify import differing

__all__ = ["append", "old_log"]
GONE = "destroyed by policy, with the oldest part of the log"
PAGES = {
    "draft_trace": "What stands here is kept with the draft",
    "draft_ledger": "Acts up to",
    "draft_signed": "Acts up to",
    "draft_verify": "It neither proves nor disproves this signature any more",
}


@pytest.fixture
def long_ago(desk):
    """The draft, made and signed eleven years ago."""
    with clock.standing_at(clock.now() - OLD):
        type(desk.draft).objects.filter(pk=desk.draft.pk).update(created_at=clock.now())
        finish(desk, desk.world.okafor)
        sign(desk, desk.world.okafor)
    return desk


def read(desk, page):
    answer = desk.client(desk.world.okafor).get(reverse(f"review:{page}", args=[desk.draft.pk]))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_each_page_of_an_old_draft_says_what_of_the_log_is_gone_by_policy(long_ago, old_log):
    assert not [page for page in PAGES if GONE in read(long_ago, page)]
    assert "Audit event" in differing(read(long_ago, "draft_verify"))
    destroyed(long_ago.world, old_log)
    for page, sentence in PAGES.items():
        shown = read(long_ago, page)
        assert GONE in shown, page
        assert sentence in shown, page
    assert differing(read(long_ago, "draft_verify")) == set()


def test_a_young_draft_is_told_of_nothing_and_its_missing_event_is_an_alarm(signed, old_log):
    destroyed(signed.world, old_log)
    assert not [page for page in PAGES if GONE in read(signed, page)]
    assert "Audit event" in differing(read(signed, "draft_verify"))
