"""One person at a time holds a draft; another one asks for it, and nothing of either is lost."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.errors import NotAllowed
from apps.review import services
from apps.review.domain.handing import AWAY_AFTER, is_away
from apps.review.errors import Collision, ReviewError
from apps.review.models import HandOver, ReviewItem
from apps.review.selectors import review_page
from apps.review.selectors.facts import UNTOUCHED
from apps.review.selectors.handing import access_holding
from tests.review.acts import edit, finish, sign

HTMX = {"HX-Request": "true"}
WHY = "The clock of this letter ends today and she is at lunch."


@pytest.fixture
def held(desk, colleague):
    """Dr. Okafor holds the draft and has edited a claim; Dr. Lindholm may review it, too."""
    edit(desk, desk.world.okafor, 3, "Methotrexate was stopped after 5 doses because of nausea.")
    return desk


def holder(desk):
    return ReviewItem.objects.get(draft=desk.draft).claimed_by


def ask(desk, person):
    return services.hand_over_ask(**desk.act(person))


def holding(desk, person, seen=""):
    address = reverse("review:holding", args=[desk.draft.pk])
    return desk.client(person).get(address, {"seen": seen} if seen else {}, headers=HTMX)


def later():
    return clock.standing_at(clock.now() + AWAY_AFTER)


def actions():
    named = ("hand_over_asked", "hand_over_withdrawn", "hand_over_declined", "draft_handed_over", "draft_taken_over")
    return list(AuditEvent.objects.filter(action__in=named).order_by("sequence").values_list("action", flat=True))


def test_the_holder_reads_who_asks_and_hands_over_with_everything_done(held, colleague):
    person = held.world.okafor
    ask(held, colleague)
    page = holding(held, person).content.decode()
    assert f"{colleague.formal_name} asks you to hand this draft over" in page
    queue = held.client(person).get(reverse("review:queue")).content.decode()
    assert f"you; {colleague.display_name} asks for it" in queue
    services.hand_over_give(**held.act(person))
    assert holder(held) == colleague
    assert ReviewItem.objects.get(draft=held.draft).claim_reviews.get().person == person
    assert "handed this draft over to you" in holding(held, colleague).content.decode()
    assert "You handed this draft over" in holding(held, person).content.decode()
    assert actions() == ["hand_over_asked", "draft_handed_over"]


def test_the_holder_may_keep_it_and_who_asked_reads_that(held, colleague):
    ask(held, colleague)
    services.hand_over_decline(**held.act(held.world.okafor))
    assert holder(held) == held.world.okafor
    assert "your asking was declined" in holding(held, colleague).content.decode()
    assert "asks you" not in holding(held, held.world.okafor).content.decode()


def test_asking_twice_asks_once_and_may_be_taken_back(held, colleague):
    assert ask(held, colleague) == ask(held, colleague)
    services.hand_over_withdraw(**held.act(colleague))
    assert HandOver.objects.get().answer == "withdrawn"
    with pytest.raises(Collision, match="Nobody asks"):
        services.hand_over_give(**held.act(held.world.okafor))


def test_the_database_keeps_one_open_asking_for_a_draft(held, colleague):
    asked = ask(held, colleague)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(item=asked.item, asked_by=held.world.reyes, holder=held.world.okafor)


def test_nobody_asks_for_what_nobody_else_holds_or_without_the_grant(desk, colleague):
    with pytest.raises(Collision, match="at once"):
        ask(desk, colleague)
    services.item_claim(**desk.act(colleague))
    with pytest.raises(Collision, match="at once"):
        ask(desk, colleague)


def test_who_may_only_read_the_chart_is_not_offered_the_draft(desk, reader):
    services.item_claim(**desk.act(desk.world.okafor))
    assert "Ask for hand-over" not in holding(desk, reader).content.decode()
    with pytest.raises(NotAllowed):
        ask(desk, reader)


def test_a_page_that_shows_it_already_is_told_nothing_until_it_changes(held, colleague):
    seen = access_holding(held.world.okafor, held.draft.pk).seen
    assert holding(held, held.world.okafor, seen).status_code == 204
    ask(held, colleague)
    assert holding(held, held.world.okafor, seen).status_code == 200


def test_a_draft_is_taken_from_a_holder_who_is_away_with_a_reason_on_record(held, colleague):
    with later():
        assert "Take it over" in holding(held, colleague).content.decode()
        services.item_take_over(reason=WHY, **held.act(colleague))
    assert holder(held) == colleague
    assert HandOver.objects.get().reason == WHY
    assert actions() == ["draft_taken_over"]
    event = AuditEvent.objects.get(action="draft_taken_over")
    assert event.details == {"person_id": str(held.world.okafor.pk)}
    assert "lunch" not in str(event.details)


def test_who_is_at_work_keeps_the_draft_and_the_refusal_says_from_when_it_is_free(held, colleague):
    person = held.world.okafor
    token = review_page(held.as_seen_by(person), person).claim(held.claim(3).pk).token
    with pytest.raises(Collision, match=r"is at work on it\. It can be taken over from"):
        services.item_take_over(reason=WHY, **held.act(colleague))
    with later():
        services.claim_undo(claim_id=held.claim(3).pk, seen=token, **held.act(held.world.okafor))
        with pytest.raises(Collision, match="is at work on it"):
            services.item_take_over(reason=WHY, **held.act(colleague))
    assert holder(held) == held.world.okafor


def test_typing_counts_as_being_at_work(held, colleague):
    with later():
        address = reverse("review:typed_claim", args=[held.draft.pk, held.claim(1).pk, "edit"])
        held.client(held.world.okafor).post(address, {"text": "She said so.", "seen": UNTOUCHED})
        with pytest.raises(Collision, match="is at work"):
            services.item_take_over(reason=WHY, **held.act(colleague))


@pytest.mark.parametrize("reason", ["", "now", "1234567890 12"])
def test_taking_over_needs_a_reason_in_words(held, colleague, reason):
    with later(), pytest.raises(ReviewError, match="in your own words"):
        services.item_take_over(reason=reason, **held.act(colleague))
    assert holder(held) == held.world.okafor


def test_who_was_away_reads_who_took_the_draft_and_acts_on_it_no_more(held, colleague):
    with later():
        services.item_take_over(reason=WHY, **held.act(colleague))
        assert "while you were away. What you did is kept." in holding(held, held.world.okafor).content.decode()
        with pytest.raises(Collision, match="has been reviewing this draft since"):
            edit(held, held.world.okafor, 5, "She works half of the day.")


def test_without_scripts_there_is_a_page_for_it(held, colleague):
    client = held.client(colleague)
    review = client.get(reverse("review:draft_detail", args=[held.draft.pk])).content.decode()
    address = reverse("review:holding", args=[held.draft.pk])
    assert f'href="{address}"' in review
    assert "Ask for hand-over" in client.get(address).content.decode()
    response = client.post(reverse("review:hand_over", args=[held.draft.pk]), {"act": "ask"}, follow=True)
    assert "Its holder reads it within seconds." in response.content.decode()


@pytest.mark.parametrize(("minutes", "away"), [(0, False), (14, False), (15, True), (600, True)])
def test_a_holder_is_away_after_as_long_as_a_session_goes_without_use(minutes, away):
    now = clock.now()
    assert is_away(now - timedelta(minutes=minutes), now) is away
    assert is_away(None, now)


def test_handing_over_means_who_asks_and_the_desk_where_nobody_does(held, colleague):
    release = reverse("review:draft_release", args=[held.draft.pk])
    ask(held, colleague)
    told = held.client(held.world.okafor).post(release, follow=True).content.decode()
    assert holder(held) == colleague
    assert f"{colleague.formal_name} holds this draft now." in told
    told = held.client(colleague).post(release, follow=True).content.decode()
    assert holder(held) is None
    assert "You put this draft back: nobody holds it now." in told


def test_nobody_is_asked_any_more_once_the_draft_is_signed(desk, colleague):
    finish(desk, desk.world.okafor)
    ask(desk, colleague)
    sign(desk, desk.world.okafor)
    assert HandOver.objects.get().answer == "declined"
    told = holding(desk, colleague, "before").content.decode()
    assert "has signed this draft" in told
