"""Codes of an authenticator app: the standard's own, used once, never guessed, and beside the password at first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.access.domain import totp
from apps.access.domain.factors import Shown, SigningAct, StepUp
from apps.access.errors import AccessError, StepUpFailed
from apps.access.models import Person, SigningFactor
from apps.access.selectors import actor_for, factors_of
from apps.access.services import STEP_UP_ATTEMPTS, app_begin, app_confirm, factor_remove, factors_reset, step_up_prove
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.errors import NotAllowed
from tests.factories import PASSWORD, World

ACT = SigningAct("draft", "6f1b6f0e-0000-4000-8000-000000000001", "ab" * 32, "approved")
BOTH = ("totp", "password")


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_of(b"12345678901234567890", totp.step_of(moment)) == code
    assert totp.step_of(moment) in totp.steps_matching(b"12345678901234567890", f"{code[:3]} {code[3:]}", moment)


@given(st.binary(min_size=20, max_size=20), st.integers(min_value=0, max_value=2**32), st.integers(-5, 5))
def test_a_code_fits_its_own_half_minute_and_the_two_beside_it(secret: bytes, seconds: int, off: int) -> None:
    moment = datetime.fromtimestamp(seconds + 300, UTC)
    code = totp.code_of(secret, totp.step_of(moment) + off)
    fits = totp.step_of(moment) + off in totp.steps_matching(secret, code, moment)
    assert fits == (abs(off) <= 1)


def set_up_app(person: Person) -> SigningFactor:
    app = app_begin(person=person, name="phone", actor=actor_for(person))
    app_confirm(person=person, factor_id=app.pk, code=code_for(app, -1), actor=actor_for(person))
    app.refresh_from_db()
    return app


def code_for(app: SigningFactor, off: int = 0) -> str:
    return totp.code_of(app.secret, totp.step_of(clock.now()) + off)


def prove(person: Person, code: str, password: str = "", *, is_continued: bool = True) -> StepUp:
    shown = Shown(password=password, code=code)
    return step_up_prove(
        person=person, act=ACT, shown=shown, allowed=BOTH, is_continued=is_continued, actor=actor_for(person)
    )


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in the middle of half a minute."""
    moment = clock.now().replace(second=15, microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_the_first_signature_of_a_sitting_asks_for_password_and_code_and_the_next_for_a_code(world: World) -> None:
    app = set_up_app(world.okafor)
    with pytest.raises(StepUpFailed, match="type your password, too"):
        prove(world.okafor, code_for(app), is_continued=False)
    assert prove(world.okafor, code_for(app), PASSWORD, is_continued=False).factors == ("totp", "password")
    assert prove(world.okafor, code_for(app, 1)).factors == ("totp",)


def test_a_wrong_password_beside_a_right_code_counts_and_leaves_the_code_unused(world: World) -> None:
    app = set_up_app(world.okafor)
    with pytest.raises(StepUpFailed, match="not your password"):
        prove(world.okafor, code_for(app), "wrong", is_continued=False)
    assert AuditEvent.objects.filter(action="step_up_failed").count() == 1
    assert prove(world.okafor, code_for(app), PASSWORD, is_continued=False).act == ACT


def test_a_code_counts_once_and_none_before_it_counts_after_it(world: World) -> None:
    app = set_up_app(world.okafor)
    prove(world.okafor, code_for(app))
    for used in (code_for(app), code_for(app, -1)):
        with pytest.raises(StepUpFailed, match="used already"):
            prove(world.okafor, used)
    assert prove(world.okafor, code_for(app, 1)).key_sha256 == app.key_sha256


def test_the_code_of_another_person_s_app_signs_nothing(world: World) -> None:
    set_up_app(world.okafor)
    theirs = set_up_app(world.lindholm)
    with pytest.raises(StepUpFailed, match="not the code of your app"):
        prove(world.okafor, code_for(theirs))


def test_five_wrong_attempts_of_any_kind_close_signing_and_raise_an_event(world: World) -> None:
    app = set_up_app(world.okafor)
    for number in range(STEP_UP_ATTEMPTS):
        with pytest.raises(StepUpFailed):
            prove(world.okafor, "" if number % 2 else "000 000", "wrong")
    with pytest.raises(StepUpFailed, match="Wait five minutes"):
        prove(world.okafor, code_for(app))
    alarms = AuditEvent.objects.filter(action="step_up_closed", outcome="failure")
    assert [(alarm.object_id, alarm.details["attempts"]) for alarm in alarms] == [(str(world.okafor.pk), 5)]
    assert prove(world.lindholm, "", PASSWORD).factors == ("password",)


def test_signing_opens_again_after_the_window(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    app = set_up_app(world.okafor)
    for _ in range(STEP_UP_ATTEMPTS):
        with pytest.raises(StepUpFailed):
            prove(world.okafor, "000000")
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert prove(world.okafor, code_for(app)).factors == ("totp",)


def test_an_app_counts_only_once_its_first_code_was_typed(world: World) -> None:
    app = app_begin(person=world.okafor, name="phone", actor=actor_for(world.okafor))
    with pytest.raises(StepUpFailed, match="set up no authenticator app"):
        prove(world.okafor, code_for(app))
    with pytest.raises(AccessError, match="not the code"):
        app_confirm(person=world.okafor, factor_id=app.pk, code="000000", actor=actor_for(world.okafor))
    app_confirm(person=world.okafor, factor_id=app.pk, code=code_for(app), actor=actor_for(world.okafor))
    with pytest.raises(StepUpFailed, match="used already"):
        prove(world.okafor, code_for(app))
    assert prove(world.okafor, code_for(app, 1)).factors == ("totp",)


def test_guessing_the_first_code_is_limited_as_signing_is(world: World) -> None:
    app = app_begin(person=world.okafor, name="phone", actor=actor_for(world.okafor))
    for _ in range(STEP_UP_ATTEMPTS):
        with pytest.raises(AccessError):
            app_confirm(person=world.okafor, factor_id=app.pk, code="000000", actor=actor_for(world.okafor))
    with pytest.raises(AccessError, match="Wait five minutes"):
        app_confirm(person=world.okafor, factor_id=app.pk, code=code_for(app), actor=actor_for(world.okafor))


def test_a_removed_app_signs_nothing_and_its_secret_is_gone(world: World) -> None:
    app = set_up_app(world.okafor)
    code = code_for(app)
    factor_remove(person=world.okafor, factor_id=app.pk, actor=actor_for(world.okafor))
    with pytest.raises(StepUpFailed, match="set up no authenticator app"):
        prove(world.okafor, code)
    assert bytes(SigningFactor.objects.get(pk=app.pk).secret_sealed) == b""


def test_an_administrator_takes_factors_away_and_sets_none_up(world: World) -> None:
    set_up_app(world.okafor)
    act = {"person": world.okafor, "administrator": world.admin, "actor": actor_for(world.admin)}
    assert (factors_reset(**act), factors_of(world.okafor).count()) == (1, 0)
    assert AuditEvent.objects.filter(action="signing_factors_reset", object_id=str(world.okafor.pk)).exists()
    with pytest.raises(NotAllowed):
        factors_reset(**{**act, "administrator": world.lindholm, "actor": actor_for(world.lindholm)})
    with pytest.raises(AccessError, match="another administrator"):
        factors_reset(**{**act, "person": world.admin})
    with pytest.raises(AccessError):
        factors_reset(**{**act, "person": world.quill})


def test_every_change_is_an_event_of_the_person_without_the_secret(world: World) -> None:
    app = set_up_app(world.okafor)
    factor_remove(person=world.okafor, factor_id=app.pk, actor=actor_for(world.okafor))
    events = AuditEvent.objects.filter(action__startswith="signing_factor").order_by("sequence")
    assert [event.action for event in events] == ["signing_factor_added", "signing_factor_removed"]
    assert all(set(event.details) == {"factor", "key_sha256"} for event in events)
