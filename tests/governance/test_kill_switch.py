"""The kill switch: one decision after another, read afresh each time, and stopped whenever it cannot be read."""

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from apps.audit.models import AuditEvent
from apps.core.actors import Actor
from apps.core.errors import NotAllowed
from apps.governance import services
from apps.governance.domain.scopes import Scope, ScopeKind
from apps.governance.domain.verdict import UNREADABLE, Act
from apps.governance.errors import KillSwitchError
from apps.governance.models import KillSwitch, ResumeRequest
from apps.governance.selectors import generation_allowed, generation_for
from apps.governance.services import release_ensure
from tests.factories import SETUP, World, make_person
from tests.governance.switch import ask, confirm, resume, second_admin, stop
from tests.governance.test_release import PARTS

SUMMARIES = Scope(ScopeKind.WORKFLOW, "chart_summary")


def test_drafting_is_on_until_one_person_stops_it_and_on_again_once_two_let_it_go_on(world: World) -> None:
    assert generation_allowed().allowed
    stop(world)
    assert generation_allowed().sentence == "Drafting is stopped: Wrong doses seen."
    request = ask(world)
    assert not generation_allowed().allowed
    confirm(request, second_admin(world))
    assert generation_allowed().allowed


def test_each_decision_is_kept_with_a_version_of_its_own_and_recorded_without_its_reason(world: World) -> None:
    stop(world)
    resume(world)
    assert list(KillSwitch.objects.values_list("version", "stopped")) == [(2, False), (1, True)]
    told = [event.action for event in AuditEvent.objects.order_by("-sequence")[:5]]
    assert [it for it in told if it != "person_created"][:3] == ["kill_switch_set", "resume_confirmed", "resume_asked"]
    event = AuditEvent.objects.order_by("-sequence")[0]
    assert event.details == {"version": 2, "stopped": False, "scope": "all"}


@pytest.mark.parametrize(
    ("reason", "said"), [("", "Say why"), (" \n\t ", "Say why"), ("x" * 501, "Shorten the reason to 500")]
)
def test_a_decision_without_a_readable_reason_is_refused_and_nothing_changes(
    world: World, reason: str, said: str
) -> None:
    with pytest.raises(KillSwitchError, match=said):
        stop(world, reason=reason)
    assert generation_allowed().allowed
    assert not KillSwitch.objects.exists()


def test_turning_it_to_where_it_stands_is_refused_with_a_sentence(world: World) -> None:
    with pytest.raises(KillSwitchError, match="already on"):
        ask(world)
    stop(world)
    with pytest.raises(KillSwitchError, match="already stopped"):
        stop(world)


def test_who_asked_does_not_confirm_neither_by_the_service_nor_past_it(world: World) -> None:
    stop(world)
    request = ask(world)
    with pytest.raises(KillSwitchError, match="Another person has to"):
        confirm(request, world.admin)
    with pytest.raises(IntegrityError, match="resume_is_confirmed_by_another"), transaction.atomic():
        ResumeRequest.objects.filter(pk=request.pk).update(confirmed_by=world.admin, confirmed_at=request.created_at)
    assert not generation_allowed().allowed


def test_a_withdrawn_request_cannot_be_confirmed_and_can_be_asked_again(world: World) -> None:
    stop(world)
    request = ask(world)
    with pytest.raises(KillSwitchError, match="asked for already"):
        ask(world, person=second_admin(world))
    services.resume_withdraw(request_id=request.pk, person=world.admin, actor=SETUP)
    with pytest.raises(KillSwitchError, match="withdrawn already"):
        confirm(request, second_admin(world))
    resume(world)
    assert generation_allowed().allowed


def test_nobody_of_another_organization_or_role_turns_what_is_not_theirs(world: World) -> None:
    ours, theirs = (Scope(ScopeKind.ORGANIZATION, str(it.pk)) for it in (world.cedar, world.brightwater))
    other = make_person(world.brightwater, "admin2", "admin")
    stop(world, ours)
    with pytest.raises(NotAllowed, match="another one's"):
        stop(world, theirs)
    with pytest.raises(NotAllowed, match="another one's"):
        confirm(ask(world, ours), other)
    with pytest.raises(NotAllowed, match="run the control room"):
        stop(world, person=world.privacy)
    assert generation_allowed(Act(organization_id=str(world.brightwater.pk))).allowed


def test_a_stop_concerns_its_scope_and_nothing_else(world: World) -> None:
    release = release_ensure(parts=PARTS, actor=SETUP)
    stop(world, SUMMARIES)
    stop(world, Scope(ScopeKind.RELEASE, release.digest))
    assert generation_allowed().allowed
    said = generation_allowed(Act(workflow="chart_summary")).sentence
    assert said == "Drafting of chart summaries is stopped: Wrong doses seen."
    assert generation_allowed(Act(workflow="prior_auth_letter")).allowed
    verdict = generation_allowed(Act(workflow="prior_auth_letter", release=release.digest))
    assert verdict.sentence == f"Drafting by release {release.digest[:12]} is stopped: Wrong doses seen."
    with pytest.raises(KillSwitchError, match="No release"):
        stop(world, Scope(ScopeKind.RELEASE, "0" * 64))


def test_people_read_what_of_it_concerns_them(world: World) -> None:
    cedar = str(world.cedar.pk)
    stop(world, SUMMARIES)
    partly = generation_for(cedar)
    assert (partly.allowed, [it.scope for it in partly.stops]) == (True, [SUMMARIES])
    stop(world, Scope(ScopeKind.WORKFLOW, "prior_auth_letter"))
    assert not generation_for(cedar).allowed
    stop(world, Scope(ScopeKind.RELEASE, release_ensure(parts=PARTS, actor=SETUP).digest))
    assert len(generation_for(cedar).stops) == 2  # that release is not in use


def test_a_part_of_the_workbench_stops_by_itself_and_only_people_let_it_go_on(world: World) -> None:
    found = Actor.service("model-check")
    thrown = services.kill_switch_throw(reason="A model file is not the registered one.", actor=found)
    assert thrown is not None
    assert (thrown.by, generation_allowed().allowed) == ("The workbench (model-check)", False)
    assert services.kill_switch_throw(reason="Again.", actor=found) is None
    resume(world)
    assert generation_allowed().allowed


def together(act: Callable[[], object], times: int = 4) -> list[str]:
    """Do something in many threads at once and return the sentences of those that were refused."""
    start, refused = threading.Barrier(times), []

    def one() -> None:
        try:
            start.wait()
            act()
        except KillSwitchError as error:
            refused.append(error.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.mark.django_db(transaction=True)
def test_of_many_who_stop_it_at_once_one_does_and_the_others_read_that_it_is_stopped(world: World) -> None:
    refused = together(lambda: stop(world))
    assert list(KillSwitch.objects.values_list("version", flat=True)) == [1]
    assert refused == ["Drafting is already stopped; nothing was changed."] * 3


@pytest.mark.django_db(transaction=True)
def test_of_many_who_confirm_at_once_one_does_and_it_goes_on_once(world: World) -> None:
    stop(world)
    request, second = ask(world), second_admin(world)
    refused = together(lambda: confirm(request, second))
    assert list(KillSwitch.objects.values_list("version", "stopped")) == [(2, False), (1, True)]
    assert refused == ["This request was confirmed or withdrawn already; nothing was changed."] * 3


@pytest.mark.django_db(transaction=True)
def test_a_switch_that_cannot_be_read_counts_as_stopped(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE governance_killswitch RENAME TO governance_lost")
        try:
            assert generation_allowed() == generation_for(str(world.cedar.pk)) == UNREADABLE
            with transaction.atomic():
                assert generation_allowed(Act(workflow="chart_summary")) == UNREADABLE
                assert AuditEvent.objects.exists()  # the transaction that asked can still record that it halted
        finally:
            cursor.execute("ALTER TABLE governance_lost RENAME TO governance_killswitch")
    assert generation_allowed().allowed


@pytest.mark.parametrize("version", [1, 3])
def test_the_database_refuses_two_decisions_of_one_version_and_a_gap(world: World, version: int) -> None:
    stop(world)
    with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
        KillSwitch.objects.create(version=version, stopped=True, reason="twin", set_by=world.admin)


def test_the_database_lets_nothing_go_on_without_a_request_that_another_person_confirmed(world: World) -> None:
    stop(world)
    for request in (None, ask(world)):
        with pytest.raises(IntegrityError), transaction.atomic():
            KillSwitch.objects.create(version=2, stopped=False, reason="alone", set_by=world.admin, request=request)
    for change in ({"asked_by": second_admin(world)}, {"reason": "another"}):
        with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
            ResumeRequest.objects.update(**change)
    assert not generation_allowed().allowed


def test_all_scopes_of_an_act_are_asked_for_in_one_statement(world: World, django_assert_num_queries) -> None:
    stop(world, SUMMARIES)
    with transaction.atomic(), django_assert_num_queries(3):  # a savepoint around it
        assert not generation_allowed(Act(str(world.cedar.pk), "chart_summary", "0" * 64)).allowed
