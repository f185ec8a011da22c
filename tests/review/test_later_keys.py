"""A security key at the signatures after the first: it confirms one act, is kept with it, and is verified."""

import pytest
from django.urls import reverse

from apps.access.domain.factors import Factor, Site
from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.core.errors import NotAllowed
from apps.review import pipeline, services
from apps.review.domain.amendments import AmendmentKind
from apps.review.domain.rules import HighRisk, ReviewRules
from apps.review.errors import Collision
from apps.review.models import Amendment, SecondSignature, Signature
from apps.review.selectors.rules import rules_of
from apps.review.services.amendments import Correction
from tests.access.soft_key import SoftKey, set_up_key
from tests.access.test_signing_app import code_for, set_up_app
from tests.factories import PASSWORD
from tests.review.acts import finish, open_evidence, shown_for, sign
from tests.tampering import seal_broken

HERE = Site("localhost", "http://localhost")
WORDS = "Anna Lindgren-Sato took methotrexate for six months, not three."


def rule(desk, *factors, second=()):
    admin = desk.world.admin
    services.rules_set(
        rules=ReviewRules(step_up=factors, second_signature=second), seen=rules_of(desk.world.cedar.pk),
        reason="Signing asks for a key.", knowingly=True, person=admin, actor=actor_for(admin),
    )  # fmt: skip


@pytest.fixture
def signed(signed):
    """Signed once; the house lets keys sign, and nothing else."""
    rule(signed, Factor.WEBAUTHN)
    return signed


@pytest.fixture
def awaiting(desk, colleague):
    """Signed once and read by the second signer, in a house where keys sign, and nothing else."""
    rule(desk, Factor.WEBAUTHN, second=(HighRisk.CONTROLLED,))
    desk.draft.subject, desk.draft.requested_by = "Oxycodone 10 mg", desk.world.reyes
    desk.draft.save()
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor)
    open_evidence(desk, desk.world.lindholm, 1, 2)
    return desk


def at_home(desk, person):
    client = desk.client(person)
    client.defaults["HTTP_HOST"] = "localhost"
    return client


def ask(client, desk, name, form):
    return client.post(reverse(f"review:{name}_challenge", args=[desk.draft.pk]), form)


def send(client, desk, name, form):
    return client.post(reverse(f"review:{name}", args=[desk.draft.pk]), form)


def second_form(**changed):
    return {"act": "sign", "seen": Signature.objects.get().content_sha256, "meaning": "approved", **changed}


def addendum(**changed):
    return {"kind": "addendum", "reason_code": "fact_wrong", "text": WORDS, "cites": ["1"], "seen": 0, **changed}


def words(response):
    return " ".join(response.content.decode().split())


def verify(client, desk):
    return words(client.get(reverse("review:draft_verify", args=[desk.draft.pk])))


def test_a_key_signs_second_and_what_it_signed_is_kept_and_verified(awaiting):
    client = at_home(awaiting, awaiting.world.lindholm)
    key, factor = set_up_key(awaiting.world.lindholm, SoftKey(HERE))
    asked = ask(client, awaiting, "draft_second", second_form()).json()
    assert send(client, awaiting, "draft_second", second_form(assertion=key.signs(asked))).status_code == 302
    assert SecondSignature.objects.get().step_up["factors"] == ["webauthn"]
    event = AuditEvent.objects.get(action="second_signed")
    assert (event.details["factors"], event.details["key_sha256"]) == (["webauthn"], factor.key_sha256)
    assert "Signature of the key, second signature: as signed" in verify(client, awaiting)


def test_a_key_signs_an_addendum_and_what_it_signed_is_kept_and_verified(signed):
    client = at_home(signed, signed.world.okafor)
    key, factor = set_up_key(signed.world.okafor, SoftKey(HERE))
    asked = ask(client, signed, "draft_amend", addendum()).json()
    assert send(client, signed, "draft_amend", addendum(assertion=key.signs(asked))).status_code == 302
    assert Amendment.objects.get().step_up["factors"] == ["webauthn"]
    event = AuditEvent.objects.get(action="draft_amended")
    assert (event.details["factors"], event.details["key_sha256"]) == (["webauthn"], factor.key_sha256)
    assert "Signature of the key, addendum 1: as signed" in verify(client, signed)


def test_where_keys_alone_sign_a_password_is_no_second_signature(awaiting):
    client = at_home(awaiting, awaiting.world.lindholm)
    refused = send(client, awaiting, "draft_second", second_form(password=PASSWORD))
    assert (refused.status_code, "A password alone is not enough here" in words(refused)) == (422, True)
    assert not SecondSignature.objects.exists()


def test_where_keys_alone_sign_a_password_signs_no_addendum_and_the_words_stay(signed):
    client = at_home(signed, signed.world.okafor)
    refused = send(client, signed, "draft_amend", addendum(password=PASSWORD))
    assert (refused.status_code, "A password alone is not enough here" in words(refused)) == (422, True)
    assert WORDS in words(refused)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("changed", [{"text": f"{WORDS} Twice."}, {"reason_code": "clerical"}, {"cites": []},
                                     {"kind": "entered_in_error"}])  # fmt: skip
def test_what_the_key_confirmed_signs_no_other_addendum(signed, changed):
    client = at_home(signed, signed.world.okafor)
    key, _ = set_up_key(signed.world.okafor, SoftKey(HERE))
    asked = ask(client, signed, "draft_amend", addendum()).json()
    refused = send(client, signed, "draft_amend", addendum(**changed, assertion=key.signs(asked)))
    assert refused.status_code == 422
    assert not Amendment.objects.exists()


def test_what_the_key_confirmed_in_one_meaning_signs_in_no_other(awaiting):
    client = at_home(awaiting, awaiting.world.lindholm)
    key, _ = set_up_key(awaiting.world.lindholm, SoftKey(HERE))
    asked = ask(client, awaiting, "draft_second", second_form()).json()
    refused = send(client, awaiting, "draft_second", second_form(meaning="reviewed", assertion=key.signs(asked)))
    assert refused.status_code == 422
    assert not SecondSignature.objects.exists()


def test_a_proof_for_one_act_is_none_for_another(signed):
    okafor = signed.world.okafor
    act = {"correction": Correction(AmendmentKind.ADDENDUM, "fact_wrong", WORDS), **signed.act(okafor)}
    other = {**act, "correction": Correction(AmendmentKind.ADDENDUM, "fact_wrong", "Something else.")}
    with pytest.raises(Collision, match="not what you confirmed"):
        services.document_amend(**act, step_up=shown_for(services.amend_act(**other), okafor))
    with pytest.raises(Collision, match="not what you confirmed"):
        services.document_amend(**act, step_up=shown_for(services.amend_act(**act), signed.world.lindholm))
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"text": " "}, "Write what the addendum says"), ({"seen": 3}, "Another addendum was signed meanwhile"),
     ({"cites": ["99"]}, "Cite a source by its number"), ({"reason_code": ""}, "Choose why")],
)  # fmt: skip
def test_no_key_is_asked_for_an_addendum_that_would_not_be_signed(signed, changed, said):
    set_up_key(signed.world.okafor, SoftKey(HERE))
    refused = ask(at_home(signed, signed.world.okafor), signed, "draft_amend", addendum(**changed))
    assert (refused.status_code in {409, 422}, said in refused.json()["sentence"]) == (True, True)


def test_no_key_is_asked_for_a_second_signature_that_would_not_be_given(awaiting):
    client = at_home(awaiting, awaiting.world.lindholm)
    set_up_key(awaiting.world.lindholm, SoftKey(HERE))
    for changed, said in (({"seen": "0" * 64}, "not what stands there now"), ({"meaning": ""}, "Choose what your")):
        refused = ask(client, awaiting, "draft_second", second_form(**changed))
        assert (refused.status_code in {409, 422}, said in refused.json()["sentence"]) == (True, True), said
    first = ask(at_home(awaiting, awaiting.world.okafor), awaiting, "draft_second", second_form())
    assert (first.status_code, "You signed this draft first" in first.json()["sentence"]) == (403, True)


def test_no_code_is_used_up_for_an_addendum_that_cannot_be_signed(signed):
    rule(signed, Factor.TOTP)
    client, app = at_home(signed, signed.world.okafor), set_up_app(signed.world.okafor)
    form = addendum(code=code_for(app, 1), password=PASSWORD)
    assert send(client, signed, "draft_amend", {**form, "seen": 3}).status_code == 409
    assert send(client, signed, "draft_amend", form).status_code == 302
    assert Amendment.objects.get().step_up["factors"] == ["totp", "password"]


def test_a_house_without_keys_asks_none(signed):
    rule(signed, Factor.PASSWORD)
    set_up_key(signed.world.okafor, SoftKey(HERE))
    act = {"correction": Correction(AmendmentKind.ADDENDUM, "fact_wrong", WORDS), **signed.act(signed.world.okafor)}
    with pytest.raises(NotAllowed, match="does not let security keys sign"):
        pipeline.draft_amend_begin(**act, site=HERE)


@pytest.mark.parametrize(
    ("column", "value"), [("nonce", "0" * 64), ("host", "elsewhere")], ids=["another challenge", "another place"]
)
def test_whatever_is_changed_in_what_the_key_signed_shows(signed, column, value):
    client = at_home(signed, signed.world.okafor)
    key, _ = set_up_key(signed.world.okafor, SoftKey(HERE))
    asked = ask(client, signed, "draft_amend", addendum()).json()
    send(client, signed, "draft_amend", addendum(assertion=key.signs(asked)))
    kept = Amendment.objects.get().step_up
    with seal_broken("review_amendment"):
        Amendment.objects.update(step_up={**kept, "proof": {**kept["proof"], column: value}})
    assert "Addendum 1: not as signed" in verify(client, signed)
