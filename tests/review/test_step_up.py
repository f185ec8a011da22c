"""Signing on the decide page: by a key that confirms this very text, a code, or the password, as the desk allows."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from apps.access.domain.factors import Factor, Site
from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.core.errors import NotAllowed
from apps.review import services
from apps.review.domain.rules import ReviewRules
from apps.review.errors import Collision
from apps.review.models import ReviewItem, Signature
from apps.review.selectors.rules import rules_of
from tests.access.soft_key import SoftKey, set_up_key
from tests.access.test_signing_app import code_for, set_up_app
from tests.factories import PASSWORD, SETUP
from tests.review.acts import HEADER, edit, judgement, proven, sign

HERE = Site("localhost", "http://localhost")


@pytest.fixture
def client(finished):
    client = finished.client(finished.world.okafor)
    client.defaults["HTTP_HOST"] = "localhost"
    return client


def typed(desk, **changed):
    seen = judgement(desk, desk.world.okafor).seen_sha256
    return {"outcome": "edit", "reason_code": "contradicts", "edit_class": "substantive", "harm": "no",
            "meaning": "approved", "seen": seen, **changed}  # fmt: skip


def decide(client, desk, form):
    return client.post(reverse("review:draft_decide", args=[desk.draft.pk]), form)


def challenge(client, desk, form):
    return client.post(reverse("review:draft_challenge", args=[desk.draft.pk]), form)


def allow(desk, *factors):
    admin = desk.world.admin
    services.rules_set(
        rules=ReviewRules(step_up=factors), seen=rules_of(desk.world.cedar.pk), reason="Signing asks for more.",
        knowingly=True, person=admin, actor=actor_for(admin),
    )  # fmt: skip


def words(response):
    return " ".join(response.content.decode().split())


def test_a_key_signs_and_the_signature_keeps_how(client, finished):
    key, factor = set_up_key(finished.world.okafor, SoftKey(HERE))
    form = typed(finished)
    asked = challenge(client, finished, form).json()
    assert decide(client, finished, {**form, "assertion": key.signs(asked)}).status_code == 302
    signature = Signature.objects.get()
    assert (signature.step_up["factors"], signature.step_up["key_sha256"]) == (["webauthn"], factor.key_sha256)
    signed = AuditEvent.objects.get(action="draft_signed")
    assert (signed.details["factors"], signed.details["key_sha256"]) == (["webauthn"], factor.key_sha256)
    page = words(client.get(reverse("review:draft_signed", args=[finished.draft.pk])))
    assert "with a security key" in page
    assert "Signature of the key: as signed" in page


def test_what_changes_between_asking_the_key_and_signing_signs_nothing(client, finished):
    key, _ = set_up_key(finished.world.okafor, SoftKey(HERE))
    asked = challenge(client, finished, typed(finished)).json()
    edit(finished, finished.world.okafor, 2, "She has severe osteopenia.")
    refused = decide(client, finished, {**typed(finished), "assertion": key.signs(asked)})
    assert "The text was changed after your key was asked" in words(refused)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("changed", [{"meaning": "reviewed"}, {"reason_code": "omission"}])
def test_what_the_key_confirmed_is_not_signed_in_another_meaning_or_judgement(client, finished, changed):
    key, _ = set_up_key(finished.world.okafor, SoftKey(HERE))
    form = typed(finished)
    asked = challenge(client, finished, form).json()
    decide(client, finished, {**form, **changed, "assertion": key.signs(asked)})
    assert not Signature.objects.exists()


def test_no_key_is_asked_for_what_would_not_be_signed(client, finished):
    set_up_key(finished.world.okafor, SoftKey(HERE))
    for changed, said in (
        ({"seen": "0" * 64}, "changed since this page was opened"),
        ({"meaning": ""}, "Choose what your signature means"),
        ({"outcome": "approve"}, "this is an edit"),
        ({"harm": ""}, "could have harmed"),
        ({"outcome": "reject"}, "Choose what your signature means"),
    ):
        refused = challenge(client, finished, typed(finished, **changed))
        assert (refused.status_code in {409, 422}, said in refused.json()["sentence"]) == (True, True), changed


def test_asking_a_key_needs_the_right_to_sign_and_one_set_up_here(client, finished, reader):
    asked = challenge(client, finished, typed(finished))
    assert (asked.status_code, "set up no security key" in asked.json()["sentence"]) == (422, True)
    assert challenge(finished.client(reader), finished, typed(finished)).status_code == 403
    assert challenge(finished.client(finished.world.quill), finished, typed(finished)).status_code == 404
    set_up_key(finished.world.okafor, SoftKey(HERE))
    allow(finished, Factor.PASSWORD)
    assert "does not let security keys sign" in challenge(client, finished, typed(finished)).json()["sentence"]


def test_the_first_signature_of_a_sitting_asks_for_password_and_code(client, finished):
    app = set_up_app(finished.world.okafor)
    code = code_for(app, 1)
    refused = decide(client, finished, typed(finished, code=code))
    assert (refused.status_code, "first signature since you signed in" in words(refused)) == (422, True)
    assert decide(client, finished, typed(finished, code=code, password=PASSWORD)).status_code == 302
    assert Signature.objects.get().step_up["factors"] == ["totp", "password"]


def test_a_password_signs_only_where_the_desk_allows_it(client, finished):
    allow(finished, Factor.WEBAUTHN, Factor.TOTP)
    refused = decide(client, finished, typed(finished, password=PASSWORD))
    assert (refused.status_code, "A password alone is not enough here" in words(refused)) == (422, True)
    allow(finished, Factor.PASSWORD)
    assert decide(client, finished, typed(finished, password=PASSWORD)).status_code == 302
    assert Signature.objects.get().step_up["factors"] == ["password"]


def test_who_has_set_up_nothing_that_is_allowed_reads_what_to_do(client, finished):
    allow(finished, Factor.WEBAUTHN, Factor.TOTP)
    page = words(client.get(reverse("review:draft_decide", args=[finished.draft.pk])))
    assert "security key or passkey or code of an authenticator app. You have set up none" in page
    assert reverse("account_factors") in page
    assert 'name="password"' not in page
    assert page.index("You cannot sign yet") < page.index("You checked")
    assert re.search(r'value="edit" required disabled aria-describedby="why-edit"', page)
    assert 'value="reject" required>' in page


def test_who_has_no_app_is_not_told_of_addresses(client, finished):
    allow(finished, Factor.TOTP)
    page = words(client.get(reverse("review:draft_decide", args=[finished.draft.pk])))
    assert "code of an authenticator app. You have set up none." in page


def test_an_addendum_that_could_not_be_signed_says_so_at_its_head_and_its_button_is_off(client, finished):
    sign(finished, finished.world.okafor)
    allow(finished, Factor.TOTP)
    page = words(client.get(reverse("review:draft_amend", args=[finished.draft.pk])))
    assert page.index("You cannot sign yet") < page.index("What it is")
    assert 'disabled aria-describedby="no-way"' in page
    allow(finished, Factor.PASSWORD)
    page = words(client.get(reverse("review:draft_amend", args=[finished.draft.pk])))
    assert "You cannot sign yet" not in page
    assert "no-way" not in page


@pytest.mark.parametrize(
    ("set_up", "first", "others"),
    [
        ((), "Your password, once more", ()),
        (("app",), "Code of your authenticator app", ("Your password, once more",)),
        (("app", "key"), "Security key or passkey", ("Code of your authenticator app", "Your password, once more")),
    ],
)
def test_the_page_offers_the_strongest_way_first(client, finished, set_up, first, others):
    for one in set_up:
        set_up_app(finished.world.okafor) if one == "app" else set_up_key(finished.world.okafor, SoftKey(HERE))
    page = words(client.get(reverse("review:draft_decide", args=[finished.draft.pk])))
    places = [page.index(label) for label in (first, *others)]
    assert places == sorted(places)


def test_a_second_click_with_a_used_code_leads_to_what_the_first_signed(client, finished):
    app = set_up_app(finished.world.okafor)
    form = typed(finished, code=code_for(app, 1), password=PASSWORD)
    assert decide(client, finished, form)["Location"] == decide(client, finished, form)["Location"]
    assert Signature.objects.count() == 1


def test_no_code_is_used_up_for_what_cannot_be_signed(client, finished):
    app = set_up_app(finished.world.okafor)
    form = typed(finished, code=code_for(app, 1), password=PASSWORD)
    assert decide(client, finished, {**form, "harm": ""}).status_code == 422
    assert decide(client, finished, {**form, "seen": "0" * 64}).status_code == 409
    assert decide(client, finished, form).status_code == 302


def test_five_wrong_attempts_close_signing_and_the_audit_page_shows_it(client, finished):
    for _ in range(5):
        decide(client, finished, typed(finished, password="wrong"))
    assert "Wait five minutes" in words(decide(client, finished, typed(finished, password=PASSWORD)))
    assert not Signature.objects.exists()
    log = words(finished.client(finished.world.privacy).get(reverse("audit:log")))
    assert "Signing was closed to Dr. Imani Okafor for five minutes, after five wrong attempts." in log


def test_no_service_and_nobody_in_the_name_of_another_signs(finished):
    okafor = finished.world.okafor
    signing = {"judgement": judgement(finished, okafor), "meaning": "approved", "header": HEADER,
               "draft": finished.as_seen_by(okafor), "person": okafor}  # fmt: skip
    step_up = proven(**signing, actor=actor_for(okafor))
    for actor in (SETUP, actor_for(finished.world.lindholm)):
        with pytest.raises(NotAllowed, match="Only a person signs, and only in their own name"):
            services.item_sign(**signing, step_up=step_up, actor=actor)
    assert not Signature.objects.exists()
    assert services.item_sign(**signing, step_up=step_up, actor=actor_for(okafor)).person == okafor


def test_a_proof_of_one_person_or_text_is_none_for_another(finished, colleague):
    okafor = finished.world.okafor
    signing = {"judgement": judgement(finished, okafor), "meaning": "approved", "header": HEADER,
               "draft": finished.as_seen_by(okafor), "person": okafor, "actor": actor_for(okafor)}  # fmt: skip
    other = {**signing, "meaning": "reviewed"}
    with pytest.raises(Collision, match="nothing was signed"):
        services.item_sign(**signing, step_up=proven(**other))
    with pytest.raises(Collision, match="nothing was signed"):
        services.item_sign(**signing, step_up=replace(proven(**signing), person_id=str(colleague.pk)))
    assert ReviewItem.objects.get().status != "SIGNED"


def test_the_trace_says_how_it_was_signed(client, finished):
    decide(client, finished, typed(finished, password=PASSWORD))
    assert "with a password" in words(client.get(reverse("review:draft_trace", args=[finished.draft.pk])))
