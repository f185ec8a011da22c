"""Asking for a draft: who may, for whom, with what; nothing of a refused request stays behind."""

import pytest

from apps.access.selectors import actor_for
from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.core.errors import NotAllowed
from apps.coverage.models import CoveragePolicy
from apps.drafting.domain.errors import PatientNotFound, RequestRefused
from apps.drafting.models import Draft
from apps.drafting.services import draft_resume
from apps.drafting.services.acts import act_of
from apps.governance.domain.scopes import Scope, ScopeKind
from apps.governance.selectors import generation_allowed
from apps.governance.services import kill_switch_stop, release_ensure
from tests.drafting.conftest import request_letter, request_summary
from tests.factories import SETUP, World


def test_a_request_is_queued_and_recorded_without_a_word_that_was_typed(world: World) -> None:
    draft = request_summary(world, subject="Before the visit of Anna Lindgren-Sato")
    assert (draft.status, draft.organization_id) == ("QUEUED", world.cedar.pk)
    assert "Lindgren" not in draft.subject
    event = AuditEvent.objects.get(action=Action.DRAFT_REQUESTED)
    assert (event.object_id, event.patient_id) == (str(draft.pk), str(world.anna.pk))
    assert "visit" not in str(event.details)


@pytest.mark.parametrize("patient", ["berta", "carla"])
def test_a_patient_one_may_not_see_is_refused_like_one_that_does_not_exist(world: World, patient: str) -> None:
    sentences = set()
    for patient_id in (getattr(world, patient).pk, "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(PatientNotFound) as refusal:
            request_summary(world, patient_id=patient_id)
        sentences.add(refusal.value.sentence)
    assert len(sentences) == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize("who", ["lindqvist", "admin", "privacy", "marchetti"])
def test_a_role_that_reads_no_chart_asks_for_no_draft(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        request_summary(world, person=getattr(world, who))
    assert not Draft.objects.exists()


def test_a_letter_keeps_policy_and_codes_and_an_expedited_one_its_concealed_reason(
    world: World, policy: CoveragePolicy
) -> None:
    reason = "Anna Lindgren-Sato cannot work; waiting would cost her the hand."
    draft = request_letter(world, policy, urgency="expedited", urgency_reason=reason)
    assert (draft.service_code, draft.diagnosis_codes, draft.policy) == ("HCPCS J0135", ["M05.79"], policy)
    assert "waiting would cost her the hand" in draft.urgency_reason
    assert "Lindgren" not in draft.urgency_reason


def test_a_service_the_policy_does_not_speak_of_is_refused_with_what_it_names(
    world: World, policy: CoveragePolicy
) -> None:
    with pytest.raises(RequestRefused, match=r"TS-01 version 1 does not speak of HCPCS E1390\. It names J0135"):
        request_letter(world, policy, service_code="E1390")
    assert not Draft.objects.exists()


def test_words_that_grow_too_long_when_concealed_are_refused_and_nothing_is_stored(world: World) -> None:
    with pytest.raises(RequestRefused, match="too long once names are replaced"):
        request_summary(world, subject="Anna slept. " * 24)
    assert not Draft.objects.exists()


def test_an_unknown_kind_is_refused(world: World) -> None:
    with pytest.raises(RequestRefused, match="either a chart summary or a prior-authorization letter"):
        request_summary(world, kind="poem")


def test_a_stopped_machine_takes_no_request_and_says_why(world: World) -> None:
    kill_switch_stop(reason="A wrong dose was seen.", person=world.admin, actor=actor_for(world.admin))
    with pytest.raises(RequestRefused, match=r"A wrong dose was seen\."):
        request_summary(world)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("stopped", "taken"), [
    (lambda world: Scope(ScopeKind.ORGANIZATION, str(world.cedar.pk)), False),
    (lambda world: Scope(ScopeKind.WORKFLOW, "chart_summary"), False),
    (lambda world: Scope(ScopeKind.WORKFLOW, "prior_auth_letter"), True),
])  # fmt: skip
def test_a_stop_refuses_the_requests_it_concerns_and_takes_the_others(world: World, stopped, taken: bool) -> None:
    kill_switch_stop(reason="Mixed up.", scope=stopped(world), person=world.admin, actor=actor_for(world.admin))
    if taken:
        assert request_summary(world).status == "QUEUED"
        return
    with pytest.raises(RequestRefused, match=r"is stopped: Mixed up\."):
        request_summary(world)


def test_a_halted_draft_is_made_again_by_the_release_in_use_though_the_one_before_is_stopped(world: World) -> None:
    draft = request_summary(world)
    draft.release = release_ensure(parts={"backend": "old", "model_name": "Old"}, actor=SETUP)
    draft.status, draft.reason = "HALTED", "Drafting is stopped."
    draft.save()
    old = Scope(ScopeKind.RELEASE, draft.release.digest)
    kill_switch_stop(reason="Mixed up.", scope=old, person=world.admin, actor=actor_for(world.admin))
    resumed = draft_resume(draft=draft, person=world.okafor, actor=actor_for(world.okafor))
    assert generation_allowed(act_of(resumed)).allowed
    resumed.status = "GENERATED"  # a text of the stopped release
    assert not generation_allowed(act_of(resumed)).allowed


def test_only_a_draft_that_waits_for_a_person_can_be_started_again(world: World) -> None:
    draft = request_summary(world)
    with pytest.raises(RequestRefused, match="halted or failed"):
        draft_resume(draft=draft, person=world.okafor, actor=actor_for(world.okafor))
