"""After a record was destroyed nothing of the patient can be read anywhere; everything else stands."""

from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from apps.audit.domain.chain import verify
from apps.audit.selectors import chain_rows, events_for
from apps.chart.models import Patient
from apps.core import terminal
from apps.governance.errors import RetentionError
from apps.governance.models import ShredRequest
from apps.intake.domain.media_types import FHIR_JSON
from apps.intake.errors import IntakeError
from apps.intake.pipeline import message_take
from apps.redaction.models import RedactedDocument
from tests.drafting.conftest import WORKER, bundle
from tests.factories import PASSWORD, World, make_world
from tests.governance.charts import ANNA, HER_CHART, OTHERS, found, make_record
from tests.governance.conftest import Keeper
from tests.kept import Copies, Kept, keep
from tests.review.conftest import Desk


@pytest.fixture(scope="session")
def kept_record(kept_world: Kept[World], django_db_blocker: Any) -> Kept[Desk]:
    with django_db_blocker.unblock():
        return keep(partial(make_record, kept_world.made), on=[kept_world])


@pytest.fixture
def desk(kept_record: Kept[Desk], world: World, copies: Copies) -> Desk:
    return kept_record.put_back(copies)


def make_shredded() -> Desk:
    desk = make_record(make_world())
    keeper = Keeper(desk.world)
    keeper.confirm(keeper.ask(desk.world.anna))
    return desk


@pytest.fixture(scope="session")
def kept_shredded(django_db_setup: None, django_db_blocker: Any) -> Kept[Desk]:
    with django_db_blocker.unblock():
        return keep(make_shredded)


@pytest.fixture
def shredded(kept_shredded: Kept[Desk], db: None, copies: Copies) -> Desk:
    """The same record, destroyed, in a world of its own."""
    return kept_shredded.put_back(copies)


def test_everything_was_there_to_be_destroyed(desk) -> None:
    assert found(ANNA + HER_CHART + OTHERS) == {*ANNA, *HER_CHART, *OTHERS}


def test_nothing_of_the_patient_is_readable_and_other_patients_are_untouched(world, keeper) -> None:
    make_record(world)  # here and now, with all that is written beside the tables
    keeper.confirm(keeper.ask(world.anna))
    assert found(ANNA + HER_CHART) == set()
    assert found(OTHERS) == set(OTHERS)


def test_the_log_stays_whole_and_names_who_asked_who_confirmed_and_how_much(shredded) -> None:
    assert verify(chain_rows()).intact
    world = shredded.world
    events = events_for(organization_id=world.cedar.pk, patient_id=world.anna.pk)
    done = {event.action: event for event in events[:6]}
    assert done["patient_shredded"].actor_id == str(world.admin.pk)
    assert done["patient_shredded"].details == {"asked_by": str(world.privacy.pk)}
    assert done["shred_counted"].details["rows"]["chart_patient"] == 1


@pytest.mark.parametrize("page", ["draft_detail", "draft_signed", "draft_pdf", "draft_decide"])
def test_a_page_of_the_draft_says_when_and_by_whom_to_who_might_have_seen_it(shredded, page) -> None:
    url = reverse(f"review:{page}", args=[shredded.draft.pk])
    answer = shredded.client(shredded.world.okafor).get(url)
    assert answer.status_code == 410
    assert "was destroyed on" in answer.content.decode()
    assert "by Ada Min" in answer.content.decode()
    assert shredded.client(shredded.world.quill).get(url).status_code == 404


@pytest.mark.parametrize(("person", "status"), [
    ("okafor", 410), ("privacy", 410), ("admin", 410), ("lindholm", 404), ("quill", 404), ("lindqvist", 403),
])  # fmt: skip
def test_what_left_the_building_says_so_too_to_who_might_have_read_it(shredded, person, status) -> None:
    client = shredded.client(shredded.world.people[person])
    for answer in (client.get(ledger := reverse("review:draft_ledger", args=[shredded.draft.pk])), client.post(ledger)):
        assert answer.status_code == status
        assert ("was destroyed on" in answer.content.decode()) == (status == 410)


def test_a_draft_of_a_destroyed_record_is_no_longer_among_those_on_old_redactions(desk, keeper) -> None:
    RedactedDocument.objects.filter(patient=desk.world.anna).update(current=False)
    client = desk.client(desk.world.privacy)
    assert str(desk.draft.pk)[:8] in client.get(reverse("review:redaction_drafts")).content.decode()
    keeper.confirm(keeper.ask(desk.world.anna))
    assert str(desk.draft.pk)[:8] not in client.get(reverse("review:redaction_drafts")).content.decode()


def test_the_signature_of_a_destroyed_document_is_shown_and_still_holds(shredded) -> None:
    url = reverse("review:draft_signed", args=[shredded.draft.pk])
    shown = shredded.client(shredded.world.okafor).get(url).content.decode()
    assert "Imani Okafor" in shown
    assert "The signature still holds" in shown


def test_chart_document_search_and_lists_show_nothing_any_more(shredded) -> None:
    world, browser = shredded.world, shredded.client(shredded.world.okafor)
    gone = [
        browser.get(reverse("viewer:chart_detail", args=[world.anna.pk])),
        browser.get(reverse("viewer:document_detail", args=[world.anna.pk, shredded.documents["note"].pk])),
        browser.post(reverse("viewer:chart_search", args=[world.anna.pk]), {"words": "MTX"}),
    ]
    assert [answer.status_code for answer in gone] == [410, 410, 410]
    for url in ("/", reverse("viewer:charts")):
        assert str(world.anna.pk) not in browser.get(url).content.decode()
    assert shredded.client(world.lindqvist).get("/").status_code == 200


def test_the_redaction_review_goes_on_without_the_destroyed_documents(shredded) -> None:
    browser = shredded.client(shredded.world.privacy)
    redacted = shredded.documents["note"].redactions.get()
    for page in ("privacy:redactions", "privacy:corrections"):
        assert browser.get(reverse(page)).status_code == 200
    assert str(redacted.pk) not in browser.get(reverse("privacy:redactions")).content.decode()
    assert browser.get(reverse("privacy:redaction_detail", args=[redacted.pk])).status_code == 410


def test_a_legal_hold_stops_it_with_a_sentence_until_it_is_lifted(desk, keeper) -> None:
    request = keeper.ask(desk.world.anna)
    for scope in ({"patient_id": desk.world.anna.pk}, {"draft_id": desk.draft.pk}, {}):
        hold = keeper.hold(**scope)
        with pytest.raises(RetentionError, match="A legal hold by Priya Vacy covers it: A court wants it"):
            keeper.confirm(request)
        keeper.lift(hold)
    assert found(ANNA) == set(ANNA)
    keeper.confirm(request)
    assert found(ANNA) == set()


def test_who_asked_does_not_confirm_and_another_organization_has_no_such_patient(world, keeper) -> None:
    request = keeper.ask(world.anna)
    with pytest.raises(RetentionError, match="Another person has to"):
        keeper.confirm(request, world.privacy)
    with pytest.raises(RetentionError, match="no patient with this id"):
        keeper.ask(world.carla)
    with pytest.raises(RetentionError, match="was asked for before"):
        keeper.ask(world.anna)


def test_a_message_in_work_is_waited_for_because_others_may_hang_on_it(world, keeper) -> None:
    message_take(
        organization=world.cedar, source_system="test", source_id="new.json", media_type=FHIR_JSON, actor=WORKER,
        body=bundle("anna", "Anna", "Lindgren-Sato"),
    )  # fmt: skip
    with pytest.raises(IntakeError, match="still being worked on"):
        keeper.confirm(keeper.ask(world.anna))
    assert found(ANNA) == set(ANNA)


def test_half_a_destruction_is_none(desk, keeper, settings) -> None:
    settings.WORKBENCH_ERASERS = [*settings.WORKBENCH_ERASERS, "builtins.object"]
    with pytest.raises(AttributeError):
        keeper.confirm(keeper.ask(desk.world.anna))
    assert found(ANNA) == set(ANNA)


def test_the_page_asks_the_password_of_somebody_else(desk, keeper) -> None:
    request = keeper.ask(desk.world.anna)
    browser = Client()
    browser.force_login(desk.world.admin)
    url = reverse("governance:shred_confirm", args=[request.pk])
    end = str(desk.world.anna.pk)[-4:]
    for given in (
        {"record_end": end, "password": "wrong"},
        {"record_end": "", "password": PASSWORD},
        {"record_end": end[1:], "password": PASSWORD},
        {"record_end": end[::-1] + "x", "password": PASSWORD},
    ):
        assert browser.post(url, given).status_code == 422
    assert found(ANNA) == set(ANNA)
    assert browser.post(url, {"record_end": end, "password": PASSWORD}).status_code == 302
    assert found(ANNA) == set()


def test_who_confirms_what_they_asked_for_is_refused_and_that_is_on_record(world, keeper) -> None:
    request = keeper.ask(world.anna)
    browser = Client()
    browser.force_login(world.privacy)
    given = {"record_end": str(world.anna.pk)[-4:], "password": PASSWORD}
    answer = browser.post(reverse("governance:shred_confirm", args=[request.pk]), given)
    assert answer.status_code == 422
    [refused] = events_for(organization_id=world.cedar.pk, action="shred_refused")
    assert (refused.outcome, refused.details) == ("failure", {"reason": "asked_themselves"})
    assert "they had asked for it themselves" in browser.get(reverse("audit:log")).content.decode()


def test_the_command_does_the_same(desk, monkeypatch, capsys) -> None:
    world = desk.world
    monkeypatch.setattr(terminal, "getpass", lambda _: PASSWORD)
    call_command("patient_shred", "ask", world.anna.pk, person=world.privacy.email, reason="The patient asked")
    with pytest.raises(CommandError, match="Another person has to"):
        call_command("patient_shred", "confirm", world.anna.pk, person=world.privacy.email)
    call_command("patient_shred", "confirm", world.anna.pk, person=world.admin.email)
    assert "1 in chart_patient" in capsys.readouterr().out
    assert found(ANNA) == set()


@pytest.mark.parametrize("act", ["ask", "withdraw", "confirm"])
def test_the_command_does_nothing_in_the_name_of_somebody_whose_password_is_wrong(world, keeper, monkeypatch, act):
    if act != "ask":
        keeper.ask(world.anna)
    before = list(ShredRequest.objects.values())
    monkeypatch.setattr(terminal, "getpass", lambda _: "wrong")
    with pytest.raises(CommandError, match="password"):
        call_command("patient_shred", act, world.anna.pk, person=world.admin.email, reason="The patient asked")
    assert list(ShredRequest.objects.values()) == before
    assert events_for(organization_id=world.cedar.pk, action="step_up_failed").count() == 1


def test_every_table_that_leads_to_a_patient_is_some_eraser_s() -> None:
    covered = set().union(*(import_string(path).tables for path in settings.WORKBENCH_ERASERS))
    leading = {Patient}
    while more := {m for m in apps.get_models() if m not in leading and leads_to(m, leading)}:
        leading |= more
    assert {model._meta.db_table for model in leading} - covered == set()


def leads_to(model: Any, targets: set[Any]) -> bool:
    return any(
        field.is_relation and field.many_to_one and field.related_model in targets for field in model._meta.fields
    )
