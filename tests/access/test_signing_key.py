"""A security key signs one record, in one meaning, of one person, once, within two minutes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from apps.access.domain.factors import CHALLENGE_LASTS, Factor, Shown, SigningAct, Site, StepUp, challenge_of
from apps.access.domain.webauthn import proof_fits
from apps.access.errors import AccessError, StepUpFailed
from apps.access.models import Person, SigningFactor
from apps.access.selectors import actor_for, factors_of, signing_ways
from apps.access.services import factor_remove, key_add, key_begin, step_up_begin, step_up_prove
from apps.audit.models import AuditEvent
from apps.core import clock
from tests.access.soft_key import SITE, SoftKey, changed, set_up_key
from tests.factories import SETUP, World

ACT = SigningAct("draft", "6f1b6f0e-0000-4000-8000-000000000001", "ab" * 32, "approved")


def ask(person: Person, act: SigningAct = ACT, site: Site = SITE) -> dict[str, Any]:
    return step_up_begin(person=person, act=act, site=site, actor=actor_for(person))


def prove(person: Person, assertion: str, act: SigningAct = ACT, allowed: tuple[str, ...] = ("webauthn",)) -> StepUp:
    return step_up_prove(
        person=person, act=act, shown=Shown(assertion=assertion), allowed=allowed, is_continued=True,
        actor=actor_for(person),
    )  # fmt: skip


def failures() -> int:
    return AuditEvent.objects.filter(action="step_up_failed").count()


def test_a_key_that_was_set_up_proves_this_act_and_is_counted(world: World) -> None:
    key, factor = set_up_key(world.okafor)
    proven = prove(world.okafor, key.signs(ask(world.okafor)))
    factor.refresh_from_db()
    assert (proven.factors, proven.key_sha256, proven.act) == (("webauthn",), factor.key_sha256, ACT)
    assert (factor.sign_count, factor.last_used_at is not None, failures()) == (1, True, 0)


def test_what_is_kept_of_it_can_be_held_against_the_key_by_anybody_and_fits_no_other_record(world: World) -> None:
    key, _ = set_up_key(world.okafor)
    kept = prove(world.okafor, key.signs(ask(world.okafor))).told()["proof"]
    said = {"person_id": str(world.okafor.pk), "nonce": kept["nonce"],
            "expires_at": datetime.fromisoformat(kept["expires_at"])}  # fmt: skip
    assert proof_fits(kept, challenge_of(act=ACT, **said))
    assert not proof_fits(kept, challenge_of(act=replace(ACT, record_sha256="cd" * 32), **said))
    assert not proof_fits(kept, challenge_of(act=replace(ACT, meaning="reviewed"), **said))


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (replace(ACT, record_sha256="cd" * 32), "text was changed after your key was asked"),
        (replace(ACT, meaning="reviewed"), "text was changed after your key was asked"),
        (replace(ACT, object_id="6f1b6f0e-0000-4000-8000-000000000002"), "no answer of a security key of yours"),
    ],
    ids=["another text", "another meaning", "another draft"],
)
def test_an_answer_for_one_record_signs_no_other(world: World, act: SigningAct, sentence: str) -> None:
    key, _ = set_up_key(world.okafor)
    with pytest.raises(StepUpFailed, match=sentence):
        prove(world.okafor, key.signs(ask(world.okafor)), act)


def test_an_answer_counts_once(world: World) -> None:
    key, _ = set_up_key(world.okafor)
    answer = key.signs(ask(world.okafor))
    prove(world.okafor, answer)
    with pytest.raises(StepUpFailed, match="used already"):
        prove(world.okafor, answer)
    assert failures() == 1


def test_an_answer_is_too_late_after_two_minutes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    key, _ = set_up_key(world.okafor)
    answer, later = key.signs(ask(world.okafor)), clock.now() + CHALLENGE_LASTS + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(StepUpFailed, match="more than two minutes ago"):
        prove(world.okafor, answer)


def test_the_answer_of_one_person_signs_nothing_for_another(world: World) -> None:
    key, _ = set_up_key(world.okafor)
    set_up_key(world.lindholm)
    with pytest.raises(StepUpFailed, match="no answer of a security key of yours"):
        prove(world.lindholm, key.signs(ask(world.okafor)))
    assert failures() == 1


def test_a_key_that_nobody_set_up_signs_nothing_though_it_was_asked(world: World) -> None:
    set_up_key(world.okafor)
    with pytest.raises(StepUpFailed, match="no answer of a security key of yours"):
        prove(world.okafor, SoftKey().signs(ask(world.okafor)))


def test_a_challenge_that_nobody_made_is_not_answered(world: World) -> None:
    key, _ = set_up_key(world.okafor)
    with pytest.raises(StepUpFailed, match="no answer"):
        prove(world.okafor, key.signs({"challenge": "A" * 43}))


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_one_flipped_bit_anywhere_in_an_answer_is_a_forgery(world: World, part: str) -> None:
    key, _ = set_up_key(world.okafor)
    with pytest.raises(StepUpFailed):
        prove(world.okafor, changed(key.signs(ask(world.okafor)), part))
    assert failures() == 1


@pytest.mark.parametrize("answer", ["{}", "[]", "no json", '{"id": 1}', "x" * 20_001, '{"response": {}}'])
def test_what_is_no_answer_at_all_is_refused_in_a_sentence(world: World, answer: str) -> None:
    set_up_key(world.okafor)
    with pytest.raises(StepUpFailed, match="no answer of a security key"):
        prove(world.okafor, answer)


def test_a_key_that_did_not_ask_for_its_pin_or_finger_proves_nothing(world: World) -> None:
    key, _ = set_up_key(world.okafor)
    key.verifies = False
    with pytest.raises(StepUpFailed):
        prove(world.okafor, key.signs(ask(world.okafor)))


def test_an_answer_that_another_site_asked_for_proves_nothing(world: World) -> None:
    key, _ = set_up_key(world.okafor)
    with pytest.raises(StepUpFailed):
        prove(world.okafor, key.signs(ask(world.okafor), origin="https://workbench.evil.example"))


def test_a_key_that_counts_backwards_is_halted_and_the_log_says_so(world: World) -> None:
    key, factor = set_up_key(world.okafor)
    prove(world.okafor, key.signs(ask(world.okafor)))
    asked = ask(world.okafor)
    key.count = 0
    with pytest.raises(StepUpFailed, match="as a copy of it would"):
        prove(world.okafor, key.signs(asked))
    factor.refresh_from_db()
    assert factor.halted_at is not None
    assert AuditEvent.objects.filter(action="signing_key_halted", object_id=str(world.okafor.pk)).count() == 1
    with pytest.raises(StepUpFailed, match="set up no security key"):
        ask(world.okafor)


def test_a_key_that_never_counts_goes_on_signing(world: World) -> None:
    key, _ = set_up_key(world.okafor)
    for _ in range(2):
        key.count = -1
        assert prove(world.okafor, key.signs(ask(world.okafor))).factors == ("webauthn",)


def test_a_removed_key_signs_nothing_and_another_still_does(world: World) -> None:
    lost, factor = set_up_key(world.okafor)
    kept, _ = set_up_key(world.okafor, name="laptop")
    asked = ask(world.okafor)
    factor_remove(person=world.okafor, factor_id=factor.pk, actor=actor_for(world.okafor))
    with pytest.raises(StepUpFailed):
        prove(world.okafor, lost.signs(asked))
    assert prove(world.okafor, kept.signs(ask(world.okafor))).factors == ("webauthn",)


def test_a_factor_that_the_organization_does_not_allow_signs_nothing(world: World) -> None:
    key, _ = set_up_key(world.okafor)
    with pytest.raises(StepUpFailed, match="does not let this factor sign"):
        prove(world.okafor, key.signs(ask(world.okafor)), allowed=("totp", "password"))
    assert failures() == 0


def test_a_key_of_one_host_is_not_asked_at_another(world: World) -> None:
    set_up_key(world.okafor)
    elsewhere = Site("workbench.example", "https://workbench.example")
    with pytest.raises(StepUpFailed, match="no security key for this address"):
        ask(world.okafor, site=elsewhere)
    assert signing_ways(world.okafor, elsewhere.host, ("webauthn", "password")).ways == (Factor.PASSWORD,)
    assert signing_ways(world.okafor, SITE.host, ("webauthn", "password")).first == "webauthn"


def test_a_service_asks_no_key_and_proves_nothing(world: World) -> None:
    key, _ = set_up_key(world.okafor)
    with pytest.raises(StepUpFailed, match="Only a person signs"):
        step_up_begin(person=world.okafor, act=ACT, site=SITE, actor=SETUP)
    answer = key.signs(ask(world.okafor))
    with pytest.raises(StepUpFailed, match="Only a person signs"):
        step_up_prove(
            person=world.okafor, act=ACT, shown=Shown(assertion=answer), allowed=("webauthn",), is_continued=True,
            actor=SETUP,
        )  # fmt: skip


def test_one_key_signs_for_one_person(world: World) -> None:
    key, _ = set_up_key(world.okafor)
    with pytest.raises(AccessError, match="set up already"):
        set_up_key(world.lindholm, key)
    assert factors_of(world.lindholm).count() == 0


def test_a_new_key_answers_what_was_asked_of_this_person_and_only_once(world: World) -> None:
    actor = actor_for(world.okafor)
    asked = key_begin(person=world.okafor, site=SITE, actor=actor)
    answer = SoftKey().registers(asked)
    with pytest.raises(AccessError, match="could not be used"):
        key_add(person=world.lindholm, name="mine", answer=answer, site=SITE, actor=actor_for(world.lindholm))
    key_add(person=world.okafor, name="mine", answer=answer, site=SITE, actor=actor)
    with pytest.raises(AccessError, match="could not be used"):
        key_add(person=world.okafor, name="again", answer=answer, site=SITE, actor=actor)


def test_nobody_sets_a_key_up_for_somebody_else(world: World) -> None:
    for actor in (actor_for(world.admin), SETUP):
        with pytest.raises(AccessError, match="in their own name"):
            key_begin(person=world.okafor, site=SITE, actor=actor)


def test_the_name_of_a_key_and_its_public_half_are_sealed(world: World) -> None:
    _, factor = set_up_key(world.okafor, name="ring of keys")
    stored = SigningFactor.objects.get(pk=factor.pk)
    assert b"ring of keys" not in bytes(stored.name_sealed)
    assert stored.name == "ring of keys"


def test_where_the_workbench_has_only_an_address_no_key_is_set_up(world: World) -> None:
    for host in ("127.0.0.1", "[::1]"):
        with pytest.raises(AccessError, match="under its name"):
            key_begin(person=world.okafor, site=Site(host, f"http://{host}"), actor=actor_for(world.okafor))
