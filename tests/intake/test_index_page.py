"""The control room's page of the index: who sees it, and that a switch takes two steps."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.chart.models import SourceDocument
from apps.retrieval.domain.version import INDEX_VERSION
from apps.retrieval.selectors import index_in_use
from apps.retrieval.services import index_build_batch, index_build_start
from tests.retrieval.conftest import WORKER
from tests.retrieval.test_reindexing import NOTE, OTHER

PAGE, MOVE = reverse("intake:index_versions"), reverse("intake:index_move")


@pytest.fixture
def admin(world, index, settings):
    index(world.anna, NOTE)
    settings.WORKBENCH_INDEX_BUILDERS = ["apps.retrieval.builders.present", "tests.retrieval.test_reindexing.other"]
    browser = Client()
    browser.force_login(world.admin)
    return browser


def move(browser: Client, act: str, name: str = OTHER, confirmed: str = "on"):
    return browser.post(MOVE, {"act": act, "name": name, "confirmed": confirmed}, follow=True)


def test_an_administrator_sees_what_is_in_use_and_what_could_be_built(admin):
    page = admin.get(PAGE).content.decode()
    assert INDEX_VERSION in page
    assert "1 of 1" in page
    assert OTHER in page


def test_an_administrator_sees_counts_of_their_own_organization_alone(admin, world, index):
    index(world.carla, NOTE)
    index(world.carla, NOTE, series="DocumentReference/2")
    SourceDocument.objects.filter(patient=world.carla).update(labels=["unclassified"])
    page = admin.get(PAGE).content.decode()
    assert "1 of 1" in page
    assert "not yet classified" not in page
    ours = SourceDocument.objects.filter(patient=world.anna).update(labels=["unclassified"])
    assert f"{ours} documents not yet classified" in admin.get(PAGE).content.decode()


def test_where_nothing_is_indexed_nothing_can_be_built(world):
    browser = Client()
    browser.force_login(world.admin)
    page = browser.get(PAGE).content.decode()
    assert "Nothing is indexed yet" in page
    assert "Build it" not in page
    assert "Nothing is indexed yet" in move(browser, "start", INDEX_VERSION).content.decode()


def test_a_clinician_may_not_see_it_and_a_stranger_signs_in(admin, world):
    clinician = Client()
    clinician.force_login(world.okafor)
    assert clinician.get(PAGE).status_code == 403
    assert clinician.post(MOVE, {"act": "start", "name": OTHER}).status_code == 403
    assert Client().get(PAGE).status_code == 302


def test_a_switch_says_first_what_it_does_and_then_does_it(admin):
    index_build_start(name=OTHER, actor=WORKER)
    while index_build_batch(name=OTHER, actor=WORKER):
        pass
    assert "keep their citations" in move(admin, "switch", confirmed="").content.decode()
    assert index_in_use() == INDEX_VERSION
    assert "answer from it now" in move(admin, "switch").content.decode()
    assert index_in_use() == OTHER


def test_what_cannot_be_done_is_said_and_changes_nothing(admin):
    assert "is in use" in move(admin, "drop", INDEX_VERSION).content.decode()
    assert "There is no version" in move(admin, "switch").content.decode()
    assert "nothing was changed" in move(admin, "destroy").content.decode()
    assert index_in_use() == INDEX_VERSION


def test_a_name_that_nobody_knows_is_refused_before_it_is_confirmed(admin):
    for confirmed in ("", "on"):
        page = move(admin, "start", "nonsense", confirmed).content.decode()
        assert "There is no version of the index called nonsense" in page


def test_an_index_that_cannot_be_searched_is_told_to_each_in_their_own_words(admin, world, settings):
    reader, ask = Client(), reverse("viewer:chart_ask", args=[world.anna.pk])
    reader.force_login(world.okafor)
    assert reader.post(ask, {"words": "methotrexate"}).status_code == 200
    assert "cannot be searched" not in admin.get(PAGE).content.decode()
    settings.WORKBENCH_INDEX_BUILDERS = ["tests.retrieval.test_reindexing.other"]
    refused = reader.post(ask, {"words": "methotrexate"})
    assert refused.status_code == 503
    assert "ask your administrator" in refused.content.decode().lower()
    assert "manage.py" not in refused.content.decode()
    assert "manage.py reindex start" in admin.get(PAGE).content.decode()
