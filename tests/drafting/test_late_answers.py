"""A model server that is slow, busy or away: no draft waits for ever or is lost, and the switch closes the stream."""

import time

import pytest
from django.test import override_settings

from apps.access.selectors import actor_for
from apps.drafting.backends import streaming
from apps.drafting.services import steps
from apps.drafting.services.watching import DraftWatch
from apps.governance.services import kill_switch_stop
from tests.drafting import conftest
from tests.drafting.answers import drafted, error, good
from tests.drafting.conftest import request_summary
from tests.drafting.scripted_server import Exchange, Script, serving
from tests.factories import World


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "FIRST_WAIT", 0.01)


def trickling(exchange: Exchange) -> None:
    exchange.begin()
    while True:
        exchange.write(": still there\n\n")
        time.sleep(0.05)


def silent(exchange: Exchange) -> None:
    exchange.leave_when_the_client_does()


def writing_slowly(exchange: Exchange) -> None:
    exchange.begin()
    while True:
        exchange.piece(" and")
        time.sleep(0.05)


@pytest.mark.parametrize("script", [trickling, silent])
def test_a_server_that_takes_too_long_is_not_waited_for(charted: World, script: Script) -> None:
    with serving(script) as server:
        draft = drafted(charted, server, timeout=1)
        assert server.gone.wait(5)
    assert (draft.status, draft.bucket) == ("FAILED", "timeout")


@pytest.mark.parametrize("script", [writing_slowly, silent])
def test_a_switch_thrown_while_the_server_writes_or_thinks_closes_the_connection(
    charted: World, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Thrown(DraftWatch):
        """The real watch; the switch is thrown the second time that it is asked."""

        ticks = 0

        def tick(self, output_tokens: int) -> None:
            self.ticks += 1
            if self.ticks == 2:
                person = charted.admin
                kill_switch_stop(reason="A wrong dose was seen.", person=person, actor=actor_for(person))
            super().tick(output_tokens)

    monkeypatch.setattr(steps, "DraftWatch", Thrown)
    with serving(script) as server:
        draft = drafted(charted, server)
        assert server.gone.wait(5)
    assert (draft.status, draft.bucket, draft.runs.get().broken_off) == ("HALTED", "halted", "halted")
    assert "A wrong dose was seen." in draft.reason


@pytest.mark.parametrize("busy", [error(503), error(429, Retry_After="0")])
def test_a_busy_server_is_asked_again_and_the_draft_is_made(charted: World, busy: Script) -> None:
    with serving(busy, busy, good) as server:
        draft = drafted(charted, server)
    assert (draft.status, len(server.asked)) == ("READY", 3)


@pytest.mark.parametrize(("busy", "times"), [(error(503), 3), (error(429, Retry_After="600"), 1)])
def test_a_server_that_stays_busy_is_left_alone_and_the_draft_waits_for_its_next_turn(
    charted: World, busy: Script, times: int
) -> None:
    draft = request_summary(charted)
    with serving(busy) as server, override_settings(WORKBENCH_INFERENCE=server.setting()):
        steps.draft_retrieve(draft_id=draft.pk, worker="one", actor=conftest.WORKER)
        steps.draft_generate(draft_id=draft.pk, worker="one", actor=conftest.WORKER)
    draft.refresh_from_db()
    assert (draft.status, draft.lease_owner, len(server.asked)) == ("RETRIEVED", "", times)


def test_a_server_that_is_not_there_is_not_the_end_of_the_draft(charted: World) -> None:
    with serving(good) as server:
        pass
    draft = request_summary(charted)
    with override_settings(WORKBENCH_INFERENCE=server.setting()):
        steps.draft_retrieve(draft_id=draft.pk, worker="one", actor=conftest.WORKER)
        steps.draft_generate(draft_id=draft.pk, worker="one", actor=conftest.WORKER)
    draft.refresh_from_db()
    assert (draft.status, draft.lease_owner) == ("RETRIEVED", "")
    with serving(good) as server:
        assert drafted(charted, server).status == "READY"
