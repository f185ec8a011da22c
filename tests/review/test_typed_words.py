"""What is typed and not sent is kept for who typed it, shown to nobody else, and gone with its act."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.access.models import OpenSession as Session
from apps.access.selectors import actor_for
from apps.access.sessions import USED
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.crypto.errors import DAMAGED
from apps.governance.domain.retention import RecordClass
from apps.governance.services import purge_batch
from apps.review import services
from apps.review.domain.kept import FIELDS, OF_A_CLAIM, TypedAct, act_named, says_nothing, words_of
from apps.review.domain.status import Outcome, ReviewStatus
from apps.review.erasure import ReviewEraser
from apps.review.models import ReviewItem, TypedWords
from apps.review.selectors import access_draft_to_act, review_page
from apps.review.selectors.facts import UNTOUCHED
from tests.factories import PASSWORD, SETUP
from tests.review.acts import confirm, edit, finish, judgement, open_evidence, sign

WORDS = "Anna Lindgren-Sato stopped it after five doses."
BACKGROUND = {"Workbench-Background": "1"}


def typed_at(desk, ordinal=3, act="edit"):
    return reverse("review:typed_claim", args=[desk.draft.pk, desk.claim(ordinal).pk, act])


def page_of(desk, person):
    return desk.client(person).get(reverse("review:draft_detail", args=[desk.draft.pk])).content.decode()


def keep(desk, person, text=WORDS, ordinal=3, act="edit", **more):
    return desk.client(person).post(typed_at(desk, ordinal, act), {"text": text, **more}, headers=BACKGROUND)


def rows(**of):
    return TypedWords.objects.filter(**of)


def test_what_is_typed_comes_back_when_the_page_is_opened_again_and_says_when(desk):
    person = desk.world.okafor
    answer = keep(desk, person)
    assert answer.json()["at"]
    page = page_of(desk, person)
    assert "You typed something here and did not send it" in page
    assert f">{WORDS}</textarea>" in page
    assert "and did not send it yet" in page


def test_it_is_sealed_in_the_database_and_bound_to_its_person(desk, colleague):
    keep(desk, desk.world.okafor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words_sealed, * FROM review_typedwords")
        assert "five doses" not in str([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])
    row = rows().get()
    assert row.words == {"text": WORDS}
    row.person = colleague
    row.save()
    with pytest.raises(DAMAGED):
        _ = rows().get().words


def test_nobody_else_sees_the_words_but_everybody_who_types_where(desk, colleague):
    keep(desk, desk.world.okafor)
    page = page_of(desk, colleague)
    assert "five doses." not in page
    assert "Imani Okafor, MD is editing" in page or "Okafor" in page
    assert review_page(desk.as_seen_by(colleague), colleague).claim(desk.claim(3).pk).typing
    assert not review_page(desk.as_seen_by(colleague), colleague).claim(desk.claim(3).pk).kept


def test_who_typed_some_time_ago_types_no_longer(desk, colleague):
    keep(desk, desk.world.okafor)
    rows().update(typed_at=clock.now() - timedelta(minutes=3))
    assert not review_page(desk.as_seen_by(colleague), colleague).claim(desk.claim(3).pk).typing


def test_the_last_words_take_the_place_of_the_ones_before(desk):
    for text in ("She", "She stopped", WORDS):
        keep(desk, desk.world.okafor, text)
    assert rows().get().words == {"text": WORDS}


def test_nothing_is_kept_of_an_empty_form_and_discarding_forgets(desk):
    person = desk.world.okafor
    keep(desk, person)
    assert keep(desk, person, "  ").json() == {"at": ""}
    assert not rows().exists()
    keep(desk, person)
    response = desk.client(person).post(typed_at(desk), {"discard": "1"})
    assert response.url.endswith("#claim-3")
    assert not rows().exists()


def test_reasons_statements_and_the_comment_of_a_decision_are_kept_too(letter):
    person = letter.world.okafor
    keep(letter, person, act="remove", reason_code="contradicts", reason="Not what the phone note says.")
    client, draft = letter.client(person), letter.draft.pk
    client.post(reverse("review:typed_draft", args=[draft, "statement"]), {"where": "harm", "text": "She cannot work."})
    client.post(
        reverse("review:typed_draft", args=[draft, "decide"]),
        {"comment": "Ask the pharmacy first.", "password": PASSWORD, "outcome": "approve"},
    )
    page = page_of(letter, person)
    assert "Not what the phone note says.</textarea>" in page
    assert '<option value="contradicts" selected>' in page
    assert "She cannot work.</textarea>" in page
    decide = client.get(reverse("review:draft_decide", args=[draft])).content.decode()
    assert "Ask the pharmacy first.</textarea>" in decide
    assert rows(act="decide").get().words == {"comment": "Ask the pharmacy first."}


def test_it_is_gone_with_its_act_and_what_others_typed_stays(desk, colleague):
    person = desk.world.okafor
    keep(desk, colleague, "In other words.")
    keep(desk, person)
    keep(desk, person, ordinal=4, act="remove", reason="Not in the chart.")
    edit(desk, person, 3, "Methotrexate was stopped after 5 doses because of nausea.")
    assert {(row.person_id, row.act) for row in rows()} == {(colleague.pk, "edit"), (person.pk, "remove")}


def test_it_is_gone_for_everybody_once_the_draft_is_signed(desk, colleague):
    person = desk.world.okafor
    finish(desk, person)
    keep(desk, colleague, "In other words.", ordinal=2)
    keep(desk, person, "And so on.", ordinal=5)
    sign(desk, person)
    assert not rows().exists()
    refused = keep(desk, colleague, "In other words.", ordinal=2)
    assert (refused.status_code, refused.json()["sentence"][:21]) == (409, "This draft is signed.")


def test_words_that_come_in_behind_their_own_act_are_not_kept_again(desk):
    person = desk.world.okafor
    said = "Methotrexate was stopped after 5 doses because of nausea."
    edit(desk, person, 3, said)
    assert keep(desk, person, said, seen=UNTOUCHED).json() == {"at": ""}
    assert keep(desk, person, "Something else.", seen=UNTOUCHED).json()["at"]


def test_words_on_their_way_while_their_act_is_stored_are_not_kept_behind_it(desk):
    person = desk.world.okafor
    said = "Methotrexate was stopped after 5 doses because of nausea."
    before = access_draft_to_act(person, desk.draft.pk)
    edit(desk, person, 3, said)
    form = {"draft": before, "act": TypedAct.EDIT, "claim_id": desk.claim(3).pk, "seen": UNTOUCHED}
    whose = {"person": person, "actor": actor_for(person)}
    assert services.words_keep(words={"text": said}, **form, **whose) is None
    assert services.words_keep(words={"text": "Something else."}, **form, **whose) is not None


def test_words_that_come_in_behind_the_decision_they_were_given_with_are_no_conflict(desk, colleague):
    person, where = desk.world.okafor, reverse("review:typed_draft", args=[desk.draft.pk, "decide"])
    services.item_decide(
        judgement=judgement(desk, person, Outcome.REJECT, comment="Ask the pharmacy first."), **desk.act(person)
    )
    behind = desk.client(person).post(where, {"comment": "Ask the  pharmacy first."}, headers=BACKGROUND)
    other = desk.client(person).post(where, {"comment": "Something else."}, headers=BACKGROUND)
    theirs = desk.client(colleague).post(where, {"comment": "Ask the pharmacy first."}, headers=BACKGROUND)
    assert (behind.status_code, behind.json()) == (200, {"at": ""})
    assert (other.status_code, theirs.status_code) == (409, 409)
    assert not rows().exists()


def test_an_act_that_came_second_keeps_its_words_for_copying(desk):
    person = desk.world.okafor
    open_evidence(desk, person, 1, 2)
    confirm(desk, person, 1)
    where = reverse("review:claim_edit", args=[desk.draft.pk, desk.claim(1).pk])
    answer = desk.client(person).post(where, {"text": WORDS, "seen": UNTOUCHED})
    assert answer.status_code == 409
    assert "for copying" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert WORDS in page_of(desk, person)


def test_an_act_pressed_again_is_the_act_that_stands_and_one_event(desk):
    person = desk.world.okafor
    where = reverse("review:claim_edit", args=[desk.draft.pk, desk.claim(3).pk])
    said = {"text": "She stopped methotrexate after five doses.", "seen": UNTOUCHED}
    client = desk.client(person)
    assert [client.post(where, said).status_code for _ in range(3)] == [302, 302, 302]
    assert AuditEvent.objects.filter(action="claim_edited").count() == 1
    assert client.post(where, {**said, "text": "She never took it."}).status_code == 409


def test_another_persons_act_is_no_press_of_mine(desk, colleague):
    said = "She stopped methotrexate after five doses."
    edit(desk, desk.world.okafor, 3, said)
    services.item_release(**desk.act(desk.world.okafor))
    where = reverse("review:claim_edit", args=[desk.draft.pk, desk.claim(3).pk])
    assert desk.client(colleague).post(where, {"text": said, "seen": UNTOUCHED}).status_code == 409


@pytest.mark.parametrize(("act", "status"), [("edit", 200), ("confirm", 404), ("decide", 404), ("statement", 404)])
def test_only_forms_that_there_are_keep_words(desk, act, status):
    assert keep(desk, desk.world.okafor, act=act).status_code == status


def test_too_much_to_keep_is_said(desk):
    refused = keep(desk, desk.world.okafor, "x" * 4001)
    assert refused.status_code == 422
    assert "Shorten" in refused.json()["sentence"]


def signed_in_and_away(desk, person):
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    session = client.session
    session[USED] = (clock.now() - timedelta(minutes=20)).timestamp()
    session.save()
    return client


@pytest.mark.parametrize("first", ["the act", "something else"])
def test_an_act_that_arrives_after_the_session_is_kept_and_offered_after_signing_in(desk, first):
    person = desk.world.okafor
    client = signed_in_and_away(desk, person)
    if first == "something else":
        assert client.get("/account/session/", headers=BACKGROUND).status_code == 401
    page = reverse("review:draft_detail", args=[desk.draft.pk])
    where = reverse("review:claim_edit", args=[desk.draft.pk, desk.claim(3).pk])
    sent = {"text": WORDS, "seen": UNTOUCHED}
    response = client.post(where, sent, headers={"Referer": f"http://testserver{page}"})
    assert response.url == f"/account/login/?next={page}"
    assert "five doses" not in client.get(response.url).content.decode()
    assert rows(person=person).get().words == {"text": WORDS}
    assert AuditEvent.objects.filter(action="words_kept", actor_id=str(person.pk)).count() == 1
    assert not ReviewItem.objects.get(draft=desk.draft).claim_reviews.exists()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD, "next": page})
    assert f">{WORDS}</textarea>" in client.get(page).content.decode()


def test_a_late_form_of_who_lost_the_grant_or_the_account_keeps_nothing(desk, reader):
    where = reverse("review:claim_edit", args=[desk.draft.pk, desk.claim(3).pk])
    late = signed_in_and_away(desk, reader).post(where, {"text": WORDS})
    assert late.url == "/account/login/"
    stranger = signed_in_and_away(desk, desk.world.quill).post(where, {"text": WORDS})
    assert stranger.url == "/account/login/"
    gone = signed_in_and_away(desk, desk.world.okafor)
    Session.objects.all().delete()
    assert gone.post(where, {"text": WORDS}).status_code == 302
    assert not rows().exists()


def test_it_goes_with_the_record_of_the_patient_and_with_the_draft_that_nobody_decided_on(desk):
    keep(desk, desk.world.okafor)
    assert "review_typedwords" in ReviewEraser.tables
    erased = ReviewEraser().erase(patient_id=desk.world.anna.pk, event_id=desk.draft.pk, actor=SETUP)
    assert erased["review_typedwords"] == 1
    keep(desk, desk.world.okafor)
    assert rows().exists()
    with clock.standing_at(clock.now() + timedelta(days=1000)):
        assert purge_batch(record_class=RecordClass.UNDECIDED_DRAFTS, actor=SETUP) == 1
    assert not rows().exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(FIELDS)),
    st.dictionaries(st.sampled_from(["text", "reason", "password", "comment"]), st.text()),
)
def test_no_field_is_kept_that_the_form_does_not_name(act, posted):
    words = words_of(act, posted)
    assert tuple(words) == FIELDS[act]
    assert "password" not in words
    assert act_named(act.value, of_a_claim=act in OF_A_CLAIM) is act
    assert says_nothing(words) == (not "".join(words.values()).strip())


def test_a_draft_that_nobody_may_change_keeps_nothing(desk):
    ReviewItem.objects.filter(draft=desk.draft).update(
        status=ReviewStatus.DECIDED, claimed_by=desk.world.okafor, claimed_at=clock.now()
    )
    assert keep(desk, desk.world.okafor).status_code == 409
