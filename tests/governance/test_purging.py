"""What is due is purged in small batches, each with its event; what a hold covers stays; hashes stay."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from apps.access.models import OpenSession as Session
from apps.audit.domain.actions import Action
from apps.audit.selectors import events_for
from apps.core import clock, fence
from apps.core.actors import Actor
from apps.drafting.domain.claims import DraftKind
from apps.drafting.models import Draft, InferenceRun
from apps.governance.domain.retention import PATHWAYS, RULES, Pathway, RecordClass, pathway_of
from apps.governance.domain.rooms import NOTHING_HELD, Purger
from apps.governance.selectors import classes_status
from apps.governance.selectors.rooms import purger_of
from apps.governance.services import purge_batch
from apps.governance.tasks import purge_class
from apps.intake.models import InboundMessage
from apps.intake.pipeline import message_finish, message_take
from apps.retrieval.models import RetrievalQuery
from apps.review.domain.status import Outcome
from apps.review.models import ReviewItem
from apps.review.selectors import final_text
from apps.review.services import item_decide, items_open_for_ready_drafts
from apps.review.services.decisions import Judgement
from tests.drafting.conftest import WORKER, bundle, request_summary, run, take_in
from tests.review.conftest import Desk

CLOCK = Actor.service("retention")


def purge(record_class: RecordClass, **size: int) -> int:
    return purge_batch(record_class=record_class, actor=CLOCK, **size)


def due(record_class: RecordClass) -> tuple[int, int]:
    row = next(row for row in classes_status() if row.record_class == record_class)
    return row.due, row.held


@pytest.fixture
def later(monkeypatch):
    """Let so many days pass."""

    def pass_days(days: float) -> None:
        moment = clock.now() + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return pass_days


@pytest.fixture
def draft(world) -> Draft:
    take_in(world.cedar, "anna", "Anna", "Lindgren-Sato")
    draft = run(request_summary(world))
    items_open_for_ready_drafts(organization_id=world.cedar.pk, actor=CLOCK)
    return draft


def decide(world, draft: Draft) -> None:
    desk = Desk(world, draft, {})
    text = final_text(desk.as_seen_by(world.okafor))
    judgement = Judgement(outcome=Outcome.REJECT, seen_sha256=text.sha256, harm="no", reason_code="style")
    item_decide(judgement=judgement, **desk.act(world.okafor))


def test_inputs_of_an_inference_only_draft_go_once_it_is_decided_and_not_before(world, draft, later) -> None:
    before = InferenceRun.objects.get()
    assert purge(RecordClass.INFERENCE_INPUTS) == 0
    decide(world, draft)
    later(0.01)
    assert purge(RecordClass.INFERENCE_INPUTS) == 1
    after = InferenceRun.objects.get()
    assert (after.passage_ids, after.output) == ([], {})
    assert (after.input_sha256, after.output_sha256) == (before.input_sha256, before.output_sha256)
    assert after.destruction == events_for(organization_id="", action=Action.RECORDS_PURGED).get().id
    assert purge(RecordClass.INFERENCE_INPUTS) == 0


def test_a_retained_draft_keeps_its_inputs_until_its_period_is_over(world, draft, later) -> None:
    Draft.objects.update(kind=DraftKind.PRIOR_AUTH_LETTER)
    decide(world, draft)
    later(1)
    assert purge(RecordClass.INFERENCE_INPUTS) == purge(RecordClass.RETAINED_INPUTS) == 0
    later(RULES[RecordClass.RETAINED_INPUTS].days + 1)
    assert purge(RecordClass.RETAINED_INPUTS) == 1


def test_every_kind_of_draft_is_declared_and_an_undeclared_one_does_not_run() -> None:
    assert set(PATHWAYS) == {kind.value for kind in DraftKind}
    with pytest.raises(KeyError):
        pathway_of("poem")
    assert set(PATHWAYS.values()) <= set(Pathway)


def test_an_undecided_draft_ends_with_a_sentence_and_without_words(world, draft, later) -> None:
    later(RULES[RecordClass.UNDECIDED_DRAFTS].days + 1)
    assert purge(RecordClass.UNDECIDED_DRAFTS) == 1
    draft.refresh_from_db()
    assert (draft.status, draft.subject, draft.findings.count()) == ("PURGED", "", 0)
    assert set(draft.claims.values_list("text", flat=True)) == {""}
    shown = Desk(world, draft, {}).client(world.okafor)
    assert (
        "Nobody decided on it within 90 days"
        in shown.get(reverse("review:draft_detail", args=[draft.pk])).content.decode()
    )
    assert str(draft.pk) not in shown.get("/").content.decode()


def test_a_draft_that_was_taken_up_or_decided_is_not_undecided(world, draft, later) -> None:
    later(60)
    ReviewItem.objects.update(status="CLAIMED", claimed_by=world.okafor, claimed_at=clock.now())
    later(60)
    assert purge(RecordClass.UNDECIDED_DRAFTS) == 0
    decide(world, draft)
    later(900)
    assert purge(RecordClass.UNDECIDED_DRAFTS) == 0


def test_a_hold_on_a_patient_a_draft_or_everything_stops_the_purge_until_it_is_lifted(draft, keeper, later) -> None:
    later(91)
    for scope in ({"patient_id": draft.patient_id}, {"draft_id": draft.pk}, {}):
        hold = keeper.hold(**scope)
        assert due(RecordClass.UNDECIDED_DRAFTS) == (0, 1)
        assert purge(RecordClass.UNDECIDED_DRAFTS) == 0
        keeper.lift(hold)
    assert due(RecordClass.UNDECIDED_DRAFTS) == (1, 0)
    assert purge(RecordClass.UNDECIDED_DRAFTS) == 1


def test_a_hold_of_another_patient_or_organization_holds_nothing_of_this_one(world, draft, keeper, later) -> None:
    keeper.hold(patient_id=world.berta.pk)
    later(91)
    assert due(RecordClass.UNDECIDED_DRAFTS) == (1, 0)


def test_raw_messages_go_in_batches_that_resume_and_the_same_file_can_come_again(world, later) -> None:
    for number in range(3):
        message, _ = message_take(
            organization=world.cedar, source_system="test", source_id=f"{number}.json", actor=WORKER,
            media_type="application/fhir+json", body=bundle(f"p{number}", "Ada", f"Person{number}"),
        )  # fmt: skip
        message_finish(message_id=message.pk, actor=WORKER)
    later(91)
    assert [purge(RecordClass.RAW_MESSAGES, size=2) for _ in range(3)] == [2, 1, 0]
    counts = [event.details["count"] for event in events_for(organization_id="", action=Action.RECORDS_PURGED)]
    assert counts == [1, 2]
    purged = InboundMessage.objects.order_by("created_at").first()
    assert (purged.resources, len(purged.body_sha256)) == (4, 64)
    _, report = message_take(
        organization=world.cedar, source_system="test", source_id="0.json", actor=WORKER,
        media_type="application/fhir+json", body=bundle("p0", "Ada", "Person0"),
    )  # fmt: skip
    assert (report.unchanged, report.faults) == (4, 0)


def due_count(purger: Purger) -> int:
    with fence.keeping():
        return purger.due(before=clock.now(), held=NOTHING_HELD).count()


def questions() -> list[str]:
    with fence.keeping():
        return [query.text for query in RetrievalQuery.objects.all()]


def test_what_was_searched_is_forgotten_after_a_month_and_ended_sessions_at_once(world, later) -> None:
    browser = Client()
    browser.force_login(world.okafor)
    browser.post(reverse("viewer:chart_search", args=[world.anna.pk]), {"words": "methotrexate"})
    assert questions() == ["methotrexate"]
    later(31)
    assert (purge(RecordClass.SEARCHES), purge(RecordClass.SESSIONS)) == (1, 1)
    assert questions() == [""]
    assert not Session.objects.exists()


def test_every_class_that_is_stored_has_who_purges_it_and_a_task_takes_it_to_the_end(draft, later) -> None:
    assert set(RULES) == set(RecordClass)
    assert set(settings.WORKBENCH_PURGERS) == set(RecordClass) - {RecordClass.EXPORTS}
    later(4000)
    for record_class in RULES:
        purge_class(record_class=record_class)
        purger = purger_of(record_class)
        assert purger is None or due_count(purger) == 0


def test_the_page_shows_rules_holds_and_purges_to_who_keeps_them_and_to_nobody_else(
    world, draft, keeper, later
) -> None:
    keeper.hold(patient_id=world.anna.pk)
    later(91)
    browser = Client()
    browser.force_login(world.privacy)
    shown = browser.get(reverse("governance:retention")).content.decode()
    assert "Drafts that nobody decided on" in shown
    assert "inference-only" in shown
    assert str(world.anna.pk) in shown
    for person in (world.okafor, world.marchetti):
        browser.force_login(person)
        assert browser.get(reverse("governance:retention")).status_code == 403


def test_a_hold_needs_a_reason_and_a_patient_of_the_own_organization(world) -> None:
    browser = Client()
    browser.force_login(world.privacy)
    url = reverse("governance:hold_place")
    assert browser.post(url, {"reason": " "}).status_code == 422
    foreign = browser.post(url, {"reason": "A court wants it", "patient_id": str(world.carla.pk)})
    assert (foreign.status_code, "no patient or draft with this id" in foreign.content.decode()) == (422, True)
    assert browser.post(url, {"reason": "A court wants it", "patient_id": str(world.anna.pk)}).status_code == 302
