"""Where active time is shown: on the trace of a draft, and among the quality figures without a name."""

from datetime import timedelta

from django.urls import reverse

from apps.core import clock
from tests.review.acts import finish, open_evidence, sign
from tests.review.test_attention import SECOND, Page


def signed_after(desk, seconds, dwell):
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 1)
    Page(desk, okafor, clock.now() - seconds * SECOND).report(seconds, seconds, dwell)
    finish(desk, okafor)
    return sign(desk, okafor)


def trace(desk, person, name="review:draft_trace"):
    return desk.client(person).get(reverse(name, args=[desk.draft.pk]))


def test_the_trace_says_how_long_the_decider_was_there_and_how_long_each_source_stood_open(desk):
    signed_after(desk, 90, {"1": 12_300})
    page = trace(desk, desk.world.okafor).content.decode()
    assert "1 min 30 s of active time, measured" in page
    assert ", for 12.3 s" in page
    exported = trace(desk, desk.world.okafor, "review:draft_trace_export").json()
    assert (exported["decisions"][0]["active_ms"], exported["decisions"][0]["active_basis"]) == (90_000, "measured")


def test_an_estimate_is_called_one(signed):
    assert "of active time, estimated from the times of requests" in trace(signed, signed.world.okafor).content.decode()


def test_the_gauges_show_minutes_with_their_n_and_no_name(desk):
    signed_after(desk, 90, {"1": 12_300})
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        page = desk.client(desk.world.people["marchetti"]).get(reverse("quality:overrides")).content.decode()
    assert "active minutes per draft, the middle half 1.5 to 1.5 (n = 1)" in page
    assert "0 of 1 signer" in page
    assert "This is no ranking" in page
    assert "Okafor" not in page.partition("<main")[2]
