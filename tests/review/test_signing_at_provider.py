"""Signing by a fresh sign-in at the identity provider: bound to the record, kept, verified; nothing typed is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from apps.access.domain.factors import Factor
from apps.access.models import StepUpChallenge
from apps.access.provider import client as wire
from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.audit.selectors import event_holds
from apps.core import clock
from apps.review import services
from apps.review.domain.rules import NO_PROVIDER, ReviewRules
from apps.review.models import ReviewDecision, Signature, TypedWords
from apps.review.selectors.rules import rules_of
from tests.factories import PASSWORD
from tests.identity_provider import OTHER, STRONG, follow, led_to
from tests.review.acts import edit, finish, judgement
from tests.tampering import seal_broken

COMMENT = "Anna Lindgren-Sato told me so herself."


def allow(desk, *factors, second=()):
    admin = desk.world.admin
    services.rules_set(
        rules=ReviewRules(step_up=factors, second_signature=second), seen=rules_of(desk.world.cedar.pk),
        reason="Signing asks for the provider.", knowingly=True, person=admin, actor=actor_for(admin),
    )  # fmt: skip


def linked(desk, person, provider, subject="okafor-17"):
    """Return the browser of somebody who has linked an account at the provider."""
    client = desk.client(person)
    client.post(reverse("account_factors_open"), {"password": PASSWORD})
    provider.subject = subject
    follow(client, provider, client.post(reverse("account_account_new")))
    provider.asked.clear()
    return client


@pytest.fixture
def finished(desk, identity_provider):
    """A desk where the provider signs, and nothing else; everything checked."""
    finish(desk, desk.world.okafor)
    allow(desk, Factor.OIDC)
    return desk


@pytest.fixture
def client(finished, identity_provider):
    return linked(finished, finished.world.okafor, identity_provider)


def typed(desk, **changed):
    seen = judgement(desk, desk.world.okafor).seen_sha256
    return {"outcome": "edit", "reason_code": "contradicts", "harm": "no", "meaning": "approved", "seen": seen,
            "comment": COMMENT, "way": "oidc", **changed}  # fmt: skip


def decide(client, desk, form):
    return client.post(reverse("review:draft_decide", args=[desk.draft.pk]), form)


def sheet(client, desk):
    return client.get(reverse("review:draft_decide", args=[desk.draft.pk]))


def words(response):
    return " ".join(response.content.decode().split())


def reasons():
    events = AuditEvent.objects.filter(action__in=["step_up_failed", "provider_sign_in_refused"]).order_by("sequence")
    return [(event.action, event.details["reason"]) for event in events]


def verify(client, desk):
    return words(client.get(reverse("review:draft_verify", args=[desk.draft.pk])))


def test_a_fresh_sign_in_signs_the_whole_sheet_as_it_was_sent(client, finished, identity_provider):
    answer = decide(client, finished, typed(finished))
    assert not Signature.objects.exists()
    done = follow(client, identity_provider, answer)
    assert done["Location"] == reverse("review:draft_signed", args=[finished.draft.pk])
    signature, decision = Signature.objects.get(), ReviewDecision.objects.get()
    assert (decision.outcome, decision.reason_code, decision.harm) == ("edit", "contradicts", "no")
    assert "Lindgren-Sato" not in decision.comment
    assert decision.comment.endswith("told me so herself.")
    assert (signature.meaning, signature.step_up["factors"]) == ("approved", ["oidc"])
    assert not TypedWords.objects.exists()
    page = words(client.get(done["Location"]))
    assert "with a fresh sign-in at the identity provider" in page


def test_the_question_and_its_nonce_are_bound_to_the_record_and_its_meaning(client, finished, identity_provider):
    follow(client, identity_provider, decide(client, finished, typed(finished)))
    (asked,) = identity_provider.asked
    question = StepUpChallenge.objects.get(object_type="draft")
    assert (asked["nonce"], question.meaning) == (question.challenge, "approved")
    assert Signature.objects.get().step_up["record_sha256"] == question.record_sha256


def test_what_the_provider_said_is_kept_told_and_verified_by_its_own_key(client, finished, identity_provider):
    follow(client, identity_provider, decide(client, finished, typed(finished)))
    kept = Signature.objects.get().step_up["proof"]
    assert (kept["issuer"], kept["subject"]) == (identity_provider.issuer, "okafor-17")
    assert (kept["acr"], kept["amr"], set(kept["key"])) == (STRONG, ["pwd", "otp"], {"kty", "kid", "n", "e"})
    event = AuditEvent.objects.get(action="draft_signed")
    assert (event.details["factors"], event.details["issuer"]) == (["oidc"], identity_provider.issuer)
    assert (event.details["auth_time"], event.details["acr"]) == (kept["auth_time"], STRONG)
    assert "okafor-17" not in str(event.details)
    assert event_holds(event.sequence)
    identity_provider.close()
    identity_provider.served.clear()
    assert "Signature of the identity provider: as signed" in verify(client, finished)
    assert not identity_provider.served
    trace = words(client.get(reverse("review:draft_trace", args=[finished.draft.pk])))
    assert f"{identity_provider.issuer}, acr {STRONG}, pwd + otp" in trace


@pytest.mark.parametrize(
    "changed",
    [{"nonce": "0" * 64}, {"subject": "somebody"}, {"auth_time": 1}, {"acr": "9"}, {"client_id": "another"},
     {"key": {name: str(value) for name, value in OTHER.as_dict(private=False).items()}}, {"id_token": "a.b.c"}],
    ids=lambda changed: next(iter(changed)),
)  # fmt: skip
def test_whatever_is_changed_in_what_the_provider_signed_shows(client, finished, identity_provider, changed):
    follow(client, identity_provider, decide(client, finished, typed(finished)))
    kept = Signature.objects.get().step_up
    with seal_broken("review_signature"):
        Signature.objects.update(step_up={**kept, "proof": {**kept["proof"], **changed}})
    assert "Signature of the identity provider: not as signed" in verify(client, finished)


@pytest.mark.parametrize(
    ("changed", "said", "recorded"),
    [
        ({"claims": {"nonce": "another"}}, "given to another question", ("step_up_failed", "nonce")),
        ({"alg": "HS256"}, "not signed by Cedar Sign-In", ("step_up_failed", "signature")),
        ({"subject": "lindholm-3"}, "somebody else signed in", ("step_up_failed", "other_person")),
        ({"acr": None}, "two factors", ("provider_sign_in_refused", "single")),
        ({"answer": {"error": "access_denied"}}, "You did not sign in", ("provider_sign_in_refused", "denied")),
        ({"down": {"token"}}, "does not answer", ("provider_sign_in_refused", "unreachable")),
    ],
)
def test_who_comes_back_with_no_good_answer_finds_the_sheet_as_they_left_it_and_reads_why(
    client, finished, identity_provider, changed, said, recorded
):
    for name, value in changed.items():
        setattr(identity_provider, name, value)
    back = follow(client, identity_provider, decide(client, finished, typed(finished)))
    assert back["Location"] == reverse("review:draft_decide", args=[finished.draft.pk])
    page = words(client.get(back["Location"]))
    assert (said in page, "Nothing was signed" in page) == (True, True)
    assert f">{COMMENT}</textarea>" in page
    assert 'name="meaning" value="approved" checked' in page
    assert 'name="harm" value="no" required checked' in page
    assert 'name="reason_code" value="contradicts" checked' in page
    assert reasons() == [recorded]
    assert not Signature.objects.exists()


def test_a_sheet_that_waits_is_sealed_without_what_is_secret_and_can_be_thrown_away(client, finished):
    decide(client, finished, typed(finished, password="hunter2 hunter2", code="123456"))
    waiting = TypedWords.objects.get(act="sheet")
    assert set(waiting.words["sheet"]) == {"outcome", "reason_code", "harm", "meaning", "seen", "comment", "way"}
    assert b"Lindgren" not in bytes(waiting.words_sealed)
    assert "Filled in as you sent it" in words(sheet(client, finished))
    discard = reverse("review:typed_draft", args=[finished.draft.pk, "sheet"])
    assert client.post(discard, {"comment": "kept?"}).status_code == 404
    assert client.post(discard, {"discard": "1"})["Location"] == sheet(client, finished).request["PATH_INFO"]
    assert COMMENT not in words(sheet(client, finished))


def test_a_sheet_waits_for_nobody_else(client, finished, colleague):
    decide(client, finished, typed(finished))
    assert COMMENT not in words(sheet(finished.client(colleague), finished))


def test_a_comment_that_was_typed_after_coming_back_is_newer_than_the_sheet(client, finished, identity_provider):
    identity_provider.acr = None
    follow(client, identity_provider, decide(client, finished, typed(finished)))
    newer = reverse("review:typed_draft", args=[finished.draft.pk, "decide"])
    client.post(newer, {"comment": "Typed since."})
    assert ">Typed since.</textarea>" in words(sheet(client, finished))


def test_what_changes_while_the_signer_is_away_signs_nothing_and_is_on_record(client, finished, identity_provider):
    address = led_to(client, decide(client, finished, typed(finished)))
    edit(finished, finished.world.okafor, 2, "She has severe osteopenia.")
    back = client.get(client.get(identity_provider.back_from(address))["Location"])
    page = words(client.get(back["Location"]))
    assert "was changed" in page
    assert COMMENT in page
    assert reasons() == [("provider_sign_in_refused", "unused")]
    assert not Signature.objects.exists()


def test_what_was_confirmed_for_one_judgement_or_meaning_signs_no_other(client, finished, identity_provider):
    for changed in ({"meaning": "reviewed"}, {"reason_code": "omission"}):
        came = client.get(identity_provider.back_from(led_to(client, decide(client, finished, typed(finished)))))
        decide(client, finished, typed(finished, **changed))
        client.get(came["Location"])
    assert reasons() == [("provider_sign_in_refused", "changed")] * 2
    assert not Signature.objects.exists()


def test_coming_back_twice_leads_to_what_was_signed_once(client, finished, identity_provider):
    came = client.get(identity_provider.back_from(led_to(client, decide(client, finished, typed(finished)))))
    signed = reverse("review:draft_signed", args=[finished.draft.pk])
    assert client.get(came["Location"])["Location"] == signed
    assert client.get(client.get(came["Location"])["Location"])["Location"] == signed
    assert (Signature.objects.count(), reasons()) == (1, [])


def test_a_sign_in_signs_within_its_minute_and_not_after_it(client, finished, identity_provider, monkeypatch):
    came = client.get(identity_provider.back_from(led_to(client, decide(client, finished, typed(finished)))))
    later = clock.now() + timedelta(seconds=67)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "within the last minute" in words(client.get(client.get(came["Location"])["Location"]))
    assert reasons() == [("provider_sign_in_refused", "stale")]
    assert not Signature.objects.exists()


def test_another_session_of_the_same_person_signs_nothing_with_it(client, finished, identity_provider):
    back = identity_provider.back_from(led_to(client, decide(client, finished, typed(finished))))
    other = finished.client(finished.world.okafor)
    assert "belongs to nothing that was begun here" in words(other.get(back, follow=True))
    assert not Signature.objects.exists()


def test_nobody_is_led_away_for_what_would_not_be_signed(client, finished, identity_provider):
    for changed, said in (
        ({"seen": "0" * 64}, "changed since this page was opened"),
        ({"meaning": ""}, "Choose what your signature means"),
        ({"outcome": "approve"}, "this is an edit"),
        ({"harm": ""}, "could have harmed"),
    ):
        refused = decide(client, finished, typed(finished, **changed))
        assert (refused.status_code in {409, 422}, said in words(refused)) == (True, True), changed
    assert not identity_provider.asked
    assert not TypedWords.objects.exists()


def test_a_decision_that_signs_nothing_goes_nowhere_whatever_way_was_chosen(client, finished):
    answer = decide(client, finished, typed(finished, outcome="reject"))
    assert answer["Location"] == reverse("review:draft_decided", args=[finished.draft.pk])
    assert ReviewDecision.objects.get().outcome == "reject"


def test_a_provider_that_does_not_answer_is_said_on_the_sheet_and_another_way_signs(
    client, finished, identity_provider, monkeypatch
):
    allow(finished, Factor.OIDC, Factor.PASSWORD)
    wire.PUBLISHED.forget_all()
    monkeypatch.setattr(wire, "SECONDS", 0.2)
    identity_provider.silent = {wire.DISCOVERY[1:]}
    refused = decide(client, finished, typed(finished))
    page = words(refused)
    assert (refused.status_code, "Cedar Sign-In does not answer" in page, COMMENT in page) == (422, True, True)
    assert "Your password, once more" in page
    assert decide(client, finished, typed(finished, way="here", password=PASSWORD)).status_code == 302
    assert Signature.objects.get().step_up["factors"] == ["password"]


def test_a_sign_in_there_needs_the_desk_s_leave_and_a_linked_account(finished, identity_provider, colleague):
    client = linked(finished, finished.world.okafor, identity_provider)
    allow(finished, Factor.PASSWORD)
    refused = decide(client, finished, typed(finished))
    assert (refused.status_code, "does not let a sign-in" in words(refused)) == (422, True)
    assert "Cedar Sign-In" not in words(sheet(client, finished))
    allow(finished, Factor.OIDC)
    unlinked = sheet(finished.client(colleague), finished)
    assert "signing in anew at the hospital&#x27;s identity provider. You have set up none" in words(unlinked)
    assert reverse("account_factors") in words(unlinked)


def test_the_sheet_offers_it_by_name_beside_what_is_shown_here(client, finished):
    assert 'type="hidden" name="way" value="oidc"' in words(sheet(client, finished))
    allow(finished, Factor.OIDC, Factor.PASSWORD)
    page = words(sheet(client, finished))
    assert '<input type="radio" name="way" value="oidc" checked><b>Sign in anew at Cedar Sign-In</b>' in page
    assert "Your password, once more" in page


def test_where_no_provider_is_set_up_the_rules_say_why_it_cannot_be_chosen(desk):
    admin = desk.client(desk.world.admin)
    page = words(admin.get(reverse("review:rules")))
    assert NO_PROVIDER in page
    assert '<input type="checkbox" disabled aria-describedby="no-provider">' in page
    with pytest.raises(services.rules.ReviewError, match="No identity provider is set up here"):
        allow(desk, Factor.OIDC, Factor.PASSWORD)


def test_where_one_is_set_up_it_can_be_the_only_way(finished):
    page = words(finished.client(finished.world.admin).get(reverse("review:rules")))
    assert NO_PROVIDER not in page
    assert rules_of(finished.world.cedar.pk) == replace(ReviewRules(), step_up=(Factor.OIDC,))


def test_an_answer_for_one_act_is_none_for_another(client, finished, identity_provider):
    came = client.get(identity_provider.back_from(led_to(client, decide(client, finished, typed(finished)))))
    asked = came["Location"].rstrip("/").rpartition("/")[2]
    opened = client.get(reverse("account_factors_opened", args=[asked]))
    assert (opened.status_code, "Sign in at Cedar Sign-In first" in words(opened)) == (422, True)
    assert client.get(came["Location"])["Location"] == reverse("review:draft_signed", args=[finished.draft.pk])
