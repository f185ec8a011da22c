"""What is typed after a decision, or to take a draft over, outlives the session it was typed in, as at the draft."""

import pytest
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.core import clock
from apps.review import services
from apps.review.domain.handing import AWAY_AFTER
from apps.review.domain.rules import HighRisk
from apps.review.domain.status import Outcome, ReturnAct
from apps.review.models import Amendment, ReturnReply, ReviewItem, TypedWords
from tests.factories import PASSWORD
from tests.review.acts import edit, finish, judgement, sign
from tests.review.test_amendments import amend
from tests.review.test_second_signature import ask_for_second, refuse
from tests.review.test_typed_words import BACKGROUND, signed_in_and_away

WORDS = "Anna Lindgren-Sato also had a swollen right wrist."


def address(desk, name, *args):
    return reverse(f"review:{name}", args=[desk.draft.pk, *args])


def keep(desk, person, form, /, **said):
    return desk.client(person).post(address(desk, "typed_draft", form), said, headers=BACKGROUND)


def page(desk, person, name):
    return desk.client(person).get(address(desk, name)).content.decode()


def signed(desk):
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor)


def awaits_second(desk):
    ask_for_second(desk, HighRisk.CONTROLLED)
    desk.draft.subject, desk.draft.requested_by = "Oxycodone 10 mg for the back", desk.world.reyes
    desk.draft.save()
    signed(desk)


def returned(desk):
    desk.draft.requested_by = desk.world.lindholm
    desk.draft.save()
    okafor = desk.world.okafor
    said = judgement(desk, okafor, Outcome.RETURN, reason_code="omission", comment="Which dose?")
    services.item_claim(**desk.act(okafor))
    services.item_decide(judgement=said, **desk.act(okafor))


def held(desk):
    with clock.standing_at(clock.now() - AWAY_AFTER):
        edit(desk, desk.world.okafor, 3, "Methotrexate was stopped after 5 doses because of nausea.")


FORMS = {  # how the draft gets there, who types, what is sent, on which page the words come back
    "amend": (signed, {"kind": "addendum", "reason_code": "fact_missing", "text": WORDS, "seen": 0}, "draft_amend"),
    "second": (
        awaits_second,
        {"act": "refuse", "reason_code": "omission", "words": WORDS},
        "draft_second",
    ),
    "return": (returned, {"act": "sent_back", "words": WORDS}, "draft_returned"),
    "take_over": (held, {"reason": WORDS}, "holding"),
}
SENT_TO = {"holding": "take_over"}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_that_arrives_when_its_session_is_over_is_kept_and_offered_after_signing_in(desk, colleague, form):
    begin, said, name = FORMS[form]
    begin(desk)
    client = signed_in_and_away(desk, colleague)
    where = address(desk, SENT_TO.get(name, name))
    late = client.post(where, {**said, "password": PASSWORD}, headers={"Referer": f"http://testserver{where}"})
    assert late.url.startswith("/account/login/")
    assert WORDS not in client.get(late.url).content.decode()
    assert WORDS in TypedWords.objects.get(person=colleague, act=form).words.values()
    assert AuditEvent.objects.filter(action="words_kept", actor_id=str(colleague.pk)).count() == 1
    assert not Amendment.objects.exists()
    assert not ReturnReply.objects.exists()
    shown = page(desk, colleague, name)
    assert f">{WORDS}</textarea>" in shown.replace(">\n", ">").replace("&#x27;", "'")
    assert "and did not send it yet" in shown


@pytest.mark.parametrize("form", FORMS)
def test_what_is_typed_there_is_kept_while_it_is_typed_and_discarded_when_asked(desk, colleague, form):
    begin, said, name = FORMS[form]
    begin(desk)
    assert keep(desk, colleague, form, **said).json()["at"]
    assert PASSWORD not in str(TypedWords.objects.get().words)
    client = desk.client(colleague)
    back = client.post(address(desk, "typed_draft", form), {"discard": "1"})
    assert client.get(back.url).status_code == 200
    assert not TypedWords.objects.exists()
    assert WORDS not in page(desk, colleague, name)


@pytest.mark.parametrize("form", FORMS)
def test_who_could_not_send_such_a_form_keeps_nothing_there(desk, colleague, form):
    begin, said, _ = FORMS[form]
    assert keep(desk, colleague, "amend", text=WORDS).status_code == 409  # nothing is signed
    begin(desk)
    others = {"amend": desk.world.reyes, "second": desk.world.okafor, "return": desk.world.okafor}
    if form in others:
        assert keep(desk, others[form], form, **said).status_code in {403, 404, 409}
    assert not TypedWords.objects.exists()


def test_it_is_gone_with_its_act(desk, colleague):
    awaits_second(desk)
    keep(desk, colleague, "second", words="The dose is")
    refuse(desk)
    assert not TypedWords.objects.exists()


def test_an_answer_takes_what_was_typed_of_it_along_and_does_not_come_back_behind_itself(desk, colleague):
    returned(desk)
    keep(desk, colleague, "return", words="Twenty")
    services.return_answer(act=ReturnAct.ANSWERED, words=WORDS, **desk.act(colleague))
    assert not TypedWords.objects.exists()
    assert keep(desk, colleague, "return", words=WORDS).json() == {"at": ""}
    assert keep(desk, colleague, "return", words="One thing more.").json()["at"]


def test_an_addendum_takes_along_what_its_signer_typed_and_leaves_what_others_type(desk, colleague):
    signed(desk)
    keep(desk, colleague, "amend", text="In other words.")
    keep(desk, desk.world.okafor, "amend", text="Half a")
    amend(desk, text=WORDS)
    assert [row.person for row in TypedWords.objects.all()] == [colleague]
    assert keep(desk, desk.world.okafor, "amend", text=WORDS).json() == {"at": ""}


def test_who_took_a_draft_over_is_not_asked_again_why(desk, colleague):
    held(desk)
    keep(desk, colleague, "take_over", reason=WORDS)
    services.item_take_over(reason=WORDS, **desk.act(colleague))
    assert ReviewItem.objects.get(draft=desk.draft).claimed_by == colleague
    assert not TypedWords.objects.exists()
